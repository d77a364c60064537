// Which files are beside the database? All are named after it.
import { basename, dirname, join } from "node:path";
import type { Fs } from "../../../replace.ts";
import type { Instant } from "../../../model.ts";

/** The hashes: `a.db.sha256`. */
export const sumsFile = (path: string): string => `${path}.sha256`;

/** The copy of a file that was found damaged: `a.db.damaged-20261124T050000Z`. */
export function damagedFile(path: string, at: Instant): string {
  return `${path}.damaged-${new Date(at).toISOString().replace(/[-:]|\.\d+/g, "")}`;
}

/** The copy of the file before its tables were upgraded to `version`: `a.db.before-v2`. */
export const beforeFile = (path: string, version: number): string => `${path}.before-v${version}`;

/** The good copy of a day (UTC), which has that day's last state: `a.db.good-2026-11-24`. */
export function goodFile(path: string, at: Instant): string {
  return `${path}.good-${new Date(at).toISOString().slice(0, 10)}`;
}

interface GoodCopy {
  file: string;
  day: Instant;
}

/** All good copies, newest first. */
export function goodCopies(path: string, fs: Fs): GoodCopy[] {
  return siblings(path, fs, /\.good-(\d{4}-\d\d-\d\d)$/).map(([file, day]) => ({ file, day: Date.parse(day!) }));
}

/** All damaged files, newest first. */
export function damagedFiles(path: string, fs: Fs): string[] {
  return siblings(path, fs, /\.damaged-\d{8}T\d{6}Z$/).map(([file]) => file);
}

/** Files with this ending and the text in its parentheses, newest first. */
function siblings(path: string, fs: Fs, ending: RegExp): [file: string, word: string | undefined][] {
  const name = basename(path);
  return fs
    .readdirSync(dirname(path))
    .filter((file) => file.startsWith(name) && ending.exec(file)?.index === name.length)
    .sort()
    .reverse()
    .map((file) => [join(dirname(path), file), ending.exec(file)![1]]);
}
