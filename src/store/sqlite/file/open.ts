// Is this file our database, and is it intact? If it may not be ours, it is refused. Nothing is written here.
import type { Stats } from "node:fs";
import { basename, dirname } from "node:path";
import { EXIT, ioError, UserError } from "../../../errors.ts";
import type { Instant } from "../../../model.ts";
import type { Fs } from "../../../replace.ts";
import { goodCopies } from "./siblings.ts";
import { blankDatabase, changeCounter, Image } from "./image.ts";
import { readWhole } from "./read.ts";
import { foreignReason } from "../schema.ts";
import { Sql } from "../sql.ts";
import { hashOf, readSums, type Sum } from "./sums.ts";

export interface Opened {
  sql: Sql;
  /** Undefined: there is no file yet. */
  image: Image | undefined;
  /** Where the file really is, links resolved: a link to it must stay a link. */
  path: string;
  /** From when it was read. */
  stats: Stats | undefined;
  /** The hashes in the file beside it. */
  sums: Sum[];
  /** The file's own hash; undefined: there is no file yet. */
  sum: Sum | undefined;
  /** Whether its bytes are those that we wrote. */
  known: boolean;
  /** The file is damaged and a good copy was opened instead: when that copy was written. */
  restoredFrom?: Instant;
  /** Something unusual about the file, as a sentence; "" if nothing. */
  note: string;
}

/**
 * Opens the database in memory, or a good copy if it is damaged.
 * @throws UserError EXIT.data if it cannot be used (another program's, newer, in use, damaged without a good copy); EXIT.io if
 *   it cannot be read
 */
export function openFile(dbpath: string, fs: Fs): Opened {
  try {
    const path = locate(dbpath, fs);
    if (path === undefined) return absent(dbpath, fs);
    refuseUnfinished(path, fs);
    const { bytes: image, stats, sums } = readWithSums(path, fs);
    const known = sums.some(({ hash }) => hash === image.hash);
    // Computed now: later the database writes to these bytes.
    const sum = {
      hash: image.hash,
      name: basename(path),
      changes: image.bytes.length < 28 ? 0 : changeCounter(image.bytes),
    };
    const opened = { image, path, stats, sums, sum, known };
    const found = known ? openTables(path, image) : examine(path, image, sums);
    if (found instanceof Sql) return { ...opened, sql: found, note: known || sums.length === 0 ? "" : ACCEPTED };
    return { ...opened, ...newestGood(path, image, sums, found.damage, fs) };
  } catch (error) {
    throw ioError(`cannot open the database ${dbpath}`, error);
  }
}

const ACCEPTED = "another program has changed it; its changes were accepted";

/** The real path; undefined: there is no file yet. */
function locate(dbpath: string, fs: Fs): string | undefined {
  if (fs.statSync(dbpath, { throwIfNoEntry: false })) return fs.realpathSync(dbpath);
  if (!fs.lstatSync(dbpath, { throwIfNoEntry: false })) return undefined;
  // A disk may not be mounted: a new file would hide the old one.
  throw new UserError(EXIT.io, [
    `${dbpath} is a link to ${fs.readlinkSync(dbpath)}, which does not exist. Restore it, or remove the link`,
  ]);
}

function absent(path: string, fs: Fs): Opened {
  refuseUnfinished(path, fs);
  fs.statSync(dirname(path));
  const [copy] = goodCopies(path, fs);
  const note = copy
    ? `does not exist, so a new one is made; there is a good copy of the old one, ${basename(copy.file)}`
    : "";
  const none = { image: undefined, stats: undefined, sum: undefined };
  return { sql: new Sql(blankDatabase()), path, ...none, sums: readSums(path, fs), known: false, note };
}

/** SQLite would roll the database back or forward with these files; sql.js sees only the database, which may be half-written. */
export function refuseUnfinished(path: string, fs: Fs): void {
  const beside = [`${path}-journal`, `${path}-wal`].find((file) => fs.statSync(file, { throwIfNoEntry: false }));
  if (beside === undefined) return;
  throw refusal(
    `there is a ${beside}: another program is writing to the database, or died while it was. ` +
      `If none is running, open the database once: sqlite3 '${path}' 'pragma integrity_check'`,
  );
}

interface Read {
  bytes: HashedImage;
  stats: Stats;
  sums: Sum[];
}

/** Commands without the lock may read while a run saves. It updates the hashes before and after the file, so read them twice. */
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
  if (length < image!.bytes.length) throw new UserError(EXIT.io, [`${file} changed while it was read. Run again`]);
  return Object.assign(image!, { hash: hashOf(image!.bytes) });
}

/** Examines a file whose bytes are not those that we wrote. */
function examine(path: string, image: Image, sums: Sum[]): Sql | { damage: string } {
  const { bytes } = image;
  if (bytes.length === 0) {
    throw refusal(
      `${path} is empty, so it is not a database. Restore it from a backup, or remove it to start with a new one`,
    );
  }
  const ours = sums.filter(({ name }) => name === basename(path));
  if (ours.length > 0 && !isWrittenByAnother(bytes, ours)) return { damage: "its bytes are not those that were saved" };
  refuseHeader(path, bytes);
  try {
    const sql = openTables(path, image);
    const [[problem] = ["no answer"]] = sql.all<[string]>("pragma integrity_check(1)");
    return problem === "ok" ? sql : { damage: problem };
  } catch (error) {
    if (error instanceof Error && /malformed|not a database|disk I\/O/.test(error.message))
      return { damage: error.message };
    throw error;
  }
}

/**
 * Whether another program wrote the file, or it was damaged. SQLite increments the change counter on each write, and since
 * 3.7 also stores it in bytes 92 to 95. Older versions leave these bytes alone: then something else must have changed too.
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

/** Opens the newest good copy instead. @throws UserError EXIT.data if there is none, or the file was never our database */
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
    const found = known ? openTables(file, image) : sums.length === 0 ? examine(file, image, []) : undefined;
    if (!(found instanceof Sql)) continue;
    if (!isPartOf(broken.bytes, image.bytes)) throw notOurs(path);
    const restoredFrom = Math.floor(fs.statSync(file).mtimeMs);
    const note = `damaged: ${damage}. The good copy ${basename(file)} is used instead`;
    return { sql: found, image, known, restoredFrom, note };
  }
  if (!isSqlite(broken.bytes)) throw notOurs(path);
  throw refusal(`${path} is damaged (${damage}), and there is no good copy beside it. Restore it from a backup`);
}

const BLOCK = 512;

/** Whether a damaged file was ever our database: it starts like one, or shares a block with the good copy. */
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

/** Also if the file is cut short within the magic. */
function isSqlite(bytes: Uint8Array): boolean {
  const begin = headerOf(bytes).toString("latin1", 0, MAGIC.length);
  return begin !== "" && MAGIC.startsWith(begin);
}

/** Opens the database. @throws UserError EXIT.data if its tables are not ours */
function openTables(path: string, image: Image): Sql {
  refuseHeader(path, image.bytes);
  const sql = new Sql(image.open());
  const blank = new Sql(blankDatabase());
  const problem = foreignReason(sql, blank);
  blank.database.close();
  if (problem === "") return sql;
  sql.database.close();
  throw refusal(`${path} ${problem}. ${ELSEWHERE}`);
}

/** Throws unless this is a database that sql.js can read. https://www.sqlite.org/fileformat2.html#the_database_header */
function refuseHeader(path: string, bytes: Uint8Array): void {
  const header = headerOf(bytes);
  if (header.length < 100 || !isSqlite(bytes)) throw notOurs(path);
  if (header[18] === 2 || header[19] === 2) {
    throw refusal(
      `${path} is in WAL mode, which cannot be read. Run: sqlite3 '${path}' 'pragma journal_mode = delete'`,
    );
  }
  if (header.readUInt32BE(56) > 1) throw refusal(`${path} is not ours: its text is not UTF-8. ${ELSEWHERE}`);
}

function headerOf(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(100, bytes.length));
}

const ELSEWHERE = "Set dbpath to another file";

function notOurs(path: string): UserError {
  return refusal(`${path} is not an SQLite database. ${ELSEWHERE}`);
}

function refusal(problem: string): UserError {
  return new UserError(EXIT.data, [problem]);
}
