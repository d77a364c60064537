// Habits as they are learned from made-up times, which are civil.
import { cyclesFor, type Cycle } from "../../../src/judge/rhythm/cycle.ts";
import type { Habit } from "../../../src/judge/rhythm/habit.ts";
import { interval } from "../../../src/judge/rhythm/interval.ts";
import { timetable, type Timetable } from "../../../src/judge/rhythm/timetable.ts";
import { DAY, MINUTE } from "../../../src/time.ts";

/** A Monday. */
export const MONDAY = Date.UTC(2026, 0, 5);

export function cycleOf(kind: Cycle["kind"], gapMs: number, from?: string): Cycle {
  return cyclesFor(gapMs, MONDAY).find((cycle) => cycle.kind === kind && cycle.from === from)!;
}

export const DAILY = cycleOf("day", DAY);
export const WEEKLY = cycleOf("week", 7 * DAY);
export const MONTHLY = cycleOf("month", 30 * DAY, "1st");

export function timetableOf(cycle: Cycle, times: number[]): Timetable | undefined {
  return timetable(cycle, Float64Array.from(times));
}

export function habitOf(cycle: Cycle, times: number[], graceMs = 20 * MINUTE): Habit & { kind: "timetable" } {
  return { ...timetableOf(cycle, times)!, count: times.length, graceMs };
}

export function intervalOf(times: number[], graceMs = 20 * MINUTE): Habit {
  return { ...interval(Float64Array.from(times)), count: times.length, graceMs };
}
