// Changes a folder that a web server reads: whole files, explicit modes, no links followed, leftovers removed.
import type { Stats } from "node:fs";
import {
  closeSync,
  constants,
  existsSync,
  lstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  rmdirSync,
  rmSync,
  statSync,
  unlinkSync,
  writeSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { isAlive } from "../pid.ts";
import { replaceFile } from "../replace.ts";

/** Whether a relative path stays below its folder. */
export function isInside(path: string): boolean {
  return path.split("/").every((part) => part !== "" && part !== "." && part !== ".." && !part.includes("\0"));
}

/** The first parent of `path` below `root` that is not a real folder but a link or a file; undefined: all are folders. */
export function firstNonFolder(root: string, path: string): string | undefined {
  const parts = path.split("/").slice(0, -1);
  const folders = parts.map((_, i) => join(root, ...parts.slice(0, i + 1)));
  return folders.find((folder) => lstat(folder)?.isDirectory() === false);
}

/** Undefined if there is no regular file; a link does not count. */
export function fileStats(file: string): Stats | undefined {
  const stats = lstat(file);
  return stats?.isFile() ? stats : undefined;
}

/** The bytes of a regular file; undefined if there is none. */
export function readIfFile(file: string): Buffer | undefined {
  if (!fileStats(file)) return undefined;
  const fd = openSync(file, constants.O_RDONLY | constants.O_NOFOLLOW);
  try {
    return readFileSync(fd);
  } finally {
    closeSync(fd);
  }
}

/** Writes a file, and its folders if absent. Not flushed to disk: after a power cut its size or time differs, so it is made again. */
export function publishFile(file: string, bytes: Buffer): void {
  makeFolder(dirname(file));
  replaceFile(file, bytes, { temp: join(dirname(file), tempName(process.pid)), mode: 0o644, durable: false });
}

/** Appends to a file, which is created if absent. Does not follow links. */
export function appendToFile(file: string, text: string): void {
  const { O_WRONLY, O_APPEND, O_CREAT, O_NOFOLLOW } = constants;
  const fd = openSync(file, O_WRONLY | O_APPEND | O_CREAT | O_NOFOLLOW, 0o644);
  try {
    writeSync(fd, text);
  } finally {
    closeSync(fd);
  }
}

/** Created with its mode: a run killed between mkdir and chmod would leave a folder that no web server can read. */
export function makeFolder(folder: string): void {
  const isThere = () => statSync(folder, { throwIfNoEntry: false })?.isDirectory() === true;
  if (isThere()) return;
  makeFolder(dirname(folder));
  const umask = process.umask(0o022);
  try {
    mkdirSync(folder);
  } catch (error) {
    if (!isThere()) throw error; // another run that starts just now has made it
  } finally {
    process.umask(umask);
  }
}

/** Removes a file, if it is still there, and then the folders between it and `root` that are empty. */
export function removeFile(root: string, path: string): void {
  if (fileStats(join(root, path))) unlinkSync(join(root, path));
  for (let folder = dirname(path); folder !== "."; folder = dirname(folder)) {
    try {
      rmdirSync(join(root, folder));
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code === "ENOTEMPTY" || code === "EEXIST") return;
      if (code !== "ENOENT") throw error;
    }
  }
}

/** Removes temporary files of killed runs. A live process may still be using its own: two sites may share a folder (`jspath`). */
export function removeTempFiles(folder: string): void {
  if (!existsSync(folder)) return;
  for (const name of readdirSync(folder)) {
    const pid = TEMP.exec(name)?.[1];
    if (pid !== undefined && !isAlive(Number(pid)) && fileStats(join(folder, name)))
      rmSync(join(folder, name), { force: true });
  }
}

const TEMP = /^\.scm-backup-monitor-(\d+)\.tmp$/;

function tempName(pid: number): string {
  return `.scm-backup-monitor-${pid}.tmp`;
}

function lstat(file: string): Stats | undefined {
  return lstatSync(file, { throwIfNoEntry: false });
}
