// A store in one SQLite file, which the predecessor can still read and write.
import nodeFs from "node:fs";
import { ioError } from "../../errors.ts";
import type { Malformed } from "../../model.ts";
import type { Fs } from "../../replace.ts";
import { importLegacy } from "./import-legacy.ts";
import { beforeFile } from "./file/siblings.ts";
import { closeDamages, damageAt, recordDamage } from "./damage.ts";
import { openFile, type Opened } from "./file/open.ts";
import { history } from "./history.ts";
import { Image } from "./file/image.ts";
import { forgetOld, record } from "./record.ts";
import { type CurrentFile, save } from "./file/save.ts";
import { createTables, VERSION, versionOf } from "./schema.ts";
import type { Sql } from "./sql.ts";
import type { Retention, Owner, Store } from "../store.ts";
import { rename } from "./rename.ts";
import { rezone } from "./rezone.ts";

/**
 * Opens an SQLite file; see `OpenStore`. It need not exist, but its folder must.
 * @param fs the file system; tests pass one that fails
 */
export async function openSqlite(
  dbpath: string,
  owners: Owner[],
  retention: Retention,
  fs: Fs = nodeFs,
): Promise<Store> {
  const opened = openFile(dbpath, fs);
  const { sql, path, stats, sums, sum, restoredFrom } = opened;
  try {
    const current: CurrentFile = { path, stats, sums, good: restoredFrom === undefined ? sum : undefined, aside: [] };
    if (stats && versionOf(sql) < VERSION) current.aside.push(beforeFile(path, VERSION));
    createTables(sql);
    closeDamages(sql, path, retention.now, fs);
    if (restoredFrom !== undefined) current.aside.push(recordDamage(sql, path, retention.now, restoredFrom, fs));
    rezone(sql, owners);
    const malformed = importLegacy(sql, owners, opened);
    return sqliteStore(opened, current, owners, malformed, retention, fs);
  } catch (error) {
    sql.database.close();
    throw ioError(`cannot open the database ${dbpath}`, error);
  }
}

function sqliteStore(
  { sql, image, restoredFrom, note }: Opened,
  initial: CurrentFile,
  owners: Owner[],
  malformed: Malformed,
  retention: Retention,
  fs: Fs,
): Store {
  let current = initial;
  // Imported rows alone are no reason to write the file: they would be imported again. A damaged file is.
  let changed = restoredFrom !== undefined;
  return {
    malformed,
    note,
    async record(visit) {
      record(sql, visit, owners);
      changed = true;
    },
    async history(hub, node, asOf) {
      return { ...history(sql, hub, node, asOf), ...damageAt(sql, asOf) };
    },
    async rename(kind, from, to) {
      const renamed = rename(sql, kind, from, to);
      changed ||= renamed.backups > 0 || renamed.collections > 0;
      return renamed;
    },
    async save() {
      if (!changed) return;
      forgetOld(sql);
      refuseBroken(sql);
      current = save(current, Image.exported(sql.database, image), retention, fs);
      changed = false;
    },
    async close() {
      sql.database.close();
    },
  };
}

/** Memory can be faulty, too. */
function refuseBroken(sql: Sql): void {
  const [[problem] = ["no answer"]] = sql.all<[string]>("pragma quick_check(1)");
  if (problem !== "ok") throw new Error(`the database in memory is corrupt and was not saved: ${problem}`);
}
