// Unusual rhythms that somebody may have.
import type { Instant } from "../../../src/model.ts";
import { DAY, HOUR } from "../../../src/time.ts";
import type { Random } from "./random.ts";
import type { Schedule } from "./rhythms.ts";

type Days = (fits: (day: Date) => boolean) => Schedule["starts"];

export function unusual(random: Random, days: Days, phase: number): Pick<Schedule, "starts" | "stepMs"> {
  const number = (day: Date) => Math.floor(day.getTime() / DAY);
  const offset = random.integer(0, 13);
  switch (random.integer(0, 4)) {
    case 0: // every second week
      return { starts: days((day) => (number(day) + offset) % 14 === 0), stepMs: 14 * DAY };
    case 1: // the last weekday of the month
      return { starts: days(lastWeekday), stepMs: 27 * DAY };
    case 2: // every 36 hours, by true time
      return { starts: every(36 * HOUR, phase), stepMs: 36 * HOUR };
    case 3: // four days on, three days off: always the same weekdays
      return { starts: days((day) => (day.getUTCDay() + offset) % 7 < 4), stepMs: DAY };
    default: // three days on, two days off: not by weekday
      return { starts: days((day) => (number(day) + offset) % 5 < 3), stepMs: DAY };
  }
}

function lastWeekday(day: Date): boolean {
  const weekday = day.getUTCDay();
  if (weekday % 6 === 0) return false;
  const next = new Date(day.getTime() + (weekday === 5 ? 3 : 1) * DAY);
  return next.getUTCMonth() !== day.getUTCMonth();
}

function every(step: number, phase: number): Schedule["starts"] {
  return (_zone, from, to) => {
    const starts: Instant[] = [];
    for (let at = Math.ceil((from - phase) / step) * step + phase; at < to; at += step) starts.push(at);
    return starts;
  };
}
