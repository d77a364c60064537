// Which tables are in the database? docs/database.md says what each column means.
import type { Sql } from "./sql.ts";

/** Stored in `user_version`. A file with a higher number was written by a newer version of this program. */
export const VERSION = 1;

// SQLite parses the SQL of all tables when it opens a file. The predecessor's may be version 3.3 of 2006, so keep it simple.
const TABLES: Record<string, string> = {
  // The predecessor's table, unchanged.
  tgzs: `create table tgzs (nodepath text primary key, node text, dir text, date text, size real)`,
  dirs: `create table dirs (
    id integer primary key, node text, dir text, hub text, item text, zone text,
    unique (node, dir))`,
  // The stamp is part of the key (dir, name, stamp): if it is the time of the last change, an overwritten file is another
  // backup. Few files have the same stamp, so the index leaves out the name, which would double its size.
  files: `create table files (
    dir integer, name text, stamp text, at integer, bytes integer, exact integer, seen integer, gone integer);
    create index files_stamp on files (dir, stamp, gone)`,
  changes: `create table changes (
    dir integer, name text, stamp text, until integer, bytes integer, exact integer, gone integer,
    primary key (dir, name, stamp, until))`,
  collections: `create table collections (
    hub text, node text, at integer, ms integer, outcome text, reason text, tarballs integer, odd integer,
    example text, root text, free integer, total integer, locked text, clock integer,
    primary key (hub, node, at))`,
  layouts: `create table layouts (
    hub text, node text, at integer, layout text,
    primary key (hub, node, at))`,
  sidecars: `create table sidecars (
    dir integer, name text, stamp text, seen integer, bytes integer, md5 text,
    primary key (dir, name, stamp, seen))`,
  legacy: `create table legacy (waiting integer)`,
  damages: `create table damages (found integer primary key, kept text, copied integer, closed integer)`,
  incidents: `create table incidents (
    key text, opened integer, closed integer, told integer,
    primary key (key, opened))`,
};

/**
 * Why this database is not ours.
 * @param blank an empty database, in which our tables are created for comparison
 * @returns the reason; "" if it is ours or has no tables
 */
export function foreignReason(sql: Sql, blank: Sql): string {
  const version = versionOf(sql);
  if (version > VERSION) return `was written by a newer version of this program (table version ${version})`;
  const present = tablesOf(sql);
  if (present.length > 0 && !present.includes("tgzs")) return `is not ours: it has no table tgzs`;
  createTables(blank);
  const other = present.find((table) => table in TABLES && layout(sql, table) !== layout(blank, table));
  return other === undefined ? "" : `is not ours: its table ${other} has other columns`;
}

/** The version of the tables; 0: the predecessor's only. */
export function versionOf(sql: Sql): number {
  return sql.all<[number]>("pragma user_version")[0]![0];
}

/** Creates the tables that are missing, and sets the version. */
export function createTables(sql: Sql): void {
  const present = tablesOf(sql);
  for (const [table, create] of Object.entries(TABLES)) if (!present.includes(table)) sql.database.exec(create);
  sql.run(`pragma user_version = ${VERSION}`);
}

function tablesOf(sql: Sql): string[] {
  return sql.all<[string]>("select name from sqlite_master where type in ('table', 'view')").map(([name]) => name);
}

/** Name, type and place in the key of each column, sorted: the order of columns does not matter. */
function layout(sql: Sql, table: string): string {
  const columns = sql.all<[number, string, string, number, null, number]>(`pragma table_info(${table})`);
  return columns
    .map(([, name, type, , , key]) => `${name} ${type} ${key}`.toLowerCase())
    .sort()
    .join();
}
