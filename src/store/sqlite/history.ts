// What was known at some instant of one hub's backups on one node?
import { isAscii } from "node:buffer";
import { ascending } from "d3-array";
import type { Backup, Collection, Instant, ItemHistory, NodeHistory, Note, Outcome } from "../../model.ts";
import { bytesOf, isPlain, raw, visible } from "../../text.ts";
import type { Sql } from "./sql.ts";

/** See `Store.history`. */
export function history(sql: Sql, hub: string, node: string, asOf: Instant): NodeHistory {
  const items = new Map<string, Map<string, Backup>>();
  const notes = new Map<string, SidecarInfo>();
  // Most databases have neither, and querying them for each folder would take a third of the time.
  const [[hasChanges, hasNotes]] = sql.all<[number, number]>(
    "select exists (select 1 from changes), exists (select 1 from sidecars)",
  ) as [[number, number]];
  const dirs = sql.all<[number, Uint8Array, string]>(
    "select id, cast(dir as blob), item from dirs where node = ? and hub = ? order by dir",
    node,
    hub,
  );
  for (const [id, dir, item] of dirs) {
    const backups = items.get(item) ?? new Map<string, Backup>();
    const folder = { id, path: raw(dir), earlier: hasChanges ? statesAt(sql, id, asOf) : NO_STATES };
    addFiles(sql, folder, asOf, backups);
    if (backups.size > 0) items.set(item, backups);
    const sidecar = hasNotes ? newestNote(sql, folder, asOf) : undefined;
    if (sidecar) notes.set(item, { sidecar, notes: firstNotes(sql, id, asOf) });
  }
  return { hub, node, items: sorted(items, notes), collections: collections(sql, hub, node, asOf) };
}

const NO_STATES = new Map<string, State>();

type SidecarInfo = Required<Pick<ItemHistory, "sidecar" | "notes">>;

interface Folder {
  id: number;
  /** Raw. */
  path: string;
  earlier: Map<string, State>;
}

/**
 * Adds the files of a folder to the backups of its item. A backup's path is that of its first file by name. Backups are keyed
 * by stamp, not by instant: when clocks go forward, two stamps are one instant.
 */
function addFiles(sql: Sql, { id, path, earlier }: Folder, asOf: Instant, backups: Map<string, Backup>): void {
  const plain = isPlain(path);
  for (const file of filesOf(sql, id, asOf)) {
    const { name, stamp, at, seen } = file;
    const { bytes, exact, gone } = (earlier.size > 0 && earlier.get(stamp + name)) || file;
    if (bytes === null) continue;
    const held = gone === null || gone > asOf;
    const backup = backups.get(stamp);
    if (!backup) {
      // V8 concatenates lazily, so an unescaped path takes half the memory.
      const shown = plain && isPlain(name) ? path + name : visible(path + name);
      const found: Backup = { at, bytes, exact: exact === 1, files: 1, path: shown, held };
      if (!held) found.gone = gone;
      if (seen !== null) found.seen = seen;
      backups.set(stamp, found);
      continue;
    }
    backup.bytes += bytes;
    backup.exact &&= exact === 1;
    backup.files++;
    backup.held ||= held;
  }
}

interface File extends State {
  /** Raw. */
  name: string;
  stamp: string;
  at: Instant;
  seen: Instant | null;
}

// Returns a folder as one row: fetching row by row takes three times as long, and sorting in SQL twice as long, since the
// index already has the stamps in order.
const FOLDER = `
  select cast(group_concat(name, x'00') as blob), group_concat(stamp), group_concat(at), group_concat(coalesce(bytes, '')),
    group_concat(exact), group_concat(coalesce(gone, '')), group_concat(coalesce(seen, ''))
  from files where dir = ? and coalesce(seen, at) <= ? and instr(cast(name as blob), x'00') = 0`;

/** Sorted by stamp, then name. A file that the predecessor saw first counts as known since its stamp. */
function filesOf(sql: Sql, dir: number, asOf: Instant): File[] {
  const [row] = sql.all<[Uint8Array | null, ...string[]]>(FOLDER, dir, asOf);
  const [names, ...columns] = row!;
  if (!names) return [];
  const [stamps, ats, sizes, exacts, gones, seens] = columns.map((column) => column.split(",")) as [
    ...[string[], string[], string[], string[], string[], string[]],
  ];
  const orNull = (field: string) => (field === "" ? null : Number(field));
  const files = namesOf(names).map((name, i) => ({
    name,
    stamp: stamps[i]!,
    at: Number(ats[i]!),
    bytes: orNull(sizes[i]!),
    exact: Number(exacts[i]!),
    gone: orNull(gones[i]!),
    seen: orNull(seens[i]!),
  }));
  return files.sort((a, b) => ascending(a.stamp, b.stamp) || bytesOf(a.name).compare(bytesOf(b.name)));
}

function namesOf(bytes: Uint8Array): string[] {
  const names = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("latin1").split("\0");
  return isAscii(bytes) ? names : names.map((name) => raw(Buffer.from(name, "latin1")));
}

interface State {
  /** Null: it was not a backup of this item then. */
  bytes: number | null;
  exact: number;
  gone: Instant | null;
}

/** The states at `asOf` of files that have changed since: the earliest change after `asOf` has them. */
function statesAt(sql: Sql, dir: number, asOf: Instant): Map<string, State> {
  const rows = sql.all<[Uint8Array, string, number | null, number, Instant | null]>(
    "select cast(name as blob), stamp, bytes, exact, gone from changes where dir = ? and until > ? order by until desc",
    dir,
    asOf,
  );
  return new Map(rows.map(([name, stamp, bytes, exact, gone]) => [stamp + raw(name), { bytes, exact, gone }]));
}

/** Only rows of the predecessor spread an item over several folders, and they have no sidecars. */
function newestNote(sql: Sql, { id, path, earlier }: Folder, asOf: Instant): Note | undefined {
  const rows = sql.all<[Uint8Array, string, Instant, number | null, string | null, number | null]>(
    "select cast(s.name as blob), s.stamp, f.at, s.bytes, s.md5, f.bytes from sidecars s " +
      "join files f on f.dir = s.dir and f.name = s.name and f.stamp = s.stamp " +
      "where s.dir = ? and s.seen <= ? order by f.at desc, s.seen desc",
    ...[id, asOf],
  );
  for (const [name, stamp, at, bytes, md5, now] of rows) {
    const { bytes: fileBytes } = earlier.get(stamp + raw(name)) ?? { bytes: now };
    if (fileBytes === null) continue;
    return { at, path: visible(path + raw(name)), bytes: bytes ?? undefined, md5: md5 ?? undefined, fileBytes };
  }
  return undefined;
}

/** Which files have a sidecar, and when it was first seen. */
function firstNotes(sql: Sql, dir: number, asOf: Instant): SidecarInfo["notes"] {
  const rows = sql.all<[Instant, Instant]>(
    "select f.at, min(s.seen) from sidecars s join files f on f.dir = s.dir and f.name = s.name and f.stamp = s.stamp " +
      "where s.dir = ? and s.seen <= ? group by s.name, s.stamp order by f.at",
    ...[dir, asOf],
  );
  return rows.map(([at, seen]) => ({ at, seen }));
}

function sorted(items: Map<string, Map<string, Backup>>, notes: Map<string, SidecarInfo>): ItemHistory[] {
  return [...items]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([item, backups]) => ({
      item,
      backups: [...backups.values()].sort((a, b) => a.at - b.at),
      ...notes.get(item),
    }));
}

function collections(sql: Sql, hub: string, node: string, asOf: Instant): Collection[] {
  const rows = sql.all<CollectionRow>(
    "select at, ms, outcome, reason, cast(root as blob), tarballs, odd, example, free, total, locked, clock " +
      "from collections where hub = ? and node = ? and at <= ? order by at",
    ...[hub, node, asOf],
  );
  return rows.map(([at, ms, outcome, reason, root, tarballs, count, example, ...told]) => ({
    at,
    ms,
    outcome,
    reason,
    root: root === null ? "" : visible(raw(root)),
    tarballs,
    malformed: { count, example },
    ...toldBy(told),
  }));
}

type CollectionRow = [
  ...visit: [at: Instant, ms: number, outcome: Outcome, reason: string],
  ...list: [root: Uint8Array | null, tarballs: number, odd: number, example: string],
  ...Told,
];
type Told = [free: number | null, total: number | null, locked: string, clock: number | null];

function toldBy([freeBytes, totalBytes, locked, clock]: Told): Pick<Collection, "space" | "locked" | "clockOffsetMs"> {
  const space = freeBytes === null || totalBytes === null ? undefined : { freeBytes, totalBytes };
  return { space, locked, clockOffsetMs: clock ?? undefined };
}
