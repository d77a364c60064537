// Which cycles can a schedule repeat by? Hours, days, weeks and months, counted in civil time.
import { DAY, HOUR, MINUTE } from "../../time.ts";

/** Times are civil: ms of what the clocks show, read as if that were UTC. */
export interface Cycle {
  kind: "hours" | "day" | "days" | "week" | "month";
  /** The length; for months the average. */
  lengthMs: number;
  /** The day a month is counted from: "1st", "last day", "first Sunday". */
  from?: string;
  /** The number of the cycle that `time` is in. */
  number(time: number): number;
  /** When the cycle of that number starts. */
  start(number: number): number;
}

/** The cycles worth trying for an item with a median gap of `gapMs`; `newest` is its last time, whose weekday a monthly job may keep. */
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

// Each divides a day, so that the slots are the same every day.
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

/** Months counted from the 1st, the last day, or the first or last weekday of that name; each starts at noon of the day before. */
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
