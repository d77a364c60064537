// Reads database files without the program's own code, and without sqlite3, which Debian does not install by default.
import { readFileSync } from "node:fs";
import initSqlJs from "sql.js";

const SQL = await initSqlJs();

/** The rows as `sqlite3 FILE QUERY` prints them: one line each, with `|` between columns. */
export function query(file: string, sql: string): string {
  const database = new SQL.Database(readFileSync(file));
  const rows = database.exec(sql)[0]?.values ?? [];
  database.close();
  return rows.map((row) => row.map((value) => String(value ?? "")).join("|")).join("\n");
}
