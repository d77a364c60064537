// May this file be opened as our database? What is not certainly ours is left as it is.
import { existsSync, lstatSync, readFileSync, readlinkSync, realpathSync, statSync } from "node:fs";
import { dirname } from "node:path";
import { EXIT, ioError, UserError } from "../errors.ts";

/** Where the file really lies (a link to it stays a link), and its bytes; undefined: there is none yet. */
export function readDatabase(dbpath: string): { path: string; bytes: Uint8Array | undefined; mtime: number } {
  try {
    if (!existsSync(dbpath)) {
      if (lstatSync(dbpath, { throwIfNoEntry: false })) throw dangling(dbpath);
      refuseUnfinished(dbpath);
      statSync(dirname(dbpath));
      return { path: dbpath, bytes: undefined, mtime: 0 };
    }
    const path = realpathSync(dbpath);
    refuseUnfinished(path);
    const bytes = readFileSync(path);
    refuseHeader(path, bytes);
    return { path, bytes, mtime: Math.floor(statSync(path).mtimeMs) };
  } catch (error) {
    throw ioError(`cannot open the database ${dbpath}`, error);
  }
}

/** Perhaps a disk that is not mounted: a new file in its place would hide the old one. */
function dangling(path: string): UserError {
  return new UserError(EXIT.io, [
    `${path} is a link to ${readlinkSync(path)}, which is not there. Bring it back, or remove the link`,
  ]);
}

/** SQLite would play such a file back into the database, or forward; sql.js sees only the database, half-written. */
function refuseUnfinished(path: string): void {
  const beside = [`${path}-journal`, `${path}-wal`].find((file) => existsSync(file));
  if (beside === undefined) return;
  throw refusal(
    `${beside} stands beside the database: another program is writing it, or died while it did. ` +
      `When none is, open it once: sqlite3 '${path}' 'pragma integrity_check'`,
  );
}

/** https://www.sqlite.org/fileformat2.html#the_database_header */
function refuseHeader(path: string, bytes: Uint8Array): void {
  const header = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(100, bytes.length));
  if (header.length === 0) {
    throw refusal(`${path} is empty, which no database is. Restore it from a backup, or remove it to begin anew`);
  }
  if (header.length < 100 || header.toString("latin1", 0, 16) !== "SQLite format 3\0") throw notOurs(path);
  if (header[18] === 2 || header[19] === 2) {
    throw refusal(
      `${path} is in WAL mode, which we cannot read. Run: sqlite3 '${path}' 'pragma journal_mode = delete'`,
    );
  }
  if (header.readUInt32BE(56) > 1) throw refusal(`${path} is not ours: its text is not UTF-8. ${ELSEWHERE}`);
}

const ELSEWHERE = "Let dbpath name another file";

function notOurs(path: string): UserError {
  return refusal(`${path} is not an SQLite database. ${ELSEWHERE}`);
}

/** What sql.js says of bytes that only begin like a database. */
export function damaged(path: string, error: unknown): Error {
  if (!(error instanceof Error) || !/malformed|not a database|disk I\/O/.test(error.message)) return error as Error;
  return refusal(`${path} is damaged: ${error.message}. Restore it from a backup`);
}

export function refuseForeign(path: string, why: string): UserError {
  return refusal(`${path} ${why}. ${ELSEWHERE}`);
}

function refusal(problem: string): UserError {
  return new UserError(EXIT.data, [problem]);
}
