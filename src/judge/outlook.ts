// How much space is free, and for how long?
import type { Collection, Instant, ItemHistory, Outlook } from "../model.ts";
import { DAY } from "../time.ts";
import { trendOf } from "./trend.ts";

/** The outlook for a node's file system; undefined if no visit could measure it. Both lists are oldest first. */
export function foresee(collections: Collection[], items: ItemHistory[]): Outlook | undefined {
  const newest = collections.findLast(({ space }) => space && space.totalBytes > 0);
  if (!newest) return undefined;
  const trend = trendOf(collections);
  return {
    ...newest.space!,
    at: newest.at,
    bytesPerDay: trend?.bytesPerDay,
    full: trend?.full,
    grower: trend && grower(items, trend.since, newest.at, trend.bytesPerDay),
  };
}

/** The item that grew most, and its share of what the free space lost or the items gained, whichever is more: the file system may hold other things. */
function grower(items: ItemHistory[], from: Instant, to: Instant, bytesPerDay: number): Outlook["grower"] {
  const growth = items
    .map((past) => ({ item: past.item, bytes: Math.max(0, growthOf(past, from, to)) }))
    .sort((a, b) => b.bytes - a.bytes);
  const [most] = growth;
  const all = Math.max(
    (bytesPerDay * (to - from)) / DAY,
    growth.reduce((sum, { bytes }) => sum + bytes, 0),
  );
  return most && most.bytes > 0 ? { item: most.item, share: most.bytes / all } : undefined;
}

function growthOf({ backups }: ItemHistory, from: Instant, to: Instant): number {
  let growth = 0;
  for (const { at, held, gone, bytes } of backups) {
    if (at > to) break;
    const until = held ? Infinity : (gone ?? 0);
    if (until > to) growth += bytes;
    if (at <= from && until > from) growth -= bytes;
  }
  return growth;
}
