// Which earlier backups is one to be compared with? Where full ones alternate with differential ones, or weekends are quiet,
// those at its own index in the cycle.
import { median } from "../../statistics.ts";
import { DAY, HOUR } from "../../time.ts";
import { gapsOf } from "../rhythm/interval.ts";

/** Turns that show a cycle. */
const FEWEST = 2;
/** Steps in the longest cycle that is looked for: four weeks of nights. */
const LONGEST = 28;
/** From one backup to the next, as logarithms; sizes that hold within this need no cycle to explain them. */
const STEADY = 0.04;
/** A cycle must leave less than this share of the differences. */
const EXPLAINS = 0.6;
/** A week is believed when it was seen twice, if it leaves less than this. */
const EXPLAINS_ALL = 0.3;
export const WEEK = 7 * DAY;
/** What is more different than this, twentyfold, is just different. */
const CAP = 3;

export interface Period {
  ms: number;
  /** Of the earlier backups at the same index, oldest first. */
  indices: number[];
  /** From one turn to the next, over all indices, and their mean. */
  differences: number[];
  score: number;
}

/** Times are civil. `sizes` are logarithms and, like `times`, of the backups before `at`; undefined where there is no cycle. */
export function findPeriod(times: Float64Array, sizes: Float64Array, at: number, least: number): Period | undefined {
  const count = sizes.length;
  const step = stepSum(sizes) / (count - 1);
  if (count < 2 * least || step <= STEADY) return undefined;
  const gap = median(gapsOf(times));
  // What comes several times a day repeats by the day.
  const unit = gap < 20 * HOUR ? DAY : Math.round(gap / HOUR) * HOUR;
  const near = Math.min(gap, unit) / 2;
  const span = at - times[0]! + near;
  let best: { ms: number; score: number; differences: number[] } | undefined;
  for (let steps = gap < unit / 2 ? 1 : 2; steps <= LONGEST && steps * unit * FEWEST <= span; steps++) {
    const ms = steps * unit;
    const isOld = ms * least <= span;
    if (!isOld && ms !== WEEK) continue;
    // Of a week and a fortnight that explain the same, the week.
    const limit = Math.min((isOld ? EXPLAINS : EXPLAINS_ALL) * step, 0.7 * (best?.score ?? Infinity));
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
  return indices.length < FEWEST ? undefined : { ms, indices, differences, score };
}

/** Of each from the one a cycle before it, and their sum: given up when it is `most`, for then their mean is no better than that of all. */
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
    const difference = Math.min(CAP, Math.abs(sizes[i]! - sizes[before]!));
    differences.push(difference);
    sum += difference;
  }
  return { sum, differences };
}

/** The index of the one that is nearest to `time`; it is not before `from`. */
function nearest(times: Float64Array, time: number, from: number): number {
  let index = from;
  while (index + 1 < times.length && Math.abs(times[index + 1]! - time) <= Math.abs(times[index]! - time)) index++;
  return index;
}

function stepSum(sizes: Float64Array): number {
  let sum = 0;
  for (let i = 1; i < sizes.length; i++) sum += Math.min(CAP, Math.abs(sizes[i]! - sizes[i - 1]!));
  return sum;
}
