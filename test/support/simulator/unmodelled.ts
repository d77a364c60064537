// Rhythms that no rule was tuned on; they are only used for the report.
import type { Instant } from "../../../src/model.ts";
import { DAY, HOUR, MINUTE } from "../../../src/time.ts";
import type { Random } from "./random.ts";
import type { Schedule } from "./rhythms.ts";

type Days = (fits: (day: Date) => boolean) => Schedule["starts"];

export function unmodelled(random: Random, days: Days, phase: number): Pick<Schedule, "starts" | "stepMs"> {
  const weekday = random.integer(0, 6);
  switch (random.integer(0, 5)) {
    case 0: // the 1st, 11th and 21st
      return { starts: days((day) => [1, 11, 21].includes(day.getUTCDate())), stepMs: 8 * DAY };
    case 1: // every five hours, by true time
      return { starts: every(5 * HOUR, phase), stepMs: 5 * HOUR };
    case 2: // each night, and once more a week, at another time
      return {
        starts: both(
          days(() => true),
          later(
            days((day) => day.getUTCDay() === weekday),
            9 * HOUR,
          ),
        ),
        stepMs: 9 * HOUR,
      };
    case 3: // the second Tuesday, or another day, of the month
      return { starts: days((day) => day.getUTCDay() === weekday && isSecond(day)), stepMs: 28 * DAY };
    case 4: // on three days of the week early, on two late
      return {
        starts: both(
          days((day) => [1, 3, 5].includes(day.getUTCDay())),
          later(
            days((day) => [2, 4].includes(day.getUTCDay())),
            7 * HOUR,
          ),
        ),
        stepMs: 17 * HOUR,
      };
    default: // each day four minutes earlier, like the stars
      return { starts: every(DAY - 4 * MINUTE, phase), stepMs: DAY };
  }
}

function isSecond(day: Date): boolean {
  return day.getUTCDate() > 7 && day.getUTCDate() <= 14;
}

function every(step: number, phase: number): Schedule["starts"] {
  return (_zone, from, to) => {
    const starts: Instant[] = [];
    for (let at = Math.ceil((from - phase) / step) * step + phase; at < to; at += step) starts.push(at);
    return starts;
  };
}

function later(starts: Schedule["starts"], ms: number): Schedule["starts"] {
  return (zone, from, to) => starts(zone, from - ms, to - ms).map((at) => at + ms);
}

function both(one: Schedule["starts"], other: Schedule["starts"]): Schedule["starts"] {
  return (...span) => [...one(...span), ...other(...span)].sort((a, b) => a - b);
}
