// What happens if the layout is changed in site.cnf? Files that a visit still sees belong to their items under the new layout.
// An item that keeps none of its files ends; it comes back if the old layout does.
import type { Instant, Result, Visit } from "../../model.ts";
import { raw } from "../../text.ts";
import type { Layout } from "../store.ts";
import { type FileKey, hide, unhide } from "./files.ts";
import type { Sql } from "./sql.ts";

/** A folder of `dirs`. */
export interface Dir {
  id: number;
  /** Raw. */
  path: string;
  hub: string;
  item: string;
}

/** Records the layout of a good visit. @returns whether the good visit before had another one */
export function layoutChanged(sql: Sql, { node, at }: Visit, hub: string, layout: Layout): boolean {
  const [last] = sql.all<[string]>(
    "select layout from layouts where hub = ? and node = ? order by at desc limit 1",
    hub,
    node,
  );
  if (last?.[0] === layout.text) return false;
  sql.run("insert or replace into layouts (hub, node, at, layout) values (?, ?, ?, ?)", hub, node, at, layout.text);
  return last !== undefined;
}

/** When the files that these folders still hold were first seen, by path; null: by the predecessor. */
export function firstSeen(sql: Sql, dirs: Dir[]): Map<string, Instant | null> {
  const seenBefore = new Map<string, Instant | null>();
  for (const dir of dirs)
    for (const { path, seen, gone } of rowsOf(sql, dir)) if (gone === null) seenBefore.set(path, seen);
  return seenBefore;
}

/**
 * Applies a new layout to the files in a hub's folders, after the tarballs of the visit were recorded and before missing ones
 * are marked as gone.
 * @param isListed whether the visit listed a file with this stamp
 */
export function applyLayout(
  sql: Sql,
  at: Instant,
  { root, tarballs }: Result,
  dirs: Dir[],
  layout: Layout,
  isListed: (dir: number, name: string, stamp: string) => boolean,
): void {
  const rows = dirs.flatMap((dir) =>
    rowsOf(sql, dir)
      .filter(({ name, stamp }) => !isListed(dir.id, name, stamp))
      .map((row) => ({ ...row, item: dir.item, fit: layout.fit(root ?? "", row.path) })),
  );
  const listed = new Map(tarballs.map((tarball) => [tarball.path, tarball.at]));
  for (const { key, path, stamp, item, seen, bytes, gone, fit } of rows) {
    const own = fit?.item === item && (fit.stamp ?? stamp) === stamp;
    // It was not overwritten, so it is the file that was held.
    const same = (listed.get(path) ?? Infinity) <= (seen ?? Infinity);
    if (bytes === null && own) unhide(sql, key, at, fit.stamp !== undefined);
    if (bytes !== null && gone === null && (!own || same)) hide(sql, key, at);
  }
  const kept = new Set([...tarballs, ...rows.filter(({ item, fit }) => fit?.item === item)].map(({ item }) => item));
  for (const { key, item, bytes, gone } of rows)
    if (bytes !== null && gone !== null && !kept.has(item)) hide(sql, key, at);
}

interface FileRow {
  key: FileKey;
  /** Raw, as the name. */
  path: string;
  name: string;
  stamp: string;
  seen: Instant | null;
  bytes: number | null;
  gone: Instant | null;
}

function rowsOf(sql: Sql, { id, path }: Dir): FileRow[] {
  const rows = sql.all<[Uint8Array, string, Instant | null, number | null, Instant | null]>(
    "select cast(name as blob), stamp, seen, bytes, gone from files where dir = ?",
    id,
  );
  return rows.map(([bytesOfName, stamp, seen, bytes, gone]) => {
    const name = raw(bytesOfName);
    return { key: [id, bytesOfName, stamp], path: path + name, name, stamp, seen, bytes, gone };
  });
}
