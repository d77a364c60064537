// Which store does a dbpath name? A new kind of store is one line in the list.
import { fileURLToPath } from "node:url";
import { EXIT, UserError } from "../errors.ts";
import { openSqlite } from "./sqlite/sqlite.ts";
import type { OpenStore } from "./store.ts";

/** By URL scheme; a plain path is a file. */
const KINDS: Record<string, OpenStore> = {
  file: (url, ...rest) => openSqlite(pathOf(url), ...rest),
  // postgres: openPostgres,
};

/**
 * Opens the store that `dbpath` names: a path or `file:` URL of an SQLite file.
 * @throws UserError for an unknown scheme, and for whatever keeps that store from being opened.
 */
export const openStore: OpenStore = async (dbpath, owners, keep) => {
  const scheme = /^([a-z][a-z0-9+.-]*):/.exec(dbpath)?.[1] ?? "file";
  const open = Object.hasOwn(KINDS, scheme) ? KINDS[scheme]! : undefined;
  if (open) return open(dbpath, owners, keep);
  throw new UserError(EXIT.config, [`${dbpath}: there is no store for ${scheme}: URLs. For example: dbpath = scm.db`]);
};

function pathOf(path: string): string {
  return path.startsWith("file:") ? fileURLToPath(path) : path;
}
