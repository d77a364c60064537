// By what may the past repeat? Civil time as the number of a cycle and a slot in it: hours, days, weeks, months.
import { DAY, HOUR, MINUTE } from "../../time.ts";

/** Times are civil: what the clocks show, as if that were UTC. */
export interface Cycle {
  kind: "hours" | "day" | "days" | "week" | "month";
  /** About how long; of all but months exactly. */
  lengthMs: number;
  /** How a month begins, in words: "1st", "last day", "first Sunday". */
  from?: string;
  number(time: number): number;
  start(number: number): number;
}

/** Those that come into question for an item with this usual gap. `newest` tells the weekday of what is monthly. */
export function cyclesFor(gapMs: number, newest: number): Cycle[] {
  const cycles: Cycle[] = [];
  const near = HOURS.find((length) => Math.abs(length - gapMs) < 0.1 * length);
  if (near !== undefined) cycles.push(fixed("hours", near));
  if (gapMs < 9 * DAY) cycles.push(fixed("day", DAY));
  const days = Math.round(gapMs / DAY);
  if (days >= 2 && days !== 7 && days <= 60) cycles.push(fixed("days", days * DAY));
  if (gapMs > 11 * HOUR && gapMs < 9 * DAY) cycles.push(fixed("week", 7 * DAY));
  if (gapMs > 9 * DAY && gapMs < 45 * DAY) cycles.push(...months(newest));
  return cycles;
}

// They divide a day, so that their slots are the same on each.
const HOURS = [
  5 * MINUTE,
  10 * MINUTE,
  15 * MINUTE,
  20 * MINUTE,
  30 * MINUTE,
  ...[1, 2, 3, 4, 6, 8, 12].map((h) => h * HOUR),
];

function fixed(kind: Cycle["kind"], lengthMs: number): Cycle {
  return { kind, lengthMs, number: (time) => Math.floor(time / lengthMs), start: (number) => number * lengthMs };
}

/** Months may begin with the 1st, the last day, or the first or last weekday of their kind: at noon before it. */
function months(newest: number): Cycle[] {
  const weekday = new Date(newest).getUTCDay();
  const name = WEEKDAYS[weekday]!;
  return [
    month("1st", (number) => Date.UTC(0, number)),
    month("last day", (number) => Date.UTC(0, number + 1) - DAY),
    month(`first ${name}`, (number) => onOrAfter(Date.UTC(0, number), weekday)),
    month(`last ${name}`, (number) => onOrAfter(Date.UTC(0, number + 1) - 7 * DAY, weekday)),
  ];
}

export const WEEKDAYS = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"];

function month(from: string, firstDay: (number: number) => number): Cycle {
  const start = (number: number) => firstDay(number) - DAY / 2;
  const number = (time: number) => {
    const date = new Date(time);
    const calendar = 12 * (date.getUTCFullYear() - 1900) + date.getUTCMonth();
    return [calendar + 1, calendar].find((candidate) => start(candidate) <= time) ?? calendar - 1;
  };
  return { kind: "month", lengthMs: 30.4 * DAY, from, number, start };
}

function onOrAfter(day: number, weekday: number): number {
  return day + ((weekday - new Date(day).getUTCDay() + 7) % 7) * DAY;
}
