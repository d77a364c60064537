// What does a visit change? It adds and removes tarballs, changes sizes, and adds a collection.
import type { Instant, Result, Sidecar, Tarball, Visit } from "../../model.ts";
import { raw } from "../../text.ts";
import { DAY } from "../../time.ts";
import { MIB } from "../../units.ts";
import type { Owner } from "../store.ts";
import { type FileKey, keepAbsence, keepState, THIS_FILE } from "./files.ts";
import { type Dir, firstSeen, layoutChanged, applyLayout } from "./layouts.ts";
import { bind, type Sql } from "./sql.ts";

/** Counted from the newest collection. */
export const COLLECTION_RETENTION_MS = 400 * DAY;

/** See `Store.record`. */
export function record(sql: Sql, visit: Visit, owners: Owner[]): void {
  sql.transaction(() => {
    for (const result of visit.results) {
      if (result.outcome === "ok") {
        const owner = owners.find(({ hub }) => hub === result.hub);
        recordTarballs(sql, visit, result, owner);
      }
      recordCollection(sql, visit, result);
    }
  });
}

function recordTarballs(sql: Sql, visit: Visit, result: Result, owner: Owner | undefined): void {
  const { node, at } = visit;
  const { hub, tarballs, sidecars } = result;
  const dirs = dirsOf(sql, node);
  const own = () => [...dirs.values()].filter((dir) => dir.hub === hub);
  const layout = owner?.layout?.(node);
  const changed = layout !== undefined && layoutChanged(sql, visit, hub, layout);
  const seenBefore = changed ? firstSeen(sql, own()) : new Map<string, Instant | null>();
  const listed = new Set<string>();
  for (const tarball of tarballs) {
    const dir = dirs.get(tarball.dir) ?? addDir(sql, node, hub, tarball, owner?.timezone ?? "");
    dirs.set(tarball.dir, dir);
    if (dir.hub !== hub || dir.item !== tarball.item) {
      // Until a visit tells the item of a folder, it is a guess from the path.
      sql.run("update dirs set hub = ?, item = ? where id = ?", hub, tarball.item, dir.id);
      Object.assign(dir, { hub, item: tarball.item });
    }
    listed.add(identity(dir.id, nameOf(tarball), tarball.stamp));
    recordTarball(sql, node, at, dir.id, tarball, seenBefore);
  }
  const isListed = (dir: number, name: string, stamp: string) => listed.has(identity(dir, name, stamp));
  if (changed) applyLayout(sql, at, result, own(), layout, isListed);
  for (const dir of own()) recordGone(sql, at, dir.id, isListed);
  for (const sidecar of sidecars) recordSidecar(sql, at, dirs.get(sidecar.tarball.dir)!.id, sidecar);
}

function dirsOf(sql: Sql, node: string): Map<string, Dir> {
  const rows = sql.all<[number, Uint8Array, string, string]>(
    "select id, cast(dir as blob), hub, item from dirs where node = ?",
    node,
  );
  return new Map(rows.map(([id, dir, hub, item]) => [raw(dir), { id, path: raw(dir), hub, item }]));
}

function addDir(sql: Sql, node: string, hub: string, { dir, item }: Tarball, zone: string): Dir {
  sql.run(
    "insert into dirs (node, dir, hub, item, zone) values (?, cast(? as text), ?, ?, ?)",
    node,
    bind(dir),
    hub,
    item,
    zone,
  );
  return { id: sql.all<[number]>("select last_insert_rowid()")[0]![0], path: dir, hub, item };
}

/** @param seenBefore when each path was first seen, if the layout has changed: the files may have belonged to other items */
function recordTarball(
  sql: Sql,
  node: string,
  at: Instant,
  dir: number,
  tarball: Tarball,
  seenBefore: Map<string, Instant | null>,
): void {
  const key: FileKey = [dir, bind(nameOf(tarball)), tarball.stamp];
  const [known] = sql.all<[number | null, number, Instant | null]>(
    `select bytes, exact, gone from files where ${THIS_FILE}`,
    ...key,
  );
  if (!known) {
    const first = seenBefore.get(tarball.path);
    const seen = first !== undefined && tarball.at <= (first ?? Infinity) ? first : at;
    sql.run(
      "insert into files (dir, name, stamp, at, bytes, exact, seen) values (?, cast(? as text), ?, ?, ?, 1, ?)",
      ...[...key, tarball.at, tarball.bytes, seen],
    );
    if (seen !== at) keepAbsence(sql, key, at);
    recordTgz(sql, node, tarball);
    return;
  }
  const [bytes, exact, gone] = known;
  if (bytes === tarball.bytes && exact === 1 && gone === null) return;
  keepState(sql, key, at);
  sql.run(`update files set bytes = ?, exact = 1, gone = null where ${THIS_FILE}`, tarball.bytes, ...key);
  if (bytes !== tarball.bytes || exact === 0) recordTgz(sql, node, tarball);
}

function recordTgz(sql: Sql, node: string, { path, dir, stamp, bytes }: Tarball): void {
  sql.run(
    "insert or replace into tgzs (nodepath, node, dir, date, size) values (cast(? as text), ?, cast(? as text), ?, ?)",
    ...[bind(`${node}:${path}`), node, bind(dir), stamp, bytes / MIB],
  );
}

type IsListed = (dir: number, name: string, stamp: string) => boolean;

function recordGone(sql: Sql, at: Instant, dir: number, isListed: IsListed): void {
  const held = sql.all<[Uint8Array, string]>(
    "select cast(name as blob), stamp from files where dir = ? and gone is null",
    dir,
  );
  for (const [name, stamp] of held) {
    if (isListed(dir, raw(name), stamp)) continue;
    sql.run(`update files set gone = ? where ${THIS_FILE}`, at, dir, name, stamp);
  }
}

/** The part of the path after the folder. */
function nameOf({ path, dir }: Tarball): string {
  return path.slice(dir.length);
}

/** A key for maps; paths never contain NUL. */
function identity(dir: number, name: string, stamp: string): string {
  return `${dir}\0${name}\0${stamp}`;
}

/** Adds a row if the sidecar has changed. */
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

/** Deletes collections older than 400 days, also those of nodes that are no longer visited. */
export function forgetOld(sql: Sql): void {
  sql.run("delete from collections where at < (select max(at) from collections) - ?", COLLECTION_RETENTION_MS);
}
