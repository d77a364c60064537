// Which slots of an item's rhythm were filled, and which were not?
import type { Habit } from "./habit.ts";
import { slotsFrom } from "./timetable.ts";

/** Times are as the habit's: civil by a timetable, else instants. */
export interface Filling {
  /** The first slot after the newest that was filled. */
  due: number;
  /** Slots before that one that nothing filled. */
  missed: number[];
  /** For each backup whether it was not as the habit says: in no slot, late, or after a slot that was missed. */
  exceptional: Uint8Array;
}

/** Of backups whose times ascend. A late one fills its slot; one that has no slot of its own changes nothing. */
export function fillSlots(habit: Habit, times: Float64Array): Filling {
  if (habit.kind === "timetable") return byTimetable(habit, times);
  const missed: number[] = [];
  const exceptional = new Uint8Array(times.length);
  if (habit.kind === "interval") {
    for (let i = 1; i < times.length; i++) {
      const [before, at] = [times[i - 1]!, times[i]!];
      exceptional[i] = Math.abs(at - before - habit.spacingMs) > habit.graceMs ? 1 : 0;
      for (let due = before + habit.spacingMs; due < at - habit.spacingMs / 2; due += habit.spacingMs) missed.push(due);
    }
  }
  return { due: times[times.length - 1]! + habit.spacingMs, missed, exceptional };
}

function byTimetable(habit: Habit & { kind: "timetable" }, times: Float64Array): Filling {
  const early = Math.max(habit.graceMs, habit.spacingMs / 4);
  const next = slotsFrom(habit, times[0]!);
  const missed: number[] = [];
  const exceptional = new Uint8Array(times.length);
  /** The two slots that a backup may fill, the earlier one unless it is filled; then what comes. */
  let open = NaN;
  let slot = next();
  let coming = next();
  let filled = true;
  for (let i = 0; i < times.length; i++) {
    const at = times[i]!;
    const before = missed.length;
    while (coming - early <= at) {
      if (open > 0) missed.push(open);
      open = filled ? NaN : slot;
      slot = coming;
      coming = next();
      filled = i === 0 && coming - early <= at;
    }
    // The one before is late rather than this one early.
    if (open > 0 && slot - at > habit.graceMs) {
      exceptional[i] = 1;
      open = NaN;
      continue;
    }
    if (open > 0) missed.push(open);
    open = NaN;
    exceptional[i] = filled || Math.abs(at - slot) > habit.graceMs || missed.length > before ? 1 : 0;
    filled = true;
  }
  return { due: filled ? coming : slot, missed, exceptional };
}
