// Moves the history of one tag to another, and merges it with what that already has.
import type { Instant } from "../../model.ts";
import type { Renamed, Tag } from "../store.ts";
import { type FileKey, keepState, THIS_FILE } from "./files.ts";
import type { Row, Sql } from "./sql.ts";

/** See `Store.rename`. */
export function rename(sql: Sql, kind: Tag, from: string, to: string): Renamed {
  const renamed = { backups: backupsOf(sql, kind, from), collections: collectionsOf(sql, kind, from) };
  sql.transaction(() => {
    markGone(sql, kind, from, to);
    if (kind === "node") {
      for (const [dir, same] of sameFolders(sql, from, to)) mergeFolder(sql, dir, same);
      renameInTgzs(sql, from, to);
    }
    sql.run(`update dirs set ${kind} = ? where ${kind} = ?`, to, from);
    for (const table of ["collections", "layouts"]) {
      sql.run(`update or ignore ${table} set ${kind} = ? where ${kind} = ?`, to, from);
      sql.run(`delete from ${table} where ${kind} = ?`, from);
    }
  });
  return renamed;
}

function backupsOf(sql: Sql, kind: Tag, tag: string): number {
  const [[known]] = sql.all<[number]>(
    "select count(*) from (select distinct d.node, d.hub, d.item, f.stamp from files f join dirs d on d.id = f.dir " +
      `where d.${kind} = ? and f.bytes is not null)`,
    tag,
  ) as [[number]];
  if (kind === "hub") return known;
  const [[waiting]] = sql.all<[number]>(
    "select count(*) from (select distinct t.dir, t.date from tgzs t " +
      "left join dirs d on d.node = t.node and d.dir = t.dir where t.node = ? and d.id is null)",
    tag,
  ) as [[number]];
  return known + waiting;
}

function collectionsOf(sql: Sql, kind: Tag, tag: string): number {
  return sql.all<[number]>(`select count(*) from collections where ${kind} = ?`, tag)[0]![0];
}

/** Files of the old tag are gone since the first good visit under the new one, unless that found them: see `mergeFile`. */
function markGone(sql: Sql, kind: Tag, from: string, to: string): void {
  const held = sql.all<[dir: number, name: Uint8Array, stamp: string, first: Instant]>(
    `select f.dir, cast(f.name as blob), f.stamp, min(c.at)
      from dirs d join files f on f.dir = d.id
        join collections c on c.${kind} = ? and c.${other(kind)} = d.${other(kind)} and c.outcome = 'ok'
          and c.at > coalesce(f.seen, f.at)
      where d.${kind} = ? and f.gone is null
      group by f.dir, f.name, f.stamp`,
    ...[to, from],
  );
  for (const [dir, name, stamp, first] of held)
    sql.run(`update files set gone = ? where ${THIS_FILE}`, first, dir, name, stamp);
}

function other(kind: Tag): Tag {
  return kind === "node" ? "hub" : "node";
}

/** The folders that both nodes have: the ids of the old and the new one. */
function sameFolders(sql: Sql, from: string, to: string): [dir: number, same: number][] {
  return sql.all(
    "select o.id, n.id from dirs o join dirs n on n.dir = o.dir where o.node = ? and n.node = ?",
    from,
    to,
  );
}

function mergeFolder(sql: Sql, from: number, to: number): void {
  const files = sql.all<[Uint8Array, string]>("select cast(name as blob), stamp from files where dir = ?", from);
  for (const [name, stamp] of files) mergeFile(sql, [from, name, stamp], [to, name, stamp]);
  for (const table of ["changes", "sidecars"]) {
    sql.run(`update or ignore ${table} set dir = ? where dir = ?`, to, from);
    sql.run(`delete from ${table} where dir = ?`, from);
  }
  sql.run("delete from dirs where id = ?", from);
}

type State = [bytes: Row[0], exact: Row[0], seen: Instant | null, gone: Instant | null];

/** A file that both have was first seen under the old tag. Its old row applies until it was seen under the new tag. */
function mergeFile(sql: Sql, old: FileKey, key: FileKey): void {
  const stateOf = (row: FileKey) =>
    sql.all<State>(`select bytes, exact, seen, gone from files where ${THIS_FILE}`, ...row)[0];
  const [before, now] = [stateOf(old)!, stateOf(key)];
  if (!now) {
    sql.run(`update files set dir = ? where ${THIS_FILE}`, key[0], ...old);
    return;
  }
  const [, , seen] = now;
  if (seen !== null) {
    keepState(sql, old, seen);
    sql.run(`update files set seen = ? where ${THIS_FILE}`, before[2], ...key);
  }
  sql.run(`delete from files where ${THIS_FILE}`, ...old);
}

/** Renames the predecessor's rows too, so that it can continue under the new tag. Rows that cannot be used are left alone. */
function renameInTgzs(sql: Sql, from: string, to: string): void {
  const prefix = "node = ? and substr(nodepath, 1, length(node) + 1) = node || ':'";
  sql.run(
    `update or ignore tgzs set node = ?, nodepath = cast(? || substr(nodepath, length(node) + 1) as text) where ${prefix}`,
    ...[to, to, from],
  );
  sql.run(`delete from tgzs where ${prefix}`, from);
}
