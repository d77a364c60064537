// How is the file replaced? Whole or not at all: it holds the only history of backups that were purged long ago.
import { constants, type Stats } from "node:fs";
import { basename, dirname } from "node:path";
import { EXIT, ioError, UserError } from "../../../errors.ts";
import { attempt, type Fs, replaceFile, syncFolder } from "../../../replace.ts";
import { goodCopies, goodFile } from "./siblings.ts";
import type { Keep } from "../../store.ts";
import { refuseUnfinished } from "./open.ts";
import { type Sum, sumOf, writeSums } from "./sums.ts";

/** The file that will be replaced. */
export interface Present {
  path: string;
  /** As it was read; undefined: there is none. */
  stats: Stats | undefined;
  /** As they stand beside it. */
  sums: Sum[];
  /** Its own, if it may serve as a good copy. */
  good: Sum | undefined;
  /** Names under which it is kept for good: it is damaged, or its tables are of an older version. */
  aside: string[];
}

/**
 * Replaces the file and rotates its good copies; it keeps its mode and, if we may, its owner.
 * @returns the file as it is now
 * @throws UserError if that fails, or another program has written it meanwhile: then the old file is as it was
 */
export function save(present: Present, bytes: Uint8Array, keep: Keep, fs: Fs): Present {
  const { path } = present;
  try {
    refuseUnfinished(path, fs);
    refuseChanged(present, fs);
    return replace(present, bytes, keep, fs);
  } catch (error) {
    throw ioError(`cannot write ${path}`, error);
  }
}

/** What another program wrote while we were at work may be all that is known of a backup. */
function refuseChanged({ path, stats }: Present, fs: Fs): void {
  const now = fs.statSync(path, { throwIfNoEntry: false });
  if (now?.ino === stats?.ino && now?.size === stats?.size && now?.mtimeMs === stats?.mtimeMs) return;
  throw new UserError(EXIT.io, [
    `${path} was changed by another program meanwhile, so nothing was saved. Run again when it is done`,
  ]);
}

function replace({ path, stats, sums, ...present }: Present, bytes: Uint8Array, keep: Keep, fs: Fs): Present {
  const [mode, owner] = [(stats?.mode ?? 0o644) & 0o7777, stats];
  const coming = sumOf(path, bytes);
  const goodAs = goodFile(path, Math.min(stats?.mtimeMs ?? keep.now, keep.now));
  const good = { ...(present.good ?? coming), name: basename(goodAs) };
  writeSums(path, [...sums, ...(present.good ? [present.good] : []), good, coming], mode, fs);

  for (const file of present.aside)
    if (!fs.statSync(file, { throwIfNoEntry: false })) giveName(keepBeside(path, file, fs), file, fs);
  const kept = present.good ? keepBeside(path, goodAs, fs) : undefined;
  try {
    syncFolder(dirname(path), fs);
    replaceFile(path, bytes, { temp: `${path}.saving`, mode, owner, durable: true }, fs);
    if (kept !== undefined) giveName(kept, goodAs, fs);
  } catch (error) {
    attempt(() => kept !== undefined && fs.rmSync(kept, { force: true }));
    throw error;
  }
  // After the first save there would be no good copy until the next one.
  if (goodCopies(path, fs).length === 0)
    replaceFile(goodAs, bytes, { temp: `${goodAs}.saving`, mode, owner, durable: true }, fs);

  const [copies, old] = rotate(path, keep, fs);
  const known = [good, ...sums];
  const now = [coming, ...copies.flatMap((file) => known.find(({ name }) => name === basename(file)) ?? [])];
  writeSums(path, now, mode, fs);
  for (const file of old) fs.rmSync(file, { force: true });
  return { path, stats: fs.statSync(path), sums: now, good: coming, aside: [] };
}

/** Under a temporary name: a second name of the same bytes, or a copy of them where there are no hard links. */
function keepBeside(path: string, file: string, fs: Fs): string {
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

function giveName(temp: string, file: string, fs: Fs): void {
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

/** Which good copies stay (the newest always does), and which are older than `keepMs`. */
function rotate(path: string, { now, keepMs }: Keep, fs: Fs): [stay: string[], old: string[]] {
  const copies = goodCopies(path, fs);
  const old = copies.filter(({ day }, nth) => nth > 0 && day < now - keepMs);
  return [copies.filter((copy) => !old.includes(copy)).map(({ file }) => file), old.map(({ file }) => file)];
}
