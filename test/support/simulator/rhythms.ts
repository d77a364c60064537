// When does cron start a job? Schedules as people write them, in civil time of the hub's zone.
import type { Instant } from "../../../src/model.ts";
import { civil, DAY, HOUR, instant, MINUTE, stampOf } from "../../../src/time.ts";
import type { Random } from "./random.ts";
import { unmodelled } from "./unmodelled.ts";
import { unusual } from "./unusual.ts";

export interface Schedule {
  /** Oldest first. */
  starts: (zone: string, from: Instant, to: Instant) => Instant[];
  /** The shortest time from one start to the next. */
  stepMs: number;
  /** By how much a start may be early or late, except on rare late nights. */
  jitterMs: number;
  /** If there is no schedule: how long a gap may be. */
  longestGapMs?: number;
}

export type Family = (typeof FAMILIES)[number];
export const FAMILIES = [
  "hourly",
  "several times a day",
  "nightly",
  "weekdays only",
  "weekly",
  "monthly",
  "irregular",
  "unusual",
  "not modelled",
] as const;

export function scheduleOf(family: Family, random: Random): Schedule {
  const hour = random.integer(0, 23);
  const minute = random.integer(0, 59);
  const jitterMs = random.pick([random.between(1, 5), random.between(6, 20), random.between(21, 60)]) * MINUTE;
  const days = (fits: (day: Date) => boolean) => (zone: string, from: Instant, to: Instant) =>
    daysOf(zone, from, to, fits, [hour * 60 + minute]);
  switch (family) {
    case "hourly":
      return {
        starts: (zone, from, to) => hours(zone, from, to, minute),
        stepMs: HOUR,
        jitterMs: random.between(0.5, 8) * MINUTE,
      };
    case "several times a day": {
      const times = timesOfDay(random);
      const stepMs = Math.min(...times.map((at, i) => (times[i + 1] ?? times[0]! + 1440) - at)) * MINUTE;
      const all = (zone: string, from: Instant, to: Instant) => daysOf(zone, from, to, () => true, times);
      return { starts: all, stepMs, jitterMs: Math.min(jitterMs, stepMs / 8) };
    }
    case "nightly":
      return { starts: days(() => true), stepMs: DAY, jitterMs };
    case "weekdays only":
      return { starts: days((day) => day.getUTCDay() % 6 > 0), stepMs: DAY, jitterMs };
    case "weekly": {
      const weekday = random.integer(0, 6);
      return { starts: days((day) => day.getUTCDay() === weekday), stepMs: 7 * DAY, jitterMs };
    }
    case "monthly": {
      const date = random.integer(1, 28);
      return { starts: days((day) => day.getUTCDate() === date), stepMs: 28 * DAY, jitterMs };
    }
    case "irregular":
      return whenever(random);
    case "unusual":
      return { ...unusual(random, days, hour * HOUR + minute * MINUTE), jitterMs };
    case "not modelled":
      return { ...unmodelled(random, days, hour * HOUR + minute * MINUTE), jitterMs };
  }
}

/** Every hour, so many minutes past, by the clocks of the zone: twice in the hour that comes twice. */
function hours(zone: string, from: Instant, to: Instant, minute: number): Instant[] {
  const starts: Instant[] = [];
  const half = 30 * MINUTE;
  for (let at = Math.ceil(from / half) * half + (minute % 30) * MINUTE; at < to; at += half) {
    if (civil(at, zone).getUTCMinutes() === minute) starts.push(at);
  }
  return starts;
}

/** Two to four times a day, at least three hours apart, unevenly. */
function timesOfDay(random: Random): number[] {
  const count = random.integer(2, 4);
  const times = Array.from({ length: count }, () => random.integer(0, 1439)).sort((a, b) => a - b);
  const apart = times.every((at, i) => (times[i + 1] ?? times[0]! + 1440) - at >= 180);
  return apart ? times : timesOfDay(random);
}

/** On every day that matches, at these minutes of the day. */
export function daysOf(
  zone: string,
  from: Instant,
  to: Instant,
  fits: (day: Date) => boolean,
  minutes: number[],
): Instant[] {
  const first = Date.parse(`${stampOf(from, zone).slice(0, 10)}T00:00:00Z`);
  const starts: Instant[] = [];
  for (let day = first; day <= to + DAY; day += DAY) {
    if (!fits(new Date(day))) continue;
    for (const minute of minutes) {
      starts.push(instant(new Date(day + minute * MINUTE).toISOString().slice(0, 19), zone)!);
    }
  }
  return starts.filter((at) => from <= at && at < to);
}

/** By hand, when there is something to save: gaps from a skewed distribution with a maximum. */
function whenever(random: Random): Schedule {
  const usual = random.between(8, 60) * HOUR;
  const spread = random.between(0.3, 0.6);
  const starts = (_zone: string, from: Instant, to: Instant) => {
    const list: Instant[] = [];
    for (let at = from + usual; at < to; at += usual * Math.exp(spread * random.bell(2))) list.push(at);
    return list;
  };
  return { starts, stepMs: usual, jitterMs: 0, longestGapMs: usual * Math.exp(spread * 2) };
}
