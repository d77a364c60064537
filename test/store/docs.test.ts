// docs/database.md describes all that is in the file, and its queries work.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { describe, it } from "node:test";
import initSqlJs from "sql.js";
import { createTables } from "../../src/store/sqlite/schema.ts";
import { Sql } from "../../src/store/sqlite/sql.ts";

const manual = readFileSync(new URL("../../docs/database.md", import.meta.url), "utf8");

describe("docs/database.md", async () => {
  const { Database } = await initSqlJs();
  const sql = new Sql(new Database());
  createTables(sql);

  it("names every table and every column", () => {
    const tables = sql.all<[string]>("select name from sqlite_master where type = 'table'").map(([name]) => name);
    const columns = tables.flatMap((table) =>
      sql.all<[number, string]>(`pragma table_info(${table})`).map(([, column]) => column),
    );
    const words = new Set(manual.match(/\w+/g));
    assert.deepEqual(
      [...tables, ...columns].filter((name) => !words.has(name)),
      [],
    );
  });

  for (const [, query] of manual.matchAll(/```sql\n(.*?)```/gs)) {
    it(`has a query that works: ${query!.split("\n")[0]!}`, () => assert.deepEqual(sql.all(query!), []));
  }
});
