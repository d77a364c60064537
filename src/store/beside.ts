// Which files lie beside the database? All of them are named after it.
import { basename, dirname, join } from "node:path";
import type { Fs } from "../replace.ts";
import type { Instant } from "../model.ts";

export const sumsFile = (path: string): string => `${path}.sha256`;

/** A file that was found damaged; `20261124T050000Z`. */
export function damagedFile(path: string, at: Instant): string {
  return `${path}.damaged-${new Date(at).toISOString().replace(/[-:]|\.\d+/g, "")}`;
}

/** As it was before its tables were made those of this version. */
export const beforeFile = (path: string, version: number): string => `${path}.before-v${version}`;

/** The last of a day (UTC). */
export function goodFile(path: string, at: Instant): string {
  return `${path}.good-${new Date(at).toISOString().slice(0, 10)}`;
}

export interface GoodCopy {
  file: string;
  day: Instant;
}

/** Newest first. */
export function goodCopies(path: string, fs: Fs): GoodCopy[] {
  return beside(path, fs, /\.good-(\d{4}-\d\d-\d\d)$/).map(([file, day]) => ({ file, day: Date.parse(day!) }));
}

export function damagedFiles(path: string, fs: Fs): string[] {
  return beside(path, fs, /\.damaged-\d{8}T\d{6}Z$/).map(([file]) => file);
}

function beside(path: string, fs: Fs, ending: RegExp): [file: string, word: string | undefined][] {
  const name = basename(path);
  return fs
    .readdirSync(dirname(path))
    .filter((file) => file.startsWith(name) && ending.exec(file)?.index === name.length)
    .sort()
    .reverse()
    .map((file) => [join(dirname(path), file), ending.exec(file)![1]]);
}
