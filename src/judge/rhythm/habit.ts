// The rule by which an item's backups come: a timetable, an interval, or none.
import type { Interval } from "./interval.ts";
import type { Timetable } from "./timetable.ts";

/** Fewer backups show no rule. */
export const MIN_BACKUPS = 5;

export type Habit = (Timetable | Interval | Irregular) & {
  /** How many backups it was learned from. */
  count: number;
  /** How long after its due time a backup is waited for. */
  graceMs: number;
};

interface Irregular {
  kind: "irregular";
  /** The longest usual gap between two backups. */
  spacingMs: number;
  spreadMs: 0;
}
