// Are the bytes those that were saved? A file beside the database says so, for it and its good copies, as sha256sum does.
import { createHash } from "node:crypto";
import { basename } from "node:path";
import { type Fs, replaceFile } from "../replace.ts";
import { sumsFile } from "./beside.ts";
import { changeCounter } from "./image.ts";
import { readWhole } from "./read.ts";

export interface Sum {
  hash: string;
  /** Of the file, without its folder. */
  name: string;
  /** SQLite's, which every program that writes moves on. */
  changes: number;
}

/** Empty where there is no such file. While the database is replaced both its hashes stand there. */
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

/** Lines that begin with # are skipped by sha256sum. */
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
