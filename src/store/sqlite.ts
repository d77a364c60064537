// The memory of the program: one SQLite file, which the predecessor can still read and write.
import nodeFs from "node:fs";
import { ioError } from "../errors.ts";
import type { Malformed } from "../model.ts";
import type { Fs } from "../replace.ts";
import { adopt } from "./adopt.ts";
import { beforeFile } from "./beside.ts";
import { closeDamages, damageAt, recordDamage } from "./damage.ts";
import { openFile, type Opened } from "./file.ts";
import { history } from "./history.ts";
import { Image } from "./image.ts";
import { forgetOld, record } from "./record.ts";
import { type Keep, type Present, save } from "./save.ts";
import { createTables, VERSION, versionOf } from "./schema.ts";
import type { Sql } from "./sql.ts";
import type { Owner, Store } from "./store.ts";
import { rezone } from "./zone.ts";

/** The file need not exist, its folder must. `owners`: every hub whose database this is. Nothing is written before `save`. */
export async function openStore(dbpath: string, owners: Owner[], keep: Keep, fs: Fs = nodeFs): Promise<Store> {
  const opened = openFile(dbpath, fs);
  const { sql, path, stats, sums, sum, restoredFrom } = opened;
  try {
    const present: Present = { path, stats, sums, good: restoredFrom === undefined ? sum : undefined, aside: [] };
    if (stats && versionOf(sql) < VERSION) present.aside.push(beforeFile(path, VERSION));
    createTables(sql);
    closeDamages(sql, path, keep.now, fs);
    if (restoredFrom !== undefined) present.aside.push(recordDamage(sql, path, keep.now, restoredFrom, fs));
    rezone(sql, owners);
    const malformed = adopt(sql, owners, opened);
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
  // What was adopted would be adopted again: only a visit is worth writing the file, or that it was damaged.
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

/** Memory too can go wrong. */
function refuseBroken(sql: Sql): void {
  const [[problem] = ["no answer"]] = sql.all<[string]>("pragma quick_check(1)");
  if (problem !== "ok") throw new Error(`the database in memory is not whole, so it was not saved: ${problem}`);
}
