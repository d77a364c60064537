// May this file be opened as our database, and is it whole? What is not certainly ours is refused. Nothing is written here.
import type { Stats } from "node:fs";
import { basename, dirname } from "node:path";
import { EXIT, ioError, UserError } from "../../../errors.ts";
import type { Instant } from "../../../model.ts";
import type { Fs } from "../../../replace.ts";
import { goodCopies } from "./siblings.ts";
import { blankDatabase, changeCounter, Image } from "./image.ts";
import { readWhole } from "./read.ts";
import { foreign } from "../schema.ts";
import { Sql } from "../sql.ts";
import { hashOf, readSums, type Sum } from "./sums.ts";

export interface Opened {
  sql: Sql;
  /** Undefined: there is no file yet. */
  image: Image | undefined;
  /** Where the file really is: a link to it stays a link. */
  path: string;
  /** Of the file when it was read. */
  stats: Stats | undefined;
  /** Those beside the file. */
  sums: Sum[];
  /** The file's own; undefined: there is no file yet. */
  sum: Sum | undefined;
  /** Whether it is, byte for byte, what we have written. */
  known: boolean;
  /** The file was damaged, and this is a good copy of it: when that was written. */
  restoredFrom?: Instant;
  /** What a person should know of the file, "" if nothing. */
  note: string;
}

/**
 * Opens the database, or a good copy of it in memory if it is damaged.
 * @throws UserError if it must not be used (foreign, newer, unfinished, damaged without a copy), or cannot be read
 */
export function openFile(dbpath: string, fs: Fs): Opened {
  try {
    const path = locate(dbpath, fs);
    if (path === undefined) return absent(dbpath, fs);
    refuseUnfinished(path, fs);
    const { bytes: image, stats, sums } = readWithSums(path, fs);
    const known = sums.some(({ hash }) => hash === image.hash);
    // Taken now: later the database writes into these bytes.
    const sum = {
      hash: image.hash,
      name: basename(path),
      changes: image.bytes.length < 28 ? 0 : changeCounter(image.bytes),
    };
    const opened = { image, path, stats, sums, sum, known };
    const found = known ? tables(path, image) : examine(path, image, sums);
    if (found instanceof Sql) return { ...opened, sql: found, note: known || sums.length === 0 ? "" : ACCEPTED };
    return { ...opened, ...newestGood(path, image, sums, found.damage, fs) };
  } catch (error) {
    throw ioError(`cannot open the database ${dbpath}`, error);
  }
}

const ACCEPTED = "another program has written it since; what it wrote is taken over";

/** Undefined: there is no file yet. */
function locate(dbpath: string, fs: Fs): string | undefined {
  if (fs.statSync(dbpath, { throwIfNoEntry: false })) return fs.realpathSync(dbpath);
  if (!fs.lstatSync(dbpath, { throwIfNoEntry: false })) return undefined;
  // Perhaps a disk is not mounted: a new file would hide the old one.
  throw new UserError(EXIT.io, [
    `${dbpath} is a link to ${fs.readlinkSync(dbpath)}, which is not there. Bring it back, or remove the link`,
  ]);
}

function absent(path: string, fs: Fs): Opened {
  refuseUnfinished(path, fs);
  fs.statSync(dirname(path));
  const [copy] = goodCopies(path, fs);
  const note = copy ? `is not there, so it is begun anew; a good copy of the old one is ${basename(copy.file)}` : "";
  const none = { image: undefined, stats: undefined, sum: undefined };
  return { sql: new Sql(blankDatabase()), path, ...none, sums: readSums(path, fs), known: false, note };
}

/** SQLite would roll the database back or forward by this file; sql.js sees only the database, which may be half-written. */
export function refuseUnfinished(path: string, fs: Fs): void {
  const beside = [`${path}-journal`, `${path}-wal`].find((file) => fs.statSync(file, { throwIfNoEntry: false }));
  if (beside === undefined) return;
  throw refusal(
    `${beside} stands beside the database: another program is writing it, or died while it did. ` +
      `When none is, open it once: sqlite3 '${path}' 'pragma integrity_check'`,
  );
}

interface Read {
  bytes: HashedImage;
  stats: Stats;
  sums: Sum[];
}

/** A command without the lock may read while a run saves, which changes the hashes before the file and after it. */
function readWithSums(path: string, fs: Fs, tries = 3): Read {
  const before = readSums(path, fs);
  const stats = fs.statSync(path);
  const bytes = readImage(path, fs);
  const sums = readSums(path, fs);
  const same = JSON.stringify(before) === JSON.stringify(sums);
  return same || tries === 1 ? { bytes, stats, sums } : readWithSums(path, fs, tries - 1);
}

interface HashedImage extends Image {
  hash: string;
}

function readImage(file: string, fs: Fs): HashedImage {
  let image: Image | undefined;
  const { length } = readWhole(file, fs, (size) => (image = new Image(size)).bytes);
  if (length < image!.bytes.length) throw new UserError(EXIT.io, [`${file} changes while it is read. Run again`]);
  return Object.assign(image!, { hash: hashOf(image!.bytes) });
}

/** Looks into a file whose bytes are not those that we saved. */
function examine(path: string, image: Image, sums: Sum[]): Sql | { damage: string } {
  const { bytes } = image;
  if (bytes.length === 0) {
    throw refusal(`${path} is empty, which no database is. Restore it from a backup, or remove it to begin anew`);
  }
  const ours = sums.filter(({ name }) => name === basename(path));
  if (ours.length > 0 && !isWrittenByAnother(bytes, ours)) return { damage: "its bytes are not those that were saved" };
  refuseHeader(path, bytes);
  try {
    const sql = tables(path, image);
    const [[problem] = ["no answer"]] = sql.all<[string]>("pragma integrity_check(1)");
    return problem === "ok" ? sql : { damage: problem };
  } catch (error) {
    if (error instanceof Error && /malformed|not a database|disk I\/O/.test(error.message))
      return { damage: error.message };
    throw error;
  }
}

/**
 * SQLite increments the change counter when it writes, and notes in bytes 92 to 95 for which count the header is valid.
 * Before 3.7 it left those bytes alone: then more than the counter must have changed.
 */
function isWrittenByAnother(bytes: Uint8Array, ours: Sum[]): boolean {
  const header = headerOf(bytes);
  if (header.length < 100 || !isSqlite(bytes)) return false;
  const count = changeCounter(bytes);
  const validFor = header.readUInt32BE(92);
  if (ours.some(({ changes }) => changes === count)) return false;
  return (
    count === validFor || ours.some((sum) => sum.changes === validFor && !differsInCounterOnly(header, bytes, sum))
  );
}

function differsInCounterOnly(header: Buffer, bytes: Uint8Array, { hash, changes }: Sum): boolean {
  const count = header.readUInt32BE(24);
  header.writeUInt32BE(changes, 24);
  const same = hashOf(bytes) === hash;
  header.writeUInt32BE(count, 24);
  return same;
}

function newestGood(
  path: string,
  broken: Image,
  sums: Sum[],
  damage: string,
  fs: Fs,
): Pick<Opened, "sql" | "image" | "known" | "restoredFrom" | "note"> {
  for (const { file } of goodCopies(path, fs)) {
    const image = readImage(file, fs);
    const known = sums.some(({ hash }) => hash === image.hash);
    const found = known ? tables(file, image) : sums.length === 0 ? examine(file, image, []) : undefined;
    if (!(found instanceof Sql)) continue;
    if (!isPartOf(broken.bytes, image.bytes)) throw notOurs(path);
    const restoredFrom = Math.floor(fs.statSync(file).mtimeMs);
    const note = `damaged: ${damage}. The good copy ${basename(file)} takes its place`;
    return { sql: found, image, known, restoredFrom, note };
  }
  if (!isSqlite(broken.bytes)) throw notOurs(path);
  throw refusal(`${path} is damaged (${damage}), and there is no good copy beside it. Restore it from a backup`);
}

const BLOCK = 512;

/** Whether bytes that are no database any more once were ours: they begin like one, or share a block with the good copy. */
function isPartOf(bytes: Uint8Array, good: Uint8Array): boolean {
  if (isSqlite(bytes)) return true;
  const [a, b] = [bytes, good].map((all) => Buffer.from(all.buffer, all.byteOffset, all.length)) as [Buffer, Buffer];
  for (let i = 0; i + BLOCK <= Math.min(a.length, b.length); i += BLOCK) {
    if (b.compare(a, i, i + BLOCK, i, i + BLOCK) === 0 && a.subarray(i, i + BLOCK).some((byte) => byte !== 0))
      return true;
  }
  return false;
}

const MAGIC = "SQLite format 3\0";

/** Or the beginning of one that was cut short. */
function isSqlite(bytes: Uint8Array): boolean {
  const begin = headerOf(bytes).toString("latin1", 0, MAGIC.length);
  return begin !== "" && MAGIC.startsWith(begin);
}

/** Opens the tables. @throws UserError if they are not ours */
function tables(path: string, image: Image): Sql {
  refuseHeader(path, image.bytes);
  const sql = new Sql(image.open());
  const blank = new Sql(blankDatabase());
  const why = foreign(sql, blank);
  blank.database.close();
  if (why === "") return sql;
  sql.database.close();
  throw refusal(`${path} ${why}. ${ELSEWHERE}`);
}

/** https://www.sqlite.org/fileformat2.html#the_database_header */
function refuseHeader(path: string, bytes: Uint8Array): void {
  const header = headerOf(bytes);
  if (header.length < 100 || !isSqlite(bytes)) throw notOurs(path);
  if (header[18] === 2 || header[19] === 2) {
    throw refusal(
      `${path} is in WAL mode, which we cannot read. Run: sqlite3 '${path}' 'pragma journal_mode = delete'`,
    );
  }
  if (header.readUInt32BE(56) > 1) throw refusal(`${path} is not ours: its text is not UTF-8. ${ELSEWHERE}`);
}

function headerOf(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(100, bytes.length));
}

const ELSEWHERE = "Let dbpath name another file";

function notOurs(path: string): UserError {
  return refusal(`${path} is not an SQLite database. ${ELSEWHERE}`);
}

function refusal(problem: string): UserError {
  return new UserError(EXIT.data, [problem]);
}
