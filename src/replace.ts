// How does a file get new bytes? All at once or not at all: a reader sees the old bytes or the new, whatever fails.
import nodeFs from "node:fs";
import { dirname } from "node:path";
import { ioError } from "./errors.ts";

/** The calls that we make to the file system, so that a test can let any of them fail. */
export type Fs = Pick<
  typeof nodeFs,
  | "openSync"
  | "readSync"
  | "writeSync"
  | "fchownSync"
  | "fchmodSync"
  | "fsyncSync"
  | "fstatSync"
  | "closeSync"
  | "linkSync"
  | "copyFileSync"
  | "renameSync"
  | "rmSync"
  | "statSync"
  | "lstatSync"
  | "readdirSync"
  | "readlinkSync"
  | "realpathSync"
>;

const PIECE = 1_048_576;

export interface How {
  /** Temporary file in the same folder; one that a killed run has left is removed. */
  temp: string;
  mode: number;
  owner?: { uid: number; gid: number } | undefined;
  /** For what cannot be made again: the bytes are read back, and they and the name are on the disk before this returns. */
  durable: boolean;
}

/** @throws UserError if it fails: then the file is as it was, and the temporary file is gone */
export function replaceFile(path: string, bytes: Uint8Array, how: How, fs: Fs = nodeFs): void {
  let fd: number | undefined;
  try {
    fs.rmSync(how.temp, { force: true });
    fd = fs.openSync(how.temp, "wx", 0o600);
    writeAll(fd, bytes, fs);
    if (how.owner) keepOwner(fd, how.owner, fs);
    fs.fchmodSync(fd, how.mode);
    if (how.durable) fs.fsyncSync(fd);
    const { size } = fs.fstatSync(fd);
    if (size !== bytes.length) throw failure("EIO", -5);
    const written = fd;
    fd = undefined;
    // Network file systems report only at close what went wrong before.
    fs.closeSync(written);
    if (how.durable && !holds(how.temp, bytes, fs)) throw failure("EIO", -5);
    fs.renameSync(how.temp, path);
    if (how.durable) syncFolder(dirname(path), fs);
  } catch (error) {
    attempt(() => fd !== undefined && fs.closeSync(fd));
    attempt(() => fs.rmSync(how.temp, { force: true }));
    throw ioError(`cannot write ${path}`, error);
  }
}

/** A disk that is nearly full takes fewer bytes than it is given, which is no error. */
function writeAll(fd: number, bytes: Uint8Array, fs: Fs): void {
  for (let done = 0; done < bytes.length;) {
    const written = fs.writeSync(fd, bytes, done);
    if (written === 0) throw failure("ENOSPC", -28);
    done += written;
  }
}

/** Reads piece by piece: memory may have no room for the bytes twice. */
function holds(path: string, bytes: Uint8Array, fs: Fs): boolean {
  const fd = fs.openSync(path, "r");
  try {
    const piece = Buffer.alloc(Math.min(PIECE, bytes.length + 1));
    for (let done = 0; ;) {
      const read = fs.readSync(fd, piece);
      if (read === 0) return done === bytes.length;
      if (piece.compare(bytes, done, done + read, 0, read) !== 0) return false;
      done += read;
    }
  } finally {
    fs.closeSync(fd);
  }
}

/** Only root can give a file away; for others the data matter more than their owner. */
function keepOwner(fd: number, { uid, gid }: { uid: number; gid: number }, fs: Fs): void {
  const is = fs.fstatSync(fd);
  if (is.uid === uid && is.gid === gid) return;
  try {
    fs.fchownSync(fd, uid, gid);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EPERM") throw error;
  }
}

/** A new name is safe on the disk once its folder is. */
export function syncFolder(folder: string, fs: Fs): void {
  const fd = fs.openSync(folder, "r");
  try {
    fs.fsyncSync(fd);
  } finally {
    fs.closeSync(fd);
  }
}

function failure(code: string, errno: number): Error {
  return Object.assign(new Error(code), { code, errno });
}

/** For cleaning up after a failure: the first error is the one to report. */
export function attempt(clean: () => unknown): void {
  try {
    clean();
  } catch {
    return;
  }
}
