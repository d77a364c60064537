// A rhythm in words: "every 24 h", "weekdays 02:30", "monthly on the 1st, 04:00".
import { DAY, MINUTE } from "../../time.ts";
import { plural, printList, printSpan } from "../../units.ts";
import { WEEKDAYS } from "./cycle.ts";
import type { Habit } from "./habit.ts";
import type { Timetable } from "./timetable.ts";

/** The rule alone: "every 24 h". */
export function textOf(habit: Habit): string {
  if (habit.kind === "irregular") return `irregular, at most ${printDays(habit.spacingMs)} apart`;
  if (habit.kind === "interval") return every(habit.spacingMs);
  const { cycle, slots, weekdays } = habit;
  if (slots.length === 1 && !weekdays && cycle.kind !== "week" && cycle.kind !== "month") return every(cycle.lengthMs);
  const times = timesOf(habit);
  if (cycle.kind === "hours") return `${every(cycle.lengthMs)} on ${daysOf(habit)}`;
  if (cycle.kind === "day")
    return `${weekdays ? daysOf(habit) : "daily"}${slots.length > MAX_LISTED ? "," : ""} ${times}`;
  if (cycle.kind === "week") return slots.length === 1 ? `${daysOf(habit)} ${times}` : inWeek(habit);
  if (cycle.kind === "month") return inMonth(habit);
  return `${plural(slots.length, "time")} ${every(cycle.lengthMs)}`;
}

/**
 * The rule, how well it is kept and how it is known: "due every 24 h ± 20 min (learned from 58 backups)". `within` says in
 * how little time a young item's backups came.
 */
export function ruleOf(habit: Habit, within?: string): string {
  const learned = `learned from ${plural(habit.count, "backup")}${within ? ` in ${within}` : ""}`;
  const rule = habit.kind === "irregular" ? textOf(habit) : `due ${textOf(habit)} ± ${printSpread(habit.spreadMs)}`;
  return `${rule} (${learned})`;
}

function printSpread(ms: number): string {
  return ms < 1.5 * MINUTE ? "1 min" : printSpan(ms);
}

function every(ms: number): string {
  return `every ${printSpan(ms).replace(/^1 h$/, "hour")}`;
}

/** As a limit, "1 day" is easier to read than "24 h". */
function printDays(ms: number): string {
  const days = ms / DAY;
  return days >= 0.95 && Math.abs(days - Math.round(days)) < 0.05 ? plural(Math.round(days), "day") : printSpan(ms);
}

/** `02:30` of a civil time. */
function clock(time: number): string {
  return new Date(Math.round(time / MINUTE) * MINUTE).toISOString().slice(11, 16);
}

const MAX_LISTED = 4;

function timesOf({ cycle, cut, slots }: Timetable): string {
  const clocks = slots.map((slot) => clock(cycle.start(0) + cut + slot)).sort();
  return clocks.length <= MAX_LISTED
    ? clocks.join(" ")
    : `${plural(clocks.length, "time")} from ${clocks[0]!} to ${clocks.at(-1)!}`;
}

/** "weekdays", "Sundays", "Mon Wed Fri". */
function daysOf({ cycle, cut, slots, weekdays }: Timetable): string {
  const first = weekday(cycle.start(0) + cut + slots[0]!);
  const on = WEEKDAYS.filter((_, day) => (weekdays ? weekdays[day] : day === first));
  if (on.length === 1) return `${on[0]!}s`;
  if (on.length === 5 && !weekdays![0] && !weekdays![6]) return "weekdays";
  return [...on.filter((day) => day !== "Sunday"), ...on.filter((day) => day === "Sunday")].map(short).join(" ");
}

function inWeek({ cycle, cut, slots }: Timetable): string {
  const times = slots.map((slot) => cycle.start(0) + cut + slot);
  if (times.length > 3) return `${plural(times.length, "time")} a week`;
  return times.map((time) => `${short(WEEKDAYS[weekday(time)]!)} ${clock(time)}`).join(", ");
}

function inMonth({ cycle, slots }: Timetable): string {
  const days = [...new Set(slots.map((slot) => Math.floor((slot - DAY / 2) / DAY)))];
  const [first] = days;
  const times = [...new Set(slots.map((slot) => clock(slot + DAY / 2)))].join(" ");
  const names = days.map((day) => (cycle.from === "1st" ? ordinal(day + 1) : cycle.from!));
  if (slots.length === 1 && first === 0) return `monthly on the ${cycle.from!}, ${times}`;
  if (cycle.from === "1st") return `monthly on the ${printList(names)}, ${times}`;
  return `${slots.length === 1 ? "monthly" : `${plural(slots.length, "time")} a month`}, ${times}`;
}

function ordinal(day: number): string {
  if (day < 1) return "last day";
  const tens = Math.floor((day % 100) / 10) === 1;
  return `${day}${tens ? "th" : (["th", "st", "nd", "rd"][day % 10] ?? "th")}`;
}

function weekday(time: number): number {
  return new Date(time).getUTCDay();
}

function short(day: string): string {
  return day.slice(0, 3);
}
