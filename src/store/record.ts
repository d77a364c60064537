// What does a visit change? New tarballs, sizes, what is gone, what is back; and one line in the list of collections.
import type { Result, Tarball, Visit } from "../model.ts";
import { raw } from "../text.ts";
import { DAY } from "../time.ts";
import { MIB } from "../units.ts";
import { bind, type Row, type Sql } from "./sql.ts";
import type { Owner } from "./store.ts";

const KEPT = 400 * DAY;

export function record(sql: Sql, visit: Visit, owners: Owner[]): void {
  sql.transaction(() => {
    for (const result of visit.results) {
      if (result.outcome === "ok") {
        const zone = owners.find(({ hub }) => hub === result.hub)?.timezone ?? "";
        recordTarballs(sql, visit, result, zone);
      }
      recordCollection(sql, visit, result);
    }
  });
}

function recordTarballs(sql: Sql, { node, at }: Visit, { hub, tarballs }: Result, zone: string): void {
  const dirs = dirsOf(sql, node);
  const listed = new Set<string>();
  for (const tarball of tarballs) {
    const dir = dirs.get(tarball.dir) ?? { id: addDir(sql, node, hub, tarball, zone), hub, item: tarball.item };
    dirs.set(tarball.dir, dir);
    if (dir.hub !== hub || dir.item !== tarball.item) {
      // What was known before was a guess from the path alone.
      sql.run("update dirs set hub = ?, item = ? where id = ?", hub, tarball.item, dir.id);
      Object.assign(dir, { hub, item: tarball.item });
    }
    listed.add(identity(tarball.path, tarball.stamp));
    recordTarball(sql, node, at, dir.id, tarball);
  }
  for (const [path, dir] of dirs) if (dir.hub === hub) recordGone(sql, at, dir.id, path, listed);
}

interface Dir {
  id: number;
  hub: string;
  item: string;
}

function dirsOf(sql: Sql, node: string): Map<string, Dir> {
  const rows = sql.all<[number, Uint8Array, string, string]>(
    "select id, cast(dir as blob), hub, item from dirs where node = ?",
    node,
  );
  return new Map(rows.map(([id, dir, hub, item]) => [raw(dir), { id, hub, item }]));
}

/** The folder's number. */
function addDir(sql: Sql, node: string, hub: string, { dir, item }: Tarball, zone: string): number {
  sql.run(
    "insert into dirs (node, dir, hub, item, zone) values (?, cast(? as text), ?, ?, ?)",
    node,
    bind(dir),
    hub,
    item,
    zone,
  );
  return sql.all<[number]>("select last_insert_rowid()")[0]![0];
}

function recordTarball(sql: Sql, node: string, at: number, dir: number, tarball: Tarball): void {
  const { stamp } = tarball;
  const name = bind(tarball.path.slice(tarball.dir.length));
  const [known] = sql.all<[number, number, number | null]>(
    `select bytes, exact, gone from files where ${THIS_FILE}`,
    ...[dir, name, stamp],
  );
  if (!known) {
    sql.run(
      "insert into files (dir, name, stamp, at, bytes, exact, seen) values (?, cast(? as text), ?, ?, ?, 1, ?)",
      ...[dir, name, stamp, tarball.at, tarball.bytes, at],
    );
    recordTgz(sql, node, tarball);
    return;
  }
  const [bytes, exact, gone] = known;
  if (bytes === tarball.bytes && exact === 1 && gone === null) return;
  keepState(sql, [dir, name, stamp], at);
  sql.run(
    `update files set bytes = ?, exact = 1, gone = null where ${THIS_FILE}`,
    ...[tarball.bytes, dir, name, stamp],
  );
  if (bytes !== tarball.bytes || exact === 0) recordTgz(sql, node, tarball);
}

/** What a file's row says now holds for every instant before `until`. */
export function keepState(sql: Sql, key: FileKey, until: number): void {
  sql.run(
    "insert or replace into changes (dir, name, stamp, until, bytes, exact, gone) " +
      `select dir, name, stamp, ?, bytes, exact, gone from files where ${THIS_FILE}`,
    ...[until, ...key],
  );
}

/** The key of `files`, and the condition that takes it. */
export type FileKey = [dir: number, name: Row[0], stamp: string];
export const THIS_FILE = "dir = ? and name = cast(? as text) and stamp = ?";

function recordTgz(sql: Sql, node: string, { path, dir, stamp, bytes }: Tarball): void {
  sql.run(
    "insert or replace into tgzs (nodepath, node, dir, date, size) values (cast(? as text), ?, cast(? as text), ?, ?)",
    ...[bind(`${node}:${path}`), node, bind(dir), stamp, bytes / MIB],
  );
}

function recordGone(sql: Sql, at: number, dir: number, path: string, listed: Set<string>): void {
  const held = sql.all<[Uint8Array, string]>(
    "select cast(name as blob), stamp from files where dir = ? and gone is null",
    dir,
  );
  for (const [name, stamp] of held) {
    if (listed.has(identity(path + raw(name), stamp))) continue;
    sql.run(`update files set gone = ? where ${THIS_FILE}`, at, dir, name, stamp);
  }
}

/** No path holds a NUL. */
function identity(path: string, stamp: string): string {
  return `${path}\0${stamp}`;
}

function recordCollection(sql: Sql, { node, at, ms }: Visit, result: Result): void {
  const { hub, outcome, reason, tarballs, odd, root } = result;
  sql.run(
    "insert or replace into collections (hub, node, at, ms, outcome, reason, tarballs, odd, example, root) " +
      "values (?, ?, ?, ?, ?, ?, ?, ?, ?, cast(? as text))",
    ...[hub, node, at, ms, outcome, reason, tarballs.length, odd.count, odd.example],
    root === undefined ? null : bind(root),
  );
  sql.run("delete from collections where hub = ? and node = ? and at < ?", hub, node, at - KEPT);
}
