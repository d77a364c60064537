// How is a folder changed that a web server reads? Files whole, modes explicit, no link followed, leftovers removed.
import type { Stats } from "node:fs";
import {
  chmodSync,
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
} from "node:fs";
import { dirname, join } from "node:path";
import { replaceFile } from "../replace.ts";

/** Whether a path stays below the folder to which it is relative. */
export function isInside(path: string): boolean {
  return path.split("/").every((part) => part !== "" && part !== "." && part !== ".." && !part.includes("\0"));
}

/** What on the way from `root` to the file is no real folder: a link, a file; undefined: nothing is. */
export function obstacle(root: string, path: string): string | undefined {
  const parts = path.split("/").slice(0, -1);
  const folders = parts.map((_, i) => join(root, ...parts.slice(0, i + 1)));
  return folders.find((folder) => lstat(folder)?.isDirectory() === false);
}

/** Undefined: there is no regular file. */
export function standing(file: string): Stats | undefined {
  const stats = lstat(file);
  return stats?.isFile() ? stats : undefined;
}

export function readStanding(file: string): Buffer | undefined {
  if (!standing(file)) return undefined;
  const fd = openSync(file, constants.O_RDONLY | constants.O_NOFOLLOW);
  try {
    return readFileSync(fd);
  } finally {
    closeSync(fd);
  }
}

/** Not on the disk when it returns: what a power cut takes is made again, since its size or its time is then another. */
export function replaceStanding(file: string, bytes: Buffer): void {
  makeFolder(dirname(file));
  replaceFile(file, bytes, { temp: join(dirname(file), tempName(process.pid)), mode: 0o644, durable: false });
}

/** Its mode set by hand: mkdir's is cut by the umask. */
export function makeFolder(folder: string): void {
  if (statSync(folder, { throwIfNoEntry: false })?.isDirectory()) return;
  makeFolder(dirname(folder));
  mkdirSync(folder);
  chmodSync(folder, 0o755);
}

/** And the folders between `root` and the file that are empty then. */
export function removeStanding(root: string, path: string): void {
  unlinkSync(join(root, path));
  try {
    for (let folder = dirname(path); folder !== "."; folder = dirname(folder)) rmdirSync(join(root, folder));
  } catch (error) {
    if (!["ENOTEMPTY", "EEXIST"].includes((error as NodeJS.ErrnoException).code!)) throw error;
  }
}

/** Removes what killed runs left; one that still lives may be writing its own (two sites with one folder for `jspath`). */
export function sweep(folder: string): void {
  if (!existsSync(folder)) return;
  for (const name of readdirSync(folder)) {
    const pid = TEMP.exec(name)?.[1];
    if (pid !== undefined && !lives(Number(pid)) && standing(join(folder, name)))
      rmSync(join(folder, name), { force: true });
  }
}

const TEMP = /^\.scm-backup-monitor-(\d+)\.tmp$/;

function tempName(pid: number): string {
  return `.scm-backup-monitor-${pid}.tmp`;
}

function lives(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== "ESRCH";
  }
}

function lstat(file: string): Stats | undefined {
  return lstatSync(file, { throwIfNoEntry: false });
}
