// Saving: whatever the disk does, the old database or the new one is there, intact.
import assert from "node:assert/strict";
import nodeFs, {
  chmodSync,
  chownSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { afterEach, beforeEach, describe, it } from "node:test";
import { EXIT, UserError } from "../../src/errors.ts";
import type { Fs } from "../../src/replace.ts";
import { save as saveFile } from "../../src/store/sqlite/file/save.ts";
import { sumOf } from "../../src/store/sqlite/file/sums.ts";
import { shim } from "./disk.ts";
import { KEEP } from "./visits.ts";

const CALLS = ["openSync", "writeSync", "fchmodSync", "fsyncSync", "fstatSync", "closeSync", "renameSync"] as const;
const ERRNO = { ENOSPC: -28, EIO: -5, EROFS: -30, EACCES: -13, EDQUOT: -122, EPERM: -1 };
const OLD = Buffer.alloc(10_000, "old");
const NEW = Buffer.alloc(20_000, "new");

/** The file system, with one call that fails: once or for ever. */
function failing(call: keyof Fs, code: keyof typeof ERRNO, times: number): Fs {
  let left = times;
  const original = nodeFs[call] as (...args: unknown[]) => unknown;
  const broken = (...args: unknown[]) => {
    if (left-- > 0) throw Object.assign(new Error(code), { code, errno: ERRNO[code] });
    return original(...args);
  };
  return { ...nodeFs, [call]: broken };
}

/** A disk that writes at most so many bytes at a time. */
function slow(most: (asked: number) => number): Fs {
  const writeSync = (fd: number, bytes: Uint8Array, offset: number) =>
    nodeFs.writeSync(fd, bytes, offset, Math.min(bytes.length - offset, most(bytes.length - offset)));
  return { ...nodeFs, writeSync: writeSync as typeof nodeFs.writeSync };
}

/** As after opening an intact file. */
function save(path: string, bytes: Uint8Array, fs: Fs = nodeFs): void {
  const stats = statSync(path, { throwIfNoEntry: false });
  saveFile({ path, stats, sums: [], good: stats && sumOf(path, readFileSync(path)), aside: [] }, bytes, KEEP, fs);
}

describe("saving the database", () => {
  let folder: string;
  let path: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "save-"));
    path = join(folder, "a.db");
    writeFileSync(path, OLD);
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  for (const call of CALLS) {
    for (const code of ["ENOSPC", "EIO", "EROFS", "EACCES", "EDQUOT"] as const) {
      for (const times of [1, Infinity]) {
        it(`leaves the old one unchanged if ${call} fails with ${code} ${times === 1 ? "once" : "for ever"}`, () => {
          assert.throws(
            () => save(path, NEW, failing(call, code, times)),
            (error) =>
              error instanceof UserError && error.code === EXIT.io && error.message.startsWith(`cannot write ${path}`),
          );
          assert.deepEqual(readFileSync(path), OLD);
          assert.deepEqual(
            readdirSync(folder).filter((name) => !["a.db", "a.db.sha256"].includes(name)),
            [],
          );
        });
      }
    }
  }

  it("says what happened and what to do", () => {
    assert.throws(() => save(path, NEW, failing("writeSync", "ENOSPC", 1)), {
      message: `cannot write ${path}.sha256: no space left on device. Make room on that file system, then run again`,
    });
  });

  it("continues if the disk writes fewer bytes than it was given", () => {
    save(
      path,
      NEW,
      slow(() => 999),
    );
    assert.deepEqual(readFileSync(path), NEW);
  });

  it("continues if the disk writes one byte at a time", () => {
    save(
      path,
      NEW.subarray(0, 100),
      slow(() => 1),
    );
    assert.deepEqual(readFileSync(path), NEW.subarray(0, 100));
  });

  it("gives up if the disk writes less and less", () => {
    assert.throws(
      () =>
        save(
          path,
          NEW,
          slow((asked) => Math.floor(asked / 2)),
        ),
      /no space left/,
    );
    assert.deepEqual(readFileSync(path), OLD);
  });

  it("fails if the size of the file is wrong after the write", () => {
    const writeSync = ((_: number, bytes: Uint8Array) => bytes.length) as typeof nodeFs.writeSync;
    assert.throws(() => save(path, NEW, { ...nodeFs, writeSync }), UserError);
    assert.deepEqual(readFileSync(path), OLD);
  });

  it("reads back what it has written, and fails if the bytes differ", () => {
    const writeSync = ((fd: number, bytes: Uint8Array, offset: number) =>
      nodeFs.writeSync(
        fd,
        bytes.length < 500 ? bytes : Buffer.from(bytes).fill(1, 500, 501),
        offset,
      )) as typeof nodeFs.writeSync;
    assert.throws(() => save(path, NEW, { ...nodeFs, writeSync }), UserError);
    assert.deepEqual(readFileSync(path), OLD);
  });

  it("writes, syncs, renames, and syncs the folder, in this order", () => {
    const { fs, calls } = shim();
    save(path, NEW, fs);
    const kinds = calls.filter((call) => /^(write|fsync|rename) /.test(call));
    const good = kinds.find((call) => call.startsWith("rename a.db.good-"));
    assert.deepEqual(kinds, [
      ...["write a.db.sha256.saving", "fsync a.db.sha256.saving", "rename a.db.sha256.saving a.db.sha256"],
      // The hashes, then the link to the old file.
      ...[`fsync ${basename(folder)}`, `fsync ${basename(folder)}`],
      ...["write a.db.saving", "fsync a.db.saving", "rename a.db.saving a.db", `fsync ${basename(folder)}`],
      good,
      ...["write a.db.sha256.saving", "fsync a.db.sha256.saving", "rename a.db.sha256.saving a.db.sha256"],
      `fsync ${basename(folder)}`,
    ]);
  });

  it("keeps the mode and the owner", () => {
    chmodSync(path, 0o640);
    if (process.getuid!() === 0) chownSync(path, 12345, 23456);
    const { uid, gid } = statSync(path);
    save(path, NEW);
    const now = statSync(path);
    assert.deepEqual([now.mode & 0o7777, now.uid, now.gid], [0o640, uid, gid]);
  });

  it("continues if it may not change the owner, but not on other errors", () => {
    const fstatSync = ((fd: number) =>
      Object.assign(nodeFs.fstatSync(fd), { uid: 1 + statSync(path).uid })) as Fs["fstatSync"];
    save(path, NEW, { ...failing("fchownSync", "EPERM", Infinity), fstatSync });
    assert.deepEqual(readFileSync(path), NEW);
    assert.throws(() => save(path, OLD, { ...failing("fchownSync", "EIO", Infinity), fstatSync }), UserError);
    assert.deepEqual(readFileSync(path), NEW);
  });

  it("does not set the owner if it is right already", () => {
    save(path, NEW, failing("fchownSync", "EIO", Infinity));
    assert.deepEqual(readFileSync(path), NEW);
  });

  it("does not overwrite another file that looks the same", () => {
    const stats = statSync(path);
    const other = join(folder, "other");
    writeFileSync(other, "x".repeat(OLD.length));
    utimesSync(other, stats.atime, stats.mtime);
    const before = Object.assign(stats, { mtimeMs: statSync(other).mtimeMs });
    renameSync(other, path);
    const present = { path, stats: before, sums: [], good: undefined, aside: [] };
    assert.throws(() => saveFile(present, NEW, KEEP, nodeFs), /another program changed .* in the meantime/);
  });

  it("makes a new file readable for all, whatever the umask", () => {
    const umask = process.umask(0o077);
    save(join(folder, "new.db"), NEW);
    process.umask(umask);
    assert.equal(statSync(join(folder, "new.db")).mode & 0o7777, 0o644);
  });

  it("is not disturbed by files that a killed run left", () => {
    writeFileSync(`${path}.saving`, "half");
    save(path, NEW);
    assert.deepEqual(readFileSync(path), NEW);
    assert.ok(!readdirSync(folder).some((name) => name.endsWith(".saving")));
  });
});
