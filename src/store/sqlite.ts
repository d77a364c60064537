// The memory of the program: one SQLite file, which the predecessor can still read and write.
import initSqlJs from "sql.js";
import type { Store, Owner } from "./store.ts";
import { adopt } from "./adopt.ts";
import { damaged, readDatabase, refuseForeign } from "./file.ts";
import { history } from "./history.ts";
import { record } from "./record.ts";
import { save } from "./save.ts";
import { createTables, foreign } from "./schema.ts";
import { Sql } from "./sql.ts";
import { rezone } from "./zone.ts";

/** The file need not exist, its folder must. `owners`: every hub whose database this is. */
export async function openStore(dbpath: string, owners: Owner[]): Promise<Store> {
  const { path, bytes, mtime } = readDatabase(dbpath);
  const { Database } = await initSqlJs();
  const sql = new Sql(new Database(bytes));
  try {
    const blank = new Sql(new Database());
    const why = foreign(sql, blank);
    blank.database.close();
    if (why !== "") throw refuseForeign(path, why);
    createTables(sql);
    rezone(sql, owners);
    const odd = adopt(sql, owners, mtime);
    return sqliteStore(sql, path, owners, odd);
  } catch (error) {
    sql.database.close();
    throw damaged(path, error);
  }
}

function sqliteStore(sql: Sql, path: string, owners: Owner[], odd: Store["odd"]): Store {
  // What was adopted would be adopted again: only a visit is worth writing the file.
  let recorded = false;
  return {
    odd,
    async record(visit) {
      record(sql, visit, owners);
      recorded = true;
    },
    async history(hub, node, asOf) {
      return history(sql, hub, node, asOf);
    },
    async save() {
      if (!recorded) return;
      save(path, sql.database.export());
      recorded = false;
    },
    async close() {
      sql.database.close();
    },
  };
}
