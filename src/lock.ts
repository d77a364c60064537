// Is another run in progress? The kernel frees this lock when its holder dies, however it dies.
import { spawnSync } from "node:child_process";
import { closeSync, constants, fchmodSync, ftruncateSync, openSync, readFileSync, statSync, writeSync } from "node:fs";
import { EXIT, ioError, UserError } from "./errors.ts";
import { isAlive } from "./pid.ts";
import { printSpan } from "./units.ts";

const INSTALL = "flock is missing; it keeps two runs apart. Install it: apt install util-linux";

export interface Lock {
  release(): void;
}

/**
 * Locks the file `path`. It is created if absent and never removed: if it were removed while another process waits for it,
 * both could hold it. The flock(2) belongs to the open file, which flock(1) shares with us, so it stays ours when flock(1)
 * ends. Node opens files close-on-exec, so no other child process inherits it.
 * @param longestMs if the holder has had it for longer, cron gets to know too
 * @throws UserError EXIT.busy if another process holds it: quiet, unless for longer than `longestMs`; EXIT.io if it cannot be locked
 */
export function lock(path: string, longestMs = Infinity): Lock {
  const fd = open(path);
  try {
    const { status, error } = spawnSync("flock", ["-n", "-E", String(EXIT.busy), "3"], {
      stdio: ["ignore", "ignore", "ignore", fd],
    });
    if (error) throw missing(error) ? new UserError(EXIT.io, [INSTALL]) : error;
    if (status === EXIT.busy) throw busy(path, longestMs);
    if (status !== 0) throw new UserError(EXIT.io, [`cannot lock ${path}: its file system does not support locks`]);
    ftruncateSync(fd);
    writeSync(fd, `${process.pid}\n`, 0);
  } catch (error) {
    closeSync(fd);
    throw ioError(`cannot lock ${path}`, error);
  }
  return { release: () => release(fd) };
}

function open(path: string): number {
  try {
    // Do not follow links: whoever can write to `out` must not choose which file we truncate.
    const fd = openSync(path, constants.O_RDWR | constants.O_CREAT | constants.O_NOFOLLOW, 0o644);
    fchmodSync(fd, 0o644);
    return fd;
  } catch (error) {
    throw ioError(`cannot lock ${path}`, error);
  }
}

function missing(error: NodeJS.ErrnoException): boolean {
  return error.code === "ENOENT";
}

/** Truncates the file, so that our pid is not taken for that of the next holder, which may not have written its own yet. */
function release(fd: number): void {
  try {
    ftruncateSync(fd);
  } finally {
    closeSync(fd);
  }
}

/** A holder writes its pid when it starts, so the file is as old as its run. If that process is dead, the pid is an earlier run's. */
function busy(path: string, longestMs: number): UserError {
  const held = `another run holds ${path}`;
  const pid = Number(/^\d+$/m.exec(readFileSync(path, "utf8"))?.[0]);
  if (!pid || !isAlive(pid)) return new UserError(EXIT.busy, [held], true);
  const ms = Math.max(0, Date.now() - statSync(path).mtimeMs);
  const details = `${held}: pid ${pid}, for ${printSpan(ms)}`;
  if (ms <= longestMs) return new UserError(EXIT.busy, [details], true);
  return new UserError(EXIT.busy, [
    `${details}, longer than a run takes. Check what it is waiting for, or end it: kill ${pid}`,
  ]);
}
