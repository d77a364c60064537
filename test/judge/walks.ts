// Made-up histories of the rhythms there are, and an item walked through time hour by hour.
import type { Instant } from "../../src/model.ts";
import { learnRhythm } from "../../src/judge/rhythm/rhythm.ts";
import { DAY, fromLocal, HOUR, MINUTE } from "../../src/time.ts";
import { backup } from "../support/histories.ts";

/** Numbers from 0 to 1 that look like chance and are the same each time (Mulberry32). */
export function chance(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

/** Civil times of a crontab's kind: on those days at those hours. */
export function crontab(
  from: Instant,
  days: number,
  hours: number[],
  on: (date: Date) => boolean = () => true,
): number[] {
  const midnight = Math.floor(from / DAY) * DAY;
  return Array.from({ length: days }, (_, i) => midnight + i * DAY)
    .filter((day) => on(new Date(day)))
    .flatMap((day) => hours.map((hour) => day + hour * HOUR));
}

/** As instants of a zone, each somewhat beside its time. */
export function come(civil: number[], zone: string, jitterMs: number, random: () => number): Instant[] {
  return civil.map((time) => fromLocal(time, zone) + Math.round((2 * random() - 1) * jitterMs)).sort((a, b) => a - b);
}

export function rhythmAt(times: Instant[], now: Instant, zone = "UTC") {
  const backups = times.filter((at) => at <= now).map((at) => backup(at));
  return learnRhythm({ item: "x", backups }, { usual: "auto", exceptions: [] }, zone, {
    unseen: [],
    copyDelayMs: 0,
    until: now,
  });
}

/** At which whole hours somebody who looks each hour is alarmed. */
export function alarms(times: Instant[], from: Instant, to: Instant, zone = "UTC"): Instant[] {
  const found: Instant[] = [];
  for (let now = from; now <= to; now += HOUR) {
    const { dueBy } = rhythmAt(times, now, zone);
    if (dueBy !== undefined && now > dueBy) found.push(now);
  }
  return found;
}

export const minutes = (ms: number) => Math.round(ms / MINUTE);
