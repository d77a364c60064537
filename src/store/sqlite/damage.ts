// Was the database damaged? It is told until somebody removes the damaged file, which is kept aside.
import { basename, dirname, join } from "node:path";
import type { Damage, Instant } from "../../model.ts";
import type { Fs } from "../../replace.ts";
import { damagedFile, damagedFiles } from "./file/siblings.ts";
import type { Sql } from "./sql.ts";

/**
 * Records that a good copy has taken the place of the file.
 * @param copiedAt when that copy was written
 * @returns the name under which the damaged file is to be kept
 */
export function recordDamage(sql: Sql, path: string, now: Instant, copiedAt: Instant, fs: Fs): string {
  const { ino } = fs.statSync(path);
  // A run that was killed may have kept it already.
  const file = damagedFiles(path, fs).find((kept) => fs.statSync(kept).ino === ino) ?? damagedFile(path, now);
  sql.run("insert or replace into damages (found, kept, copied) values (?, ?, ?)", now, basename(file), copiedAt);
  return file;
}

/** Closes those whose damaged file is no longer there. */
export function closeDamages(sql: Sql, path: string, now: Instant, fs: Fs): void {
  for (const [found, kept] of sql.all<[Instant, string]>("select found, kept from damages where closed is null"))
    if (!fs.statSync(join(dirname(path), kept), { throwIfNoEntry: false }))
      sql.run("update damages set closed = ? where found = ?", now, found);
}

/** What a history says of it, as of an instant. */
export function damageAt(sql: Sql, asOf: Instant): { damage?: Damage } {
  const [row] = sql.all<[Instant, Instant, string]>(
    "select found, copied, kept from damages where found <= ? and coalesce(closed > ?, 1) order by found desc limit 1",
    ...[asOf, asOf],
  );
  return row ? { damage: { at: row[0], copiedAt: row[1], keptAs: row[2] } } : {};
}
