// What is an item's habit now: a timetable, an interval, or none? Of the rules that might be, the one that says it in the
// fewest words.
import { DAY } from "../time.ts";
import { cyclesFor } from "./cycle.ts";
import type { Habit } from "./habit.ts";
import { gapsOf, interval } from "./interval.ts";
import { graceFor, greatestUsual, isRegular } from "./jitter.ts";
import { rollCall, type Roll } from "./roll.ts";
import { timetable } from "./timetable.ts";

/** With fewer nothing can be said. */
export const FEWEST = 5;

/** When backups came, ascending: as instants, and as the clocks showed it. */
export interface Series {
  times: Float64Array;
  shown: Float64Array;
}

/** The habit and how it was kept, of at least five backups. */
export function learnHabit(series: Series): { habit: Habit; roll: Roll } {
  const { times, shown } = series;
  const recent = recentFrom(times);
  let from = recent;
  while (times.length - from >= FEWEST) {
    const habit = fewestWords(times.subarray(from), shown.subarray(from));
    if (!habit) {
      // No rule holds for all of them: perhaps for the last two thirds.
      from += Math.ceil((times.length - from) / 3);
      if (times.length - from < 2 * FEWEST) break;
      continue;
    }
    const roll = rollCall(habit, habit.kind === "timetable" ? shown : times);
    const since = changedAt(roll.odd);
    if (since === undefined || since <= from) return { habit, roll };
    from = since;
  }
  const habit = irregular(times.subarray(recent));
  return { habit, roll: rollCall(habit, times) };
}

/** Five weeks tell the weekdays, 120 backups the months; more than 400 tell nothing new. */
function recentFrom(times: Float64Array): number {
  const last = times.at(-1)!;
  let from = Math.max(0, times.length - 120);
  while (from > 0 && times[from - 1]! > last - 35 * DAY && times.length - from < 400) from--;
  return from;
}

function fewestWords(times: Float64Array, shown: Float64Array): Habit | undefined {
  const byGap = interval(times);
  const rules = cyclesFor(byGap.spacingMs, shown.at(-1)!).flatMap((cycle) => timetable(cycle, shown) ?? []);
  const best = [...rules, byGap].reduce((best, rule) => (rule.cost < best.cost ? rule : best));
  const count = times.length;
  const places = best.kind === "timetable" ? best.places.length : 1;
  return isRegular(best, count, places) ? { ...best, count, graceMs: graceFor(best, count) } : undefined;
}

function irregular(times: Float64Array): Habit {
  const count = times.length;
  const spacingMs = greatestUsual(gapsOf(times));
  // So few have not shown their longest gap.
  const graceMs = count < 10 ? spacingMs : spacingMs / 2;
  return { kind: "irregular", spacingMs, spreadMs: 0, count, graceMs };
}

// A sum that grows with each backup that is not as the rule says, and shrinks with each that is (E. S. Page, 1954).
const [SHRINKS, CHANGED] = [0.15, 3];

/** Since which backup the rule has not held, if it does not hold at the end. */
function changedAt(odd: Uint8Array): number | undefined {
  let [sum, most] = [0, { sum: 0, at: odd.length }];
  for (let i = odd.length - 1; i >= 0 && i >= odd.length - 60; i--) {
    sum += odd[i]! - SHRINKS;
    if (sum > most.sum) most = { sum, at: i };
  }
  return most.sum >= CHANGED && odd.length - most.at >= FEWEST ? most.at : undefined;
}

/** Since which backup the rule has held, if it holds at the end. */
export function heldSince(odd: Uint8Array): number {
  let [sum, start] = [0, odd.length - 1];
  for (let i = odd.length - 1; i >= 0; i--) {
    sum += odd[i]! - SHRINKS;
    if (sum <= 0) [sum, start] = [0, i];
    if (sum >= CHANGED) return start;
  }
  return 0;
}
