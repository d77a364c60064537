// Was the database damaged? Said until the file that was kept aside is taken away: then somebody has seen to it.
import { basename, dirname, join } from "node:path";
import type { Damage, Instant } from "../model.ts";
import type { Fs } from "../replace.ts";
import { damagedFile, damagedFiles } from "./beside.ts";
import type { Sql } from "./sql.ts";

/** Writes down that a copy has taken its place; under which name the damaged file is to be kept. */
export function recordDamage(sql: Sql, path: string, now: Instant, copiedAt: Instant, fs: Fs): string {
  const { ino } = fs.statSync(path);
  // A run that was killed may have kept it already.
  const file = damagedFiles(path, fs).find((kept) => fs.statSync(kept).ino === ino) ?? damagedFile(path, now);
  sql.run("insert or replace into damages (found, kept, copied) values (?, ?, ?)", now, basename(file), copiedAt);
  return file;
}

export function closeDamages(sql: Sql, path: string, now: Instant, fs: Fs): void {
  for (const [found, kept] of sql.all<[Instant, string]>("select found, kept from damages where closed is null"))
    if (!fs.statSync(join(dirname(path), kept), { throwIfNoEntry: false }))
      sql.run("update damages set closed = ? where found = ?", now, found);
}

/** Of a history. */
export function damageAt(sql: Sql, asOf: Instant): { damage?: Damage } {
  const [row] = sql.all<[Instant, Instant, string]>(
    "select found, copied, kept from damages where found <= ? and coalesce(closed > ?, 1) order by found desc limit 1",
    ...[asOf, asOf],
  );
  return row ? { damage: { at: row[0], copiedAt: row[1], keptAs: row[2] } } : {};
}
