// What if a hub's time zone is corrected in site.cnf? The stamps in its paths are read anew.
import type { Instant } from "../../model.ts";
import { raw } from "../../text.ts";
import { instant, stampOf } from "../../time.ts";
import { type FileKey, THIS_FILE } from "./files.ts";
import type { Sql } from "./sql.ts";
import type { Owner } from "../store.ts";

/** Reads anew the stamps of every folder whose zone, in `dirs.zone`, is not its hub's any more. */
export function rezone(sql: Sql, owners: Owner[]): void {
  sql.transaction(() => {
    for (const { hub, timezone } of owners) {
      const dirs = sql.all<[number]>("select id from dirs where hub = ? and zone <> ?", hub, timezone);
      for (const [dir] of dirs) {
        const files = sql.all<[Uint8Array, string, Instant]>(
          "select cast(name as blob), stamp, at from files where dir = ? order by at",
          dir,
        );
        // Change each stamp before another takes its place.
        if (files.some(([, stamp, at]) => stampOf(at, timezone) > stamp)) files.reverse();
        for (const [name, stamp, at] of files) rezoneFile(sql, [dir, name, stamp], raw(name), at, timezone);
        sql.run("update dirs set zone = ? where id = ?", timezone, dir);
      }
    }
  });
}

/** A stamp in the path is civil time: its instant was wrong. A time of change, or a path with a `Z`: only the stamp was. */
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

/** Whether the stamp is in the path, the whole of it or, at midnight, the day alone. */
function isIn(name: string, stamp: string): boolean {
  const [said, time] = [name, stamp].map((text) => text.replace(/\D/g, "")) as [string, string];
  return said.includes(time) || (time.endsWith("000000") && said.includes(time.slice(0, 8)));
}
