// The store in one SQLite file, which the legacy program can still read and write.
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
import { type Present, save } from "./file/save.ts";
import { createTables, VERSION, versionOf } from "./schema.ts";
import type { Sql } from "./sql.ts";
import type { Keep, Owner, Store } from "../store.ts";
import { rename } from "./rename.ts";
import { rezone } from "./rezone.ts";

/**
 * Opens a file, which need not exist, in a folder that must. See `OpenStore`.
 * @param fs the file system, so that a test can let it fail
 */
export async function openSqlite(dbpath: string, owners: Owner[], keep: Keep, fs: Fs = nodeFs): Promise<Store> {
  const opened = openFile(dbpath, fs);
  const { sql, path, stats, sums, sum, restoredFrom } = opened;
  try {
    const present: Present = { path, stats, sums, good: restoredFrom === undefined ? sum : undefined, aside: [] };
    if (stats && versionOf(sql) < VERSION) present.aside.push(beforeFile(path, VERSION));
    createTables(sql);
    closeDamages(sql, path, keep.now, fs);
    if (restoredFrom !== undefined) present.aside.push(recordDamage(sql, path, keep.now, restoredFrom, fs));
    rezone(sql, owners);
    const malformed = importLegacy(sql, owners, opened);
    return sqliteStore(opened, present, owners, malformed, keep, fs);
  } catch (error) {
    sql.database.close();
    throw ioError(`cannot open the database ${dbpath}`, error);
  }
}

function sqliteStore(
  { sql, image, restoredFrom, note }: Opened,
  standing: Present,
  owners: Owner[],
  malformed: Malformed,
  keep: Keep,
  fs: Fs,
): Store {
  let present = standing;
  // What was imported would be imported again: the file is written for a visit only, or since it was damaged.
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
      present = save(present, Image.exported(sql.database, image), keep, fs);
      changed = false;
    },
    async close() {
      sql.database.close();
    },
  };
}

/** Memory can go wrong, too. */
function refuseBroken(sql: Sql): void {
  const [[problem] = ["no answer"]] = sql.all<[string]>("pragma quick_check(1)");
  if (problem !== "ok") throw new Error(`the database in memory is not whole, so it was not saved: ${problem}`);
}
