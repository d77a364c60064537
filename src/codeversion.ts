// Which code makes a file? A hash of it: a changed drawing is a changed plot, though nobody thought of a number.
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";

const versions = new Map<string, string>();

/** Of the module `entry` (its file name) and of all of our modules that it imports, directly or not. */
export function codeVersion(entry: string): string {
  let version = versions.get(entry);
  if (version === undefined) versions.set(entry, (version = versionOf(entry)));
  return version;
}

/** The same, read anew. */
export function versionOf(entry: string): string {
  const hash = createHash("sha256");
  for (const file of modulesOf(entry)) hash.update(readFileSync(file)).update("\0");
  return hash.digest("hex").slice(0, 12);
}

// Types leave no trace in what runs.
const IMPORT = /(?:^(?:import|export)\s(?!type\b)[^;"=]*?\bfrom\s|\bimport\()"(\.[^"]+)"/gm;

/** In the order of their imports, the entry first. */
export function modulesOf(entry: string, found = new Set<string>()): Set<string> {
  if (found.has(entry)) return found;
  found.add(entry);
  for (const [, path] of readFileSync(entry, "utf8").matchAll(IMPORT)) modulesOf(join(dirname(entry), path!), found);
  return found;
}
