// How fast does the free space of a file system shrink? Clean-ups must neither hide a trend nor look like one.
import type { Collection, Instant } from "../model.ts";
import { median, theilSen } from "../statistics.ts";
import { DAY } from "../time.ts";

export interface Reading {
  at: Instant;
  free: number;
  total: number;
}

/** Fewer days show no trend: a weekly clean-up must have had time to happen. */
export const MIN_DAYS = 8;
/** The trend is taken from this many days; regular clean-ups show only over a longer time. */
export const RECENT = 30;
export const LONGER = 100;

/**
 * When the file system will be full, by how many bytes a day the free space shrinks, and since when; undefined if it does
 * not. The trend is the Theil–Sen slope of the newest stretch of eight days or more without a clean-up, if it falls between
 * three quarters of all pairs of days. Where clean-ups are regular, it is that of the lows before them. `collections` are
 * oldest first.
 */
export function trendOf(collections: Collection[]): { full: Instant; bytesPerDay: number; since: Instant } | undefined {
  const readings = daily(collections);
  const newest = readings.at(-1);
  if (!newest) return undefined;
  const stretches = stretchesOf(readings);
  const earlier = stretches.slice(0, -1);
  const lows = earlier.map((stretch) => stretch.at(-1)!);
  const longest = Math.max(...earlier.map((stretch) => stretch.length));
  const habit = lows.length >= HABIT && stretches.at(-1)!.length <= 1.5 * longest; // Longer: clean-ups have stopped.
  const points = habit ? lows : stretches.findLast((stretch) => stretch.length >= MIN_DAYS)?.slice(-RECENT);
  const slope = points && slopeOf(points);
  if (slope === undefined) return undefined;
  const from = habit ? lows.at(-1)! : newest;
  return { full: from.at + (from.free / slope) * DAY, bytesPerDay: slope, since: points![0]!.at };
}

/** Three clean-ups in 100 days count as regular. */
export const HABIT = 3;

/** The last reading of each UTC day, oldest first. */
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

/** The readings, cut at clean-ups and where the file system was replaced. */
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

/** By how many bytes a day it shrinks. */
function slopeOf(points: Reading[]): number | undefined {
  const { slope, quartiles } = theilSen(points.map(({ at, free }) => [at / DAY, free]));
  return quartiles[1] < 0 ? -slope : undefined;
}
