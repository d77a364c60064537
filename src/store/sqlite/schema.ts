// Which tables are in the database? docs/database.md says what each column means.
import type { Sql } from "./sql.ts";

/** In `user_version`; a file with a higher number was written by a newer program. */
export const VERSION = 1;

// Old programs read every table's text when they open the file, so an SQLite of 2006 (3.3) must be able to parse it.
const TABLES: Record<string, string> = {
  // The legacy program's, as it is.
  tgzs: `create table tgzs (nodepath text primary key, node text, dir text, date text, size real)`,
  dirs: `create table dirs (
    id integer primary key, node text, dir text, hub text, item text, zone text,
    unique (node, dir))`,
  // The stamp is of the key (dir, name, stamp): where it is the time of the last change, a file written over is another
  // backup. Two files of one stamp are few, so the index leaves out the name, which would make it twice as large.
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
 * Whether the file is another program's.
 * @param blank an empty database, in which our tables are made to compare
 * @returns why, in words; "": it is ours, or has no table at all
 */
export function foreign(sql: Sql, blank: Sql): string {
  const version = versionOf(sql);
  if (version > VERSION) return `was written by a newer version of this program (its tables are of version ${version})`;
  const present = tablesOf(sql);
  if (present.length > 0 && !present.includes("tgzs")) return `is not ours: it has no table tgzs`;
  createTables(blank);
  const other = present.find((table) => table in TABLES && layout(sql, table) !== layout(blank, table));
  return other === undefined ? "" : `is not ours: its table ${other} has other columns`;
}

export function versionOf(sql: Sql): number {
  return sql.all<[number]>("pragma user_version")[0]![0];
}

export function createTables(sql: Sql): void {
  const present = tablesOf(sql);
  for (const [table, create] of Object.entries(TABLES)) if (!present.includes(table)) sql.database.exec(create);
  sql.run(`pragma user_version = ${VERSION}`);
}

function tablesOf(sql: Sql): string[] {
  return sql.all<[string]>("select name from sqlite_master where type in ('table', 'view')").map(([name]) => name);
}

/** Name, type and place in the key of each column, sorted: files have them in any order. */
function layout(sql: Sql, table: string): string {
  const columns = sql.all<[number, string, string, number, null, number]>(`pragma table_info(${table})`);
  return columns
    .map(([, name, type, , , key]) => `${name} ${type} ${key}`.toLowerCase())
    .sort()
    .join();
}
