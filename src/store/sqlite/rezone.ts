// What happens if a hub's time zone is corrected in site.cnf? The stamps in its paths are read again.
import type { Instant } from "../../model.ts";
import { raw } from "../../text.ts";
import { instant, stampOf } from "../../time.ts";
import { type FileKey, THIS_FILE } from "./files.ts";
import type { Sql } from "./sql.ts";
import type { Owner } from "../store.ts";

/** Reads the stamps of each folder again whose zone (`dirs.zone`) is no longer that of its hub. */
export function rezone(sql: Sql, owners: Owner[]): void {
  sql.transaction(() => {
    for (const { hub, timezone } of owners) {
      const dirs = sql.all<[number]>("select id from dirs where hub = ? and zone <> ?", hub, timezone);
      for (const [dir] of dirs) {
        const files = sql.all<[Uint8Array, string, Instant]>(
          "select cast(name as blob), stamp, at from files where dir = ? order by at",
          dir,
        );
        // In this order no stamp is changed to one that another row still has.
        if (files.some(([, stamp, at]) => stampOf(at, timezone) > stamp)) files.reverse();
        for (const [name, stamp, at] of files) rezoneFile(sql, [dir, name, stamp], raw(name), at, timezone);
        sql.run("update dirs set zone = ? where id = ?", timezone, dir);
      }
    }
  });
}

/** If the stamp is civil time in the path, its instant was wrong. If it is a time of change, or has a `Z`, only the stamp was. */
function rezoneFile(sql: Sql, key: FileKey, name: string, at: Instant, zone: string): void {
  const [dir, bytes, stamp] = key;
  if (isIn(name, stamp)) {
    sql.run(`update files set at = ? where ${THIS_FILE}`, instant(stamp, zone) ?? at, ...key);
    return;
  }
  const shown = stampOf(at, zone);
  for (const table of ["files", "changes", "sidecars"])
    sql.run(`update ${table} set stamp = ? where ${THIS_FILE}`, shown, ...key);
  sql.run(
    "update tgzs set date = ? where date = ? and nodepath = " +
      "(select node || ':' || dir || cast(? as text) from dirs where id = ?)",
    ...[shown, stamp, bytes, dir],
  );
}

/** Whether the stamp is in the path: all of it or, if it is midnight, just the day. */
function isIn(name: string, stamp: string): boolean {
  const [said, time] = [name, stamp].map((text) => text.replace(/\D/g, "")) as [string, string];
  return said.includes(time) || (time.endsWith("000000") && said.includes(time.slice(0, 8)));
}
