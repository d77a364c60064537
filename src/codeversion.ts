// Which code makes a file? A hash of it: a changed drawing is a changed plot, whoever forgets the number.
import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { extname, join } from "node:path";

const versions = new Map<string, string>();

/** Of all modules of a folder beside this file, and of those `others`, which are named without their extension. */
export function codeVersion(folder: string, others: string[]): string {
  const known = versions.get(folder);
  if (known !== undefined) return known;
  const extension = extname(import.meta.filename);
  const own = readdirSync(join(import.meta.dirname, folder)).filter((file) => extname(file) === extension);
  const files = [...own.sort().map((file) => join(folder, file)), ...others.map((name) => name + extension)];
  const hash = createHash("sha256");
  for (const file of files) hash.update(readFileSync(join(import.meta.dirname, file))).update("\0");
  const version = hash.digest("hex").slice(0, 12);
  versions.set(folder, version);
  return version;
}
