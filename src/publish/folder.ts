// How is a folder changed that a web server reads? Files whole, modes explicit, no link followed, leftovers removed.
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
import { lives } from "../pid.ts";
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

/** At its end, made if absent. No link is followed. */
export function appendStanding(file: string, text: string): void {
  const { O_WRONLY, O_APPEND, O_CREAT, O_NOFOLLOW } = constants;
  const fd = openSync(file, O_WRONLY | O_APPEND | O_CREAT | O_NOFOLLOW, 0o644);
  try {
    writeSync(fd, text);
  } finally {
    closeSync(fd);
  }
}

/** Born with its mode: a run killed between mkdir and chmod would leave one that no web server may read. */
export function makeFolder(folder: string): void {
  if (statSync(folder, { throwIfNoEntry: false })?.isDirectory()) return;
  makeFolder(dirname(folder));
  const umask = process.umask(0o022);
  try {
    mkdirSync(folder);
  } finally {
    process.umask(umask);
  }
}

/** And the folders between `root` and the file that are empty then; also where an earlier run got no further than the file. */
export function removeStanding(root: string, path: string): void {
  if (standing(join(root, path))) unlinkSync(join(root, path));
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

function lstat(file: string): Stats | undefined {
  return lstatSync(file, { throwIfNoEntry: false });
}
