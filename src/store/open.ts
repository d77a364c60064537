// Which kind of store does `dbpath` name? To add a kind, add a line here.
import { fileURLToPath } from "node:url";
import { EXIT, UserError } from "../errors.ts";
import { openSqlite } from "./sqlite/sqlite.ts";
import type { OpenStore } from "./store.ts";

/** By URL scheme; a plain path is a `file:`. */
const KINDS: Record<string, OpenStore> = {
  file: (url, ...rest) => openSqlite(pathOf(url), ...rest),
  // postgres: openPostgres,
};

/**
 * Opens a store; see `OpenStore`.
 * @param dbpath path or `file:` URL of an SQLite file
 * @throws UserError EXIT.config for an unknown scheme, else as the store does
 */
export const openStore: OpenStore = async (dbpath, owners, retention) => {
  const scheme = /^([a-z][a-z0-9+.-]*):/.exec(dbpath)?.[1] ?? "file";
  const open = Object.hasOwn(KINDS, scheme) ? KINDS[scheme]! : undefined;
  if (open) return open(dbpath, owners, retention);
  throw new UserError(EXIT.config, [`${dbpath}: ${scheme}: URLs are not supported. For example: dbpath = scm.db`]);
};

function pathOf(path: string): string {
  return path.startsWith("file:") ? fileURLToPath(path) : path;
}
