// Is another run at work? A lock that the kernel frees when its holder dies, however it dies.
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
 * Holds `path` (made if absent, never removed: a file removed while it is waited for makes two holders) or throws.
 * flock(2) belongs to the open file, which our helper shares with us and leaves to us when it ends; Node opens files
 * close-on-exec, so no other child keeps it. Who holds it is told quietly, unless for longer than a run may take.
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
    // No link is followed: whoever may write into `out` must not choose which file is emptied.
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

/** Emptied, so that who finds it held next, by a run that has not put its pid there yet, does not blame this one. */
function release(fd: number): void {
  try {
    ftruncateSync(fd);
  } finally {
    closeSync(fd);
  }
}

/** The holder wrote its pid when it began, so the file's age is the run's. A dead one's is older than the lock. */
function busy(path: string, longestMs: number): UserError {
  const held = `another run holds ${path}`;
  const pid = Number(/^\d+$/m.exec(readFileSync(path, "utf8"))?.[0]);
  if (!pid || !lives(pid)) return new UserError(EXIT.busy, [held], true);
  const ms = Math.max(0, Date.now() - statSync(path).mtimeMs);
  const story = `${held}: pid ${pid}, for ${printSpan(ms)}`;
  if (ms <= longestMs) return new UserError(EXIT.busy, [story], true);
  return new UserError(EXIT.busy, [`${story}, longer than a run takes. See what it waits for, or end it: kill ${pid}`]);
}
