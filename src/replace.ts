// How is a file replaced? All at once or not at all: whatever fails, a reader sees the old bytes or the new ones.
import nodeFs from "node:fs";
import { dirname } from "node:path";
import { ioError } from "./errors.ts";

/** The file system calls that we make, so that a test can make any of them fail. */
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

const CHUNK_BYTES = 1_048_576;

export interface ReplaceOptions {
  /** Path of the temporary file, in the same folder; removed first if a killed run left it. */
  temp: string;
  mode: number;
  owner?: { uid: number; gid: number } | undefined;
  /** For data that cannot be recreated: the bytes are read back, and bytes and name are on the disk before this returns. */
  durable: boolean;
}

/**
 * Writes `bytes` to `path` by way of a temporary file.
 * @throws UserError EXIT.io if that fails; then the file is unchanged and the temporary file removed
 */
export function replaceFile(path: string, bytes: Uint8Array, options: ReplaceOptions, fs: Fs = nodeFs): void {
  let fd: number | undefined;
  try {
    fs.rmSync(options.temp, { force: true });
    fd = fs.openSync(options.temp, "wx", 0o600);
    writeAll(fd, bytes, fs);
    if (options.owner) keepOwner(fd, options.owner, fs);
    fs.fchmodSync(fd, options.mode);
    if (options.durable) fs.fsyncSync(fd);
    const { size } = fs.fstatSync(fd);
    if (size !== bytes.length) throw failure("EIO", -5);
    const written = fd;
    fd = undefined;
    // Network file systems may report a failed write only at close.
    fs.closeSync(written);
    if (options.durable && !hasBytes(options.temp, bytes, fs)) throw failure("EIO", -5);
    fs.renameSync(options.temp, path);
    if (options.durable) syncFolder(dirname(path), fs);
  } catch (error) {
    attempt(() => fd !== undefined && fs.closeSync(fd));
    attempt(() => fs.rmSync(options.temp, { force: true }));
    throw ioError(`cannot write ${path}`, error);
  }
}

/** A disk that is nearly full writes fewer bytes than it is given, which is not an error. */
function writeAll(fd: number, bytes: Uint8Array, fs: Fs): void {
  for (let done = 0; done < bytes.length;) {
    const written = fs.writeSync(fd, bytes, done);
    if (written === 0) throw failure("ENOSPC", -28);
    done += written;
  }
}

/** Whether the file has just these bytes. Reads in chunks: memory may have no room for them twice. */
function hasBytes(path: string, bytes: Uint8Array, fs: Fs): boolean {
  const fd = fs.openSync(path, "r");
  try {
    const chunk = Buffer.alloc(Math.min(CHUNK_BYTES, bytes.length + 1));
    for (let done = 0; ;) {
      const read = fs.readSync(fd, chunk);
      if (read === 0) return done === bytes.length;
      if (chunk.compare(bytes, done, done + read, 0, read) !== 0) return false;
      done += read;
    }
  } finally {
    fs.closeSync(fd);
  }
}

/** Only root can change the owner. For others the data matters more than who owns it, so EPERM is ignored. */
function keepOwner(fd: number, { uid, gid }: { uid: number; gid: number }, fs: Fs): void {
  const current = fs.fstatSync(fd);
  if (current.uid === uid && current.gid === gid) return;
  try {
    fs.fchownSync(fd, uid, gid);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EPERM") throw error;
  }
}

/** Flushes a folder: only then is a new name in it safe on the disk. */
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

/** Cleans up after a failure and ignores errors: the first one is the one to report. */
export function attempt(clean: () => unknown): void {
  try {
    clean();
  } catch {
    return;
  }
}
