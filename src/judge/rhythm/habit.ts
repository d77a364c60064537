// By what rule does an item come: a timetable, an interval, or none?
import type { Interval } from "./interval.ts";
import type { Timetable } from "./timetable.ts";

export type Habit = (Timetable | Interval | Irregular) & {
  /** From how many backups it was learned. */
  count: number;
  /** How long after its time one is waited for. */
  graceMs: number;
};

interface Irregular {
  kind: "irregular";
  /** The longest usual gap. */
  spacingMs: number;
  spreadMs: 0;
}
