// Is another run at work? The kernel frees this lock when its holder dies, however it dies.
import { spawnSync } from "node:child_process";
import { closeSync, constants, fchmodSync, ftruncateSync, openSync, readFileSync, statSync, writeSync } from "node:fs";
import { EXIT, ioError, UserError } from "./errors.ts";
import { lives } from "./pid.ts";
import { printSpan } from "./units.ts";

const INSTALL = "there is no program flock here, which keeps two runs apart. Install it: apt install util-linux";

export interface Lock {
  release(): void;
}

/**
 * Locks `path`, which is made if absent and never removed (removing it while another waits for it makes two holders).
 * flock(2) belongs to the open file, which flock(1) shares with us and leaves to us when it ends; Node opens files
 * close-on-exec, so no other child keeps it.
 * @param longestMs a holder that has held it for longer is reported in cron too
 * @throws UserError with EXIT.busy if another process holds it, quiet unless it has held it for too long
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
    // Follow no link: whoever may write into `out` must not choose which file we empty.
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

/** Emptied, so that nobody takes us for the next holder, which may not have written its pid yet. */
function release(fd: number): void {
  try {
    ftruncateSync(fd);
  } finally {
    closeSync(fd);
  }
}

/** The holder writes its pid when it begins, so the file is as old as the run. The pid of a dead one is of an earlier run. */
function busy(path: string, longestMs: number): UserError {
  const held = `another run holds ${path}`;
  const pid = Number(/^\d+$/m.exec(readFileSync(path, "utf8"))?.[0]);
  if (!pid || !lives(pid)) return new UserError(EXIT.busy, [held], true);
  const ms = Math.max(0, Date.now() - statSync(path).mtimeMs);
  const story = `${held}: pid ${pid}, for ${printSpan(ms)}`;
  if (ms <= longestMs) return new UserError(EXIT.busy, [story], true);
  return new UserError(EXIT.busy, [`${story}, longer than a run takes. See what it waits for, or end it: kill ${pid}`]);
}
