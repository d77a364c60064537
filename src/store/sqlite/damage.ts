// Was the database damaged? It is reported until somebody removes the damaged file, which is kept.
import { basename, dirname, join } from "node:path";
import type { Damage, Instant } from "../../model.ts";
import type { Fs } from "../../replace.ts";
import { damagedFile, damagedFiles } from "./file/siblings.ts";
import type { Sql } from "./sql.ts";

/**
 * Records that the file was damaged and replaced by a good copy.
 * @param copiedAt when that copy was written
 * @returns the path at which to keep the damaged file
 */
export function recordDamage(sql: Sql, path: string, now: Instant, copiedAt: Instant, fs: Fs): string {
  const { ino } = fs.statSync(path);
  // A killed run may have kept it already.
  const file = damagedFiles(path, fs).find((kept) => fs.statSync(kept).ino === ino) ?? damagedFile(path, now);
  sql.run("insert or replace into damages (found, kept, copied) values (?, ?, ?)", now, basename(file), copiedAt);
  return file;
}

/** Closes the cases whose damaged file has been removed. */
export function closeDamages(sql: Sql, path: string, now: Instant, fs: Fs): void {
  for (const [found, kept] of sql.all<[Instant, string]>("select found, kept from damages where closed is null"))
    if (!fs.statSync(join(dirname(path), kept), { throwIfNoEntry: false }))
      sql.run("update damages set closed = ? where found = ?", now, found);
}

/** The damage that was known and not closed at an instant. */
export function damageAt(sql: Sql, asOf: Instant): { damage?: Damage } {
  const [row] = sql.all<[Instant, Instant, string]>(
    "select found, copied, kept from damages where found <= ? and coalesce(closed > ?, 1) order by found desc limit 1",
    ...[asOf, asOf],
  );
  return row ? { damage: { at: row[0], copiedAt: row[1], keptAs: row[2] } } : {};
}
