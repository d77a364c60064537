// What does a visit change? New tarballs, sizes, what is gone, what is back; and one row in the list of collections.
import type { Result, Sidecar, Tarball, Visit } from "../../model.ts";
import { raw } from "../../text.ts";
import { DAY } from "../../time.ts";
import { MIB } from "../../units.ts";
import { bind, type Row, type Sql } from "./sql.ts";
import type { Owner } from "../store.ts";

export const KEPT = 400 * DAY;

/** See `Store.record`. */
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

function recordTarballs(sql: Sql, { node, at }: Visit, { hub, tarballs, sidecars }: Result, zone: string): void {
  const dirs = dirsOf(sql, node);
  const listed = new Set<string>();
  for (const tarball of tarballs) {
    const dir = dirs.get(tarball.dir) ?? { id: addDir(sql, node, hub, tarball, zone), hub, item: tarball.item };
    dirs.set(tarball.dir, dir);
    if (dir.hub !== hub || dir.item !== tarball.item) {
      // Before a visit names it, a folder's item is a guess from the path alone.
      sql.run("update dirs set hub = ?, item = ? where id = ?", hub, tarball.item, dir.id);
      Object.assign(dir, { hub, item: tarball.item });
    }
    listed.add(identity(dir.id, nameOf(tarball), tarball.stamp));
    recordTarball(sql, node, at, dir.id, tarball);
  }
  for (const dir of dirs.values()) if (dir.hub === hub) recordGone(sql, at, dir.id, listed);
  for (const sidecar of sidecars) recordSidecar(sql, at, dirs.get(sidecar.tarball.dir)!.id, sidecar);
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

/** @returns the folder's id */
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
  const name = bind(nameOf(tarball));
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

/** Keeps what a file's row says now as its state at every instant before `until`. */
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

function recordGone(sql: Sql, at: number, dir: number, listed: Set<string>): void {
  const held = sql.all<[Uint8Array, string]>(
    "select cast(name as blob), stamp from files where dir = ? and gone is null",
    dir,
  );
  for (const [name, stamp] of held) {
    if (listed.has(identity(dir, raw(name), stamp))) continue;
    sql.run(`update files set gone = ? where ${THIS_FILE}`, at, dir, name, stamp);
  }
}

/** What follows the folder in the path. */
function nameOf({ path, dir }: Tarball): string {
  return path.slice(dir.length);
}

/** No path holds a NUL. */
function identity(dir: number, name: string, stamp: string): string {
  return `${dir}\0${name}\0${stamp}`;
}

/** Adds a row if the sidecar says something new. */
function recordSidecar(sql: Sql, at: number, dir: number, { tarball, ...note }: Sidecar): void {
  const [bytes, md5] = [note.bytes ?? null, note.md5 ?? null];
  const key: FileKey = [dir, bind(nameOf(tarball)), tarball.stamp];
  const [known] = sql.all<[number | null, string | null]>(
    `select bytes, md5 from sidecars where ${THIS_FILE} order by seen desc limit 1`,
    ...key,
  );
  if (known && known[0] === bytes && known[1] === md5) return;
  sql.run(
    "insert or replace into sidecars (dir, name, stamp, seen, bytes, md5) values (?, cast(? as text), ?, ?, ?, ?)",
    ...[...key, at, bytes, md5],
  );
}

function recordCollection(sql: Sql, { node, at, ms, clockOffsetMs }: Visit, result: Result): void {
  const { hub, outcome, reason, tarballs, malformed, root, space, locked } = result;
  sql.run(
    "insert or replace into collections " +
      "(hub, node, at, ms, outcome, reason, tarballs, odd, example, root, free, total, locked, clock) " +
      "values (?, ?, ?, ?, ?, ?, ?, ?, ?, cast(? as text), ?, ?, ?, ?)",
    ...[hub, node, at, ms, outcome, reason, tarballs.length, malformed.count, malformed.example],
    root === undefined ? null : bind(root),
    ...[space?.freeBytes ?? null, space?.totalBytes ?? null, locked, clockOffsetMs ?? null],
  );
}

/** Forgets collections after 400 days, those of nodes that are no longer visited too. */
export function forgetOld(sql: Sql): void {
  sql.run("delete from collections where at < (select max(at) from collections) - ?", KEPT);
}
