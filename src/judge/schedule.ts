// How often does cron run us?
import type { Instant } from "../model.ts";
import { median } from "../statistics.ts";
import { DAY, HOUR, MINUTE } from "../time.ts";

/** How long a run may be late before what the last one wrote is no longer valid. */
export const GRACE = 2 * HOUR;

// A run repeated by hand says nothing of cron.
const REPEATED = 5 * MINUTE;

/** How often they come is learned from so many. */
export const RUNS = 10;

/** The median distance of the last of these instants, in any order; a day where there is none. */
export function learnEvery(runs: Instant[]): number {
  const last = [...new Set(runs)].sort((a, b) => a - b).slice(-RUNS);
  const gaps = last.slice(1).map((at, i) => at - last[i]!);
  const scheduled = gaps.filter((gap) => gap >= REPEATED);
  return scheduled.length === 0 ? DAY : median(scheduled);
}
