// How is the database file replaced? All or nothing: it has the only history of backups that were purged long ago.
import { constants, type Stats } from "node:fs";
import { basename, dirname } from "node:path";
import { EXIT, ioError, UserError } from "../../../errors.ts";
import { attempt, type Fs, replaceFile, syncFolder } from "../../../replace.ts";
import { goodCopies, goodFile } from "./siblings.ts";
import type { Retention } from "../../store.ts";
import { refuseUnfinished } from "./open.ts";
import { type Sum, sumOf, writeSums } from "./sums.ts";

/** The file that will be replaced. */
export interface CurrentFile {
  path: string;
  /** From when it was read; undefined: there is no file yet. */
  stats: Stats | undefined;
  /** The hashes in the file beside it. */
  sums: Sum[];
  /** Its own hash, if it can serve as a good copy. */
  good: Sum | undefined;
  /** Files as which it will also be kept for ever, because it is damaged or has tables of an older version. */
  aside: string[];
}

/**
 * Replaces the file and rotates its good copies. Keeps its mode and, if permitted, its owner.
 * @returns the new file
 * @throws UserError EXIT.io if that fails or another program has written the file meanwhile; then the old file is unchanged
 */
export function save(current: CurrentFile, bytes: Uint8Array, retention: Retention, fs: Fs): CurrentFile {
  const { path } = current;
  try {
    refuseUnfinished(path, fs);
    refuseChanged(current, fs);
    return replace(current, bytes, retention, fs);
  } catch (error) {
    throw ioError(`cannot write ${path}`, error);
  }
}

/** What another program has written in the meantime may be all that is known of a backup. */
function refuseChanged({ path, stats }: CurrentFile, fs: Fs): void {
  const now = fs.statSync(path, { throwIfNoEntry: false });
  if (now?.ino === stats?.ino && now?.size === stats?.size && now?.mtimeMs === stats?.mtimeMs) return;
  throw new UserError(EXIT.io, [
    `another program changed ${path} in the meantime, so nothing was saved. Run again when it has finished`,
  ]);
}

function replace(
  { path, stats, sums, ...current }: CurrentFile,
  bytes: Uint8Array,
  retention: Retention,
  fs: Fs,
): CurrentFile {
  const [mode, owner] = [(stats?.mode ?? 0o644) & 0o7777, stats];
  const newSum = sumOf(path, bytes);
  const goodAs = goodFile(path, Math.min(stats?.mtimeMs ?? retention.now, retention.now));
  const good = { ...(current.good ?? newSum), name: basename(goodAs) };
  writeSums(path, [...sums, ...(current.good ? [current.good] : []), good, newSum], mode, fs);

  for (const file of current.aside)
    if (!fs.statSync(file, { throwIfNoEntry: false })) renameTemp(linkOrCopy(path, file, fs), file, fs);
  const newGood = current.good ? linkOrCopy(path, goodAs, fs) : undefined;
  try {
    syncFolder(dirname(path), fs);
    replaceFile(path, bytes, { temp: `${path}.saving`, mode, owner, durable: true }, fs);
    if (newGood !== undefined) renameTemp(newGood, goodAs, fs);
  } catch (error) {
    attempt(() => newGood !== undefined && fs.rmSync(newGood, { force: true }));
    throw error;
  }
  // Otherwise there would be no good copy between the first save and the second.
  if (goodCopies(path, fs).length === 0)
    replaceFile(goodAs, bytes, { temp: `${goodAs}.saving`, mode, owner, durable: true }, fs);

  const [copies, old] = rotate(path, retention, fs);
  const known = [good, ...sums];
  const now = [newSum, ...copies.flatMap((file) => known.find(({ name }) => name === basename(file)) ?? [])];
  writeSums(path, now, mode, fs);
  for (const file of old) fs.rmSync(file, { force: true });
  return { path, stats: fs.statSync(path), sums: now, good: newSum, aside: [] };
}

/** Makes a hard link to the file, or a copy if there are no hard links, under a temporary name. @returns that name */
function linkOrCopy(path: string, file: string, fs: Fs): string {
  const temp = `${file}.saving`;
  fs.rmSync(temp, { force: true });
  try {
    fs.linkSync(path, temp);
  } catch (error) {
    if (!["EPERM", "ENOTSUP", "EOPNOTSUPP", "ENOSYS", "EMLINK"].includes((error as NodeJS.ErrnoException).code!))
      throw error;
    copy(path, temp, fs);
  }
  return temp;
}

function renameTemp(temp: string, file: string, fs: Fs): void {
  try {
    fs.renameSync(temp, file);
  } catch (error) {
    attempt(() => fs.rmSync(temp, { force: true }));
    throw error;
  }
}

function copy(path: string, to: string, fs: Fs): void {
  fs.copyFileSync(path, to, constants.COPYFILE_EXCL);
  const fd = fs.openSync(to, "r+");
  try {
    fs.fsyncSync(fd);
  } finally {
    fs.closeSync(fd);
  }
}

/** The good copies to keep (always the newest), and those older than `keepMs`. */
function rotate(path: string, { now, keepMs }: Retention, fs: Fs): [kept: string[], old: string[]] {
  const copies = goodCopies(path, fs);
  const old = copies.filter(({ day }, nth) => nth > 0 && day < now - keepMs);
  return [copies.filter((copy) => !old.includes(copy)).map(({ file }) => file), old.map(({ file }) => file)];
}
