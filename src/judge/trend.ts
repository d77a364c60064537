// How fast does the room on a file system shrink? Cleaning up must not hide it, nor look like it.
import type { Collection, Instant } from "../model.ts";
import { median, theilSen } from "../statistics.ts";
import { DAY } from "../time.ts";

export interface Reading {
  at: Instant;
  free: number;
  total: number;
}

/** Fewer days than these tell nothing, and a week's cleaning is not yet known to be one. */
export const MIN_DAYS = 8;
/** A trend is of these last days; whether somebody cleans up regularly shows in a longer time. */
export const RECENT = 30;
export const LONGER = 100;

/**
 * The instant at which nothing is free and by how much that shrinks in a day; undefined: no trend, or it grows. Between
 * two cleanings by Theil and Sen (the median of the slopes of all pairs of days), if three quarters of the pairs agree
 * that it shrinks. Where cleaning is a habit, its low points tell.
 */
export function trendOf(collections: Collection[]): { full: Instant; bytesPerDay: number; since: Instant } | undefined {
  const readings = daily(collections);
  const newest = readings.at(-1);
  if (!newest) return undefined;
  const stretches = stretchesOf(readings);
  const earlier = stretches.slice(0, -1);
  const lows = earlier.map((stretch) => stretch.at(-1)!);
  const longest = Math.max(...earlier.map((stretch) => stretch.length));
  const habit = lows.length >= HABIT && stretches.at(-1)!.length <= 1.5 * longest; // Longer: it has stopped.
  const points = habit ? lows : stretches.findLast((stretch) => stretch.length >= MIN_DAYS)?.slice(-RECENT);
  const slope = points && slopeOf(points);
  if (slope === undefined) return undefined;
  const from = habit ? lows.at(-1)! : newest;
  return { full: from.at + (from.free / slope) * DAY, bytesPerDay: slope, since: points![0]!.at };
}

/** Cleaned as often as this within the longer time, it is a habit. */
export const HABIT = 3;

/** The last reading of each day. */
export function daily(collections: Collection[]): Reading[] {
  const readings: Reading[] = [];
  for (let i = collections.length - 1; i >= 0; i--) {
    const { at, space } = collections[i]!;
    if (!space || !(space.totalBytes > 0)) continue;
    const [newest, next] = [readings[0]?.at ?? at, readings.at(-1)?.at ?? Infinity];
    if (at <= newest - LONGER * DAY) break;
    if (Math.floor(at / DAY) < Math.floor(next / DAY))
      readings.push({ at, free: space.freeBytes, total: space.totalBytes });
  }
  return readings.reverse();
}

/** Cut where room was made all at once, or the file system became another one. */
function stretchesOf(readings: Reading[]): Reading[][] {
  const steps = readings.slice(1).map(({ free }, i) => Math.abs(free - readings[i]!.free));
  const usual = median(steps);
  const stretches: Reading[][] = [];
  for (const [i, reading] of readings.entries()) {
    const before = readings[i - 1];
    const made = before ? reading.free - before.free : 0;
    const other = before !== undefined && Math.abs(reading.total - before.total) > 0.01 * before.total;
    if (!before || other || made > Math.max(3 * usual, 0.005 * reading.total)) stretches.push([]);
    stretches.at(-1)!.push(reading);
  }
  return stretches;
}

/** Bytes a day by which it shrinks. */
function slopeOf(points: Reading[]): number | undefined {
  const { slope, quartiles } = theilSen(points.map(({ at, free }) => [at / DAY, free]));
  return quartiles[1] < 0 ? -slope : undefined;
}
