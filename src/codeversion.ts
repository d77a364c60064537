// Which version of the code made a file? A hash of that code: nobody has to remember to increase a number.
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";

const versions = new Map<string, string>();

/**
 * A hash of the module `entry` and of every module of ours that it imports, directly or not. Computed once a process.
 * @param entry its file name, absolute
 */
export function codeVersion(entry: string): string {
  let version = versions.get(entry);
  if (version === undefined) versions.set(entry, (version = versionOf(entry)));
  return version;
}

/** As `codeVersion`, but reads the files again. */
export function versionOf(entry: string): string {
  const hash = createHash("sha256");
  for (const file of modulesOf(entry)) hash.update(readFileSync(file)).update("\0");
  return hash.digest("hex").slice(0, 12);
}

// `import type` is left out: types are gone at run time.
const IMPORT = /(?:^(?:import|export)\s(?!type\b)[^;"=]*?\bfrom\s|\bimport\()"(\.[^"]+)"/gm;

/** The files of `entry` and all that it imports, in import order, `entry` first. */
export function modulesOf(entry: string, found = new Set<string>()): Set<string> {
  if (found.has(entry)) return found;
  found.add(entry);
  for (const [, path] of readFileSync(entry, "utf8").matchAll(IMPORT)) modulesOf(join(dirname(entry), path!), found);
  return found;
}
