// How often does cron run the monitor?
import type { Instant } from "../model.ts";
import { median } from "../statistics.ts";
import { DAY, HOUR, MINUTE } from "../time.ts";

/** How late a run may be before the output of the last one is no longer valid. */
export const GRACE = 2 * HOUR;

// A run repeated by hand says nothing about cron.
const REPEATED = 5 * MINUTE;

/** The interval is learned from this many runs. */
export const RUNS = 10;

/** The median time, in ms, between the last of these runs (in any order); a day if there are fewer than two. */
export function learnEvery(runs: Instant[]): number {
  const last = [...new Set(runs)].sort((a, b) => a - b).slice(-RUNS);
  const gaps = last.slice(1).map((at, i) => at - last[i]!);
  const scheduled = gaps.filter((gap) => gap >= REPEATED);
  return scheduled.length === 0 ? DAY : median(scheduled);
}
