// What if a hub's time zone is corrected in site.cnf? Then the stamps it wrote are read anew.
import { instant } from "../time.ts";
import { THIS_FILE } from "./record.ts";
import type { Sql } from "./sql.ts";
import type { Owner } from "./store.ts";

/** `dirs.zone` tells in which zone a folder's stamps were read. */
export function rezone(sql: Sql, owners: Owner[]): void {
  sql.transaction(() => {
    for (const { hub, timezone } of owners) {
      const dirs = sql.all<[number]>("select id from dirs where hub = ? and zone <> ?", hub, timezone);
      for (const [dir] of dirs) {
        const files = sql.all<[Uint8Array, string]>("select cast(name as blob), stamp from files where dir = ?", dir);
        for (const [name, stamp] of files) {
          const at = instant(stamp, timezone);
          if (at !== undefined) sql.run(`update files set at = ? where ${THIS_FILE}`, at, dir, name, stamp);
        }
        sql.run("update dirs set zone = ? where id = ?", timezone, dir);
      }
    }
  });
}
