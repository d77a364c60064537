// Has anybody looked lately? A monitor that does not run must not look like one that finds nothing.
import { median } from "d3-array";
import type { Instant } from "../model.ts";
import { DAY, HOUR, MINUTE } from "../time.ts";
import { printSpan, printTime } from "../units.ts";
import type { Check, HubCase } from "./check.ts";

/** How long a run may be late before what it wrote is no longer valid. */
export const GRACE = 2 * HOUR;

export const collection: Check<HubCase> = ({ collectedAt, everyMs, known, now, timezone }) => {
  if (collectedAt === undefined) {
    const reason = "nobody has looked yet";
    return known ? undefined : { check: "collection", status: "unknown", reason, gist: reason };
  }
  if (now <= collectedAt + everyMs + GRACE) return undefined;
  const reason =
    `nobody has looked since ${printTime(collectedAt, timezone, now)}; runs come every ${printSpan(everyMs)}, ` +
    `the next was due ${printTime(collectedAt + everyMs, timezone, now)}`;
  return { check: "collection", status: "alarm", reason, gist: "nobody has looked" };
};

// A run repeated by hand says nothing of cron.
const REPEATED = 5 * MINUTE;

/** How often they come is learned from so many. */
export const RUNS = 10;

/** Their median distance; a day where there is none. */
export function learnEvery(runs: Instant[]): number {
  const last = [...new Set(runs)].sort((a, b) => a - b).slice(-RUNS);
  const gaps = last.slice(1).map((at, i) => at - last[i]!);
  return median(gaps.filter((gap) => gap >= REPEATED)) ?? DAY;
}
