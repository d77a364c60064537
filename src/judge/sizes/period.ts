// Which earlier backups is a backup to be compared with? Where full and differential ones alternate, or weekends are small,
// those a whole number of periods before it.
import { median } from "../../statistics.ts";
import { DAY, HOUR } from "../../time.ts";
import { gapsOf } from "../rhythm/interval.ts";

/** A period must have been seen this many times. */
const MIN_TURNS = 2;
/** The longest period looked for, in steps: four weeks of nights. */
const MAX_STEPS = 28;
/** A mean difference between neighbours (in logarithms) up to this needs no period to explain it. */
const STEADY_STEP = 0.04;
/** The mean difference at a distance of one period must be below this share of that between neighbours. */
const MAX_RESIDUAL = 0.6;
/** A week that was seen only twice must leave less than this share. */
const MAX_RESIDUAL_YOUNG = 0.3;
export const WEEK = 7 * DAY;
/** Differences are capped at this (twentyfold): beyond it, sizes are just different. */
const MAX_DIFFERENCE = 3;

export interface Period {
  ms: number;
  /** The indices of the backups a whole number of periods earlier, oldest first. */
  indices: number[];
  /** The absolute differences (in logarithms) of all backups one period apart. */
  differences: number[];
  /** The mean of the differences. */
  score: number;
}

/**
 * The period of `sizes` (logarithms, oldest first) at `times` (civil ms), as seen from `at`; undefined if there is none. It
 * must have been seen `least` times, a week twice.
 */
export function findPeriod(times: Float64Array, sizes: Float64Array, at: number, least: number): Period | undefined {
  const count = sizes.length;
  const step = stepSum(sizes) / (count - 1);
  if (count < 2 * least || step <= STEADY_STEP) return undefined;
  const gap = median(gapsOf(times));
  // Several backups a day repeat by the day, others by their own step.
  const unit = gap < 20 * HOUR ? DAY : Math.round(gap / HOUR) * HOUR;
  const near = Math.min(gap, unit) / 2;
  const span = at - times[0]! + near;
  let best: { ms: number; score: number; differences: number[] } | undefined;
  for (let steps = gap < unit / 2 ? 1 : 2; steps <= MAX_STEPS && steps * unit * MIN_TURNS <= span; steps++) {
    const ms = steps * unit;
    const isOld = ms * least <= span;
    if (!isOld && ms !== WEEK) continue;
    // A longer period must be clearly better: a fortnight explains whatever a week does.
    const limit = Math.min((isOld ? MAX_RESIDUAL : MAX_RESIDUAL_YOUNG) * step, 0.7 * (best?.score ?? Infinity));
    const { sum, differences } = differencesFrom(times, sizes, ms, { near, most: limit * count });
    const score = sum / differences.length;
    if (differences.length >= 2 * least && score < limit) best = { ms, score, differences };
  }
  if (!best) return undefined;
  const { ms, differences, score } = best;
  const indices: number[] = [];
  for (let time = at - ms; time >= times[0]! - near; time -= ms) {
    const index = nearest(times, time, 0);
    if (Math.abs(times[index]! - time) <= near) indices.unshift(index);
  }
  return indices.length < MIN_TURNS ? undefined : { ms, indices, differences, score };
}

/** The difference of each size from that one period before, and their sum. Stops once the sum reaches `most`: the period explains too little. */
function differencesFrom(
  times: Float64Array,
  sizes: Float64Array,
  ms: number,
  { near, most }: { near: number; most: number },
): { sum: number; differences: number[] } {
  const differences: number[] = [];
  let sum = 0;
  for (let i = 0, before = 0; i < sizes.length && sum < most; i++) {
    before = nearest(times, times[i]! - ms, before);
    if (Math.abs(times[before]! + ms - times[i]!) > near) continue;
    const difference = Math.min(MAX_DIFFERENCE, Math.abs(sizes[i]! - sizes[before]!));
    differences.push(difference);
    sum += difference;
  }
  return { sum, differences };
}

/** The index of the time nearest to `time`, searched from `from` on. */
function nearest(times: Float64Array, time: number, from: number): number {
  let index = from;
  while (index + 1 < times.length && Math.abs(times[index + 1]! - time) <= Math.abs(times[index]! - time)) index++;
  return index;
}

function stepSum(sizes: Float64Array): number {
  let sum = 0;
  for (let i = 1; i < sizes.length; i++) sum += Math.min(MAX_DIFFERENCE, Math.abs(sizes[i]! - sizes[i - 1]!));
  return sum;
}
