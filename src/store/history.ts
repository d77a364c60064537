// What was known, at some instant, of one hub's backups on one node?
import type { Backup, Collection, Instant, ItemHistory, NodeHistory, Outcome } from "../model.ts";
import { raw, visible } from "../text.ts";
import type { Sql } from "./sql.ts";

export function history(sql: Sql, hub: string, node: string, asOf: Instant): NodeHistory {
  const items = new Map<string, Map<Instant, Backup>>();
  const dirs = sql.all<[number, Uint8Array, string]>(
    "select id, cast(dir as blob), item from dirs where node = ? and hub = ? order by dir",
    node,
    hub,
  );
  for (const [id, dir, item] of dirs) {
    const backups = items.get(item) ?? new Map<Instant, Backup>();
    addFiles(sql, id, raw(dir), asOf, backups);
    if (backups.size > 0) items.set(item, backups);
  }
  return { hub, node, items: sorted(items), collections: collections(sql, hub, node, asOf) };
}

/** Files come by name, so the first one under a stamp names the backup. */
function addFiles(sql: Sql, dir: number, path: string, asOf: Instant, backups: Map<Instant, Backup>): void {
  const earlier = statesAt(sql, dir, asOf);
  const files = sql.each<[Uint8Array, string, Instant, number, number, Instant | null]>(
    // Of unknown first sight: since its stamp.
    "select cast(name as blob), stamp, at, bytes, exact, gone from files " +
      "where dir = ? and coalesce(seen, at) <= ? order by name, stamp",
    dir,
    asOf,
  );
  for (const [name, stamp, at, ...now] of files) {
    const file = raw(name);
    const [bytes, exact, gone] = earlier.get(stamp + file) ?? now;
    const held = gone === null || gone > asOf;
    const backup = backups.get(at);
    if (!backup) {
      backups.set(at, { at, bytes, exact: exact === 1, files: 1, path: visible(path + file), held });
      continue;
    }
    backup.bytes += bytes;
    backup.exact &&= exact === 1;
    backup.files++;
    backup.held ||= held;
  }
}

type State = [bytes: number, exact: number, gone: Instant | null];

/** Of the files that have changed since: what their rows said then. The earliest change after `asOf` knows. */
function statesAt(sql: Sql, dir: number, asOf: Instant): Map<string, State> {
  const rows = sql.all<[Uint8Array, string, ...State]>(
    "select cast(name as blob), stamp, bytes, exact, gone from changes where dir = ? and until > ? order by until desc",
    dir,
    asOf,
  );
  return new Map(rows.map(([name, stamp, ...state]) => [stamp + raw(name), state]));
}

function sorted(items: Map<string, Map<Instant, Backup>>): ItemHistory[] {
  return [...items]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([item, backups]) => ({ item, backups: [...backups.values()].sort((a, b) => a.at - b.at) }));
}

function collections(sql: Sql, hub: string, node: string, asOf: Instant): Collection[] {
  const rows = sql.all<[Instant, number, Outcome, string, Uint8Array | null, number, number, string]>(
    "select at, ms, outcome, reason, cast(root as blob), tarballs, odd, example from collections " +
      "where hub = ? and node = ? and at <= ? order by at",
    ...[hub, node, asOf],
  );
  return rows.map(([at, ms, outcome, reason, root, tarballs, count, example]) => ({
    at,
    ms,
    outcome,
    reason,
    root: root === null ? "" : visible(raw(root)),
    tarballs,
    odd: { count, example },
  }));
}
