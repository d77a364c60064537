// Which slots of a habit were filled, and which were missed?
import type { Habit } from "./habit.ts";
import { slotsFrom } from "./timetable.ts";

/** Times are civil for a timetable, else instants. */
export interface Filling {
  /** The first slot after the newest filled one. */
  due: number;
  /** Earlier slots that no backup filled, ascending. */
  missed: number[];
  /** 1 for each backup that broke the habit: without a slot, late, or after a missed slot. */
  exceptional: Uint8Array;
}

/** Assigns backups (`times`, ascending, at least one) to slots. A late backup fills its slot; one without a slot changes nothing. */
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
  // A backup fills the slot before it (`open`, NaN if that is filled) or the current one (`slot`); then `coming` is next.
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
    // More likely the backup of the slot before, late, than this slot's, early.
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
