// Which rule does an item follow now: a timetable, an interval, or none? The simplest rule that explains the past is used
// (minimum description length).
import { DAY, MINUTE } from "../../time.ts";
import { brokenSince } from "./cusum.ts";
import { cyclesFor } from "./cycle.ts";
import { type Habit, MIN_BACKUPS } from "./habit.ts";
import { gapsOf, interval } from "./interval.ts";
import { graceFor, greatestUsual, isRegular } from "./jitter.ts";
import { fillSlots, type Filling } from "./slots.ts";
import { timetable } from "./timetable.ts";

/** When backups came, ascending: as instants, and as civil times (ms) of the hub's zone. */
export interface Series {
  times: Float64Array;
  shown: Float64Array;
}

/** A habit, and which of its slots were filled. */
export interface Learned {
  habit: Habit;
  filling: Filling;
}

/** The habit of an item with at least `MIN_BACKUPS` backups. */
export function learnHabit(series: Series): Learned {
  const { times, shown } = series;
  const recent = recentFrom(times);
  let from = recent;
  while (times.length - from >= MIN_BACKUPS) {
    const habit = shortestDescription(times.subarray(from), shown.subarray(from));
    if (!habit) {
      // No rule holds for all of them; try the last two thirds.
      from += Math.ceil((times.length - from) / 3);
      if (times.length - from < 2 * MIN_BACKUPS) break;
      continue;
    }
    const filling = fillSlots(habit, habit.kind === "timetable" ? shown : times);
    const since = brokenSince(filling.exceptional);
    if (since === undefined || since <= from) return recentTimetable(habit, series) ?? { habit, filling };
    from = since;
  }
  const habit = irregular(times.subarray(recent));
  return { habit, filling: fillSlots(habit, times) };
}

/** The timetable of the last 10, 20 or 40 backups where it fits them far better than all: a job moved a little, or turned punctual. */
function recentTimetable({ spreadMs }: Habit, { times, shown }: Series): Learned | undefined {
  if (spreadMs < LOOSE_SPREAD) return undefined;
  let found: Learned | undefined;
  for (const count of RECENT_COUNTS) {
    if (2 * count > times.length) break;
    const habit = shortestDescription(times.subarray(-count), shown.subarray(-count));
    if (habit?.kind !== "timetable" || habit.exceptions > 0 || habit.spreadMs > spreadMs / 3) break;
    const filling = fillSlots(habit, shown.subarray(-count));
    const exceptional = new Uint8Array(times.length);
    exceptional.set(filling.exceptional, times.length - count);
    found = { habit, filling: { ...filling, exceptional } };
  }
  return found;
}

export const RECENT_COUNTS = [10, 20, 40];
export const LOOSE_SPREAD = 6 * MINUTE;

/** Five weeks show the weekdays, 120 backups the months; more than 400 backups show nothing new. */
function recentFrom(times: Float64Array): number {
  const last = times.at(-1)!;
  let from = Math.max(0, times.length - 120);
  while (from > 0 && times[from - 1]! > last - 35 * DAY && times.length - from < 400) from--;
  return from;
}

function shortestDescription(times: Float64Array, shown: Float64Array): Habit | undefined {
  const byGap = interval(times);
  const rules = cyclesFor(byGap.spacingMs, shown.at(-1)!).flatMap((cycle) => timetable(cycle, shown) ?? []);
  const best = [...rules, byGap].reduce((best, rule) => (rule.cost < best.cost ? rule : best));
  const count = times.length;
  const slots = best.kind === "timetable" ? best.slots.length : 1;
  return isRegular(best, count, slots) ? { ...best, count, graceMs: graceFor(best, count) } : undefined;
}

function irregular(times: Float64Array): Habit {
  const count = times.length;
  const spacingMs = greatestUsual(gapsOf(times));
  // So few have probably not shown their longest gap yet.
  const graceMs = count < 10 ? spacingMs : spacingMs / 2;
  return { kind: "irregular", spacingMs, spreadMs: 0, count, graceMs };
}
