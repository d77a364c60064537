// Are the bytes those that we saved? A file beside the database has its hash and those of its good copies, for sha256sum.
import { createHash } from "node:crypto";
import { basename } from "node:path";
import { type Fs, replaceFile } from "../../../replace.ts";
import { sumsFile } from "./siblings.ts";
import { changeCounter } from "./image.ts";
import { readWhole } from "./read.ts";

export interface Sum {
  hash: string;
  /** The file name, without the folder. */
  name: string;
  /** SQLite's change counter, which every program increments when it writes. */
  changes: number;
}

/** The hashes; none if there is no such file. While the database is being replaced, it has those of the old and the new bytes. */
export function readSums(path: string, fs: Fs): Sum[] {
  const file = sumsFile(path);
  if (!fs.statSync(file, { throwIfNoEntry: false })) return [];
  const text = Buffer.from(readWhole(file, fs)).toString("utf8");
  return [...text.matchAll(/^# change counter (\d+)\n([0-9a-f]{64}) [ *](.+)$/gm)].map(([, changes, hash, name]) => ({
    hash: hash!,
    name: name!,
    changes: Number(changes),
  }));
}

/** Writes the hashes. @param mode of the file; sha256sum ignores the lines that start with # */
export function writeSums(path: string, sums: Sum[], mode: number, fs: Fs): void {
  const text = sums.map(({ hash, name, changes }) => `# change counter ${changes}\n${hash}  ${name}\n`).join("");
  const file = sumsFile(path);
  replaceFile(file, Buffer.from(text), { temp: `${file}.saving`, mode, durable: true }, fs);
}

export function sumOf(file: string, bytes: Uint8Array): Sum {
  return { hash: hashOf(bytes), name: basename(file), changes: changeCounter(bytes) };
}

export function hashOf(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex");
}
