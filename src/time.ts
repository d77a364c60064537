// Civil time: converts between instants and what clocks in a zone show, daylight saving included.
import { bisector } from "d3-array";
import { Temporal } from "temporal-polyfill";
import type { Instant } from "./model.ts";

export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

/** Bisects arrays that are ordered by `at`. */
export const byInstant = bisector(({ at }: { at: Instant }) => at);

/** What clocks in `zone` show at `at`, as a Date whose `getUTC…` methods give the fields. */
export function civil(at: Instant, zone: string): Date {
  return new Date(local(at, zone));
}

/**
 * The instant at which clocks in `zone` show `stamp` (`2012-11-13T16:10:23`); undefined if there is no such date or time.
 * If there are two such instants, the earlier one. A time that daylight saving skips is read as if the clocks had not yet
 * changed (RFC 5545, 3.3.5).
 */
export function instant(stamp: string, zone: string): Instant | undefined {
  const shown = Date.parse(`${stamp}Z`);
  if (Number.isNaN(shown) || new Date(shown).toISOString().slice(0, 19) !== stamp) return undefined;
  return fromLocal(shown, zone);
}

/** An ISO 8601 instant, `2026-11-24T05:00:00Z` or with an offset; undefined for anything else. */
export function readInstant(text: string): Instant | undefined {
  try {
    return Temporal.Instant.from(text).epochMilliseconds;
  } catch {
    return undefined;
  }
}

/** Whether `readTime` accepts it, in any zone. */
export function isTime(text: string): boolean {
  return readTime(text, "UTC", 0) !== undefined;
}

/**
 * Reads a time that a person typed: an ISO 8601 instant; `2026-11-28 06:00` on the clocks of `zone`; or a day (`2026-11-28`,
 * `yesterday`), which means its last millisecond, or `now` if it is today. Undefined for anything else.
 */
export function readTime(text: string, zone: string, now: Instant): Instant | undefined {
  if (text === "yesterday") return midnight(now, zone) - 1;
  const [, day, time] = /^(\d{4}-\d\d-\d\d)(?:[ T](\d\d:\d\d))?$/.exec(text) ?? [];
  if (day === undefined) return readInstant(text);
  if (time !== undefined) return instant(`${day}T${time}:00`, zone);
  const noon = instant(`${day}T12:00:00`, zone);
  if (noon === undefined) return undefined;
  const end = midnight(noon, zone, 1) - 1;
  return midnight(noon, zone) <= now ? Math.min(end, now) : end;
}

/** The midnight (first instant) of the day in `zone` that contains `at`, or of the day `daysLater` days after it. */
export function midnight(at: Instant, zone: string, daysLater = 0): Instant {
  const date = civil(at, zone);
  return fromLocal(Date.UTC(date.getUTCFullYear(), date.getUTCMonth(), date.getUTCDate() + daysLater), zone);
}

/** What clocks in `zone` show at `at`: `2012-11-13T16:10:23`. */
export function stampOf(at: Instant, zone: string): string {
  return civil(at, zone).toISOString().slice(0, 19);
}

/** Whether this is the name of a time zone (`Asia/Shanghai`, `UTC`). */
export function isZone(zone: string): boolean {
  try {
    new Intl.DateTimeFormat("en", { timeZone: zone });
    return true;
  } catch {
    return false;
  }
}

/** The time zone of this machine. */
export function localZone(): string {
  return Intl.DateTimeFormat().resolvedOptions().timeZone;
}

/** As `civil`, but in milliseconds. */
export function local(at: Instant, zone: string): number {
  return at + offset(at, zone);
}

/** As `local`, for many instants in ascending order. */
export function locals(times: Float64Array, zone: string): Float64Array {
  const shown = new Float64Array(times.length);
  let [from, to, ms] = [0, 0, 0];
  for (let i = 0; i < times.length; i++) {
    const at = times[i]!;
    if (at < from || at >= to) {
      ms = offset(at, zone);
      ({ from, to } = stretchOf(at, clocks.get(zone)!.stretches) ?? { from: at, to: at });
    }
    shown[i] = at + ms;
  }
  return shown;
}

/** The inverse of `local`; ambiguous and skipped times are read as in `instant`. */
export function fromLocal(shown: number, zone: string): Instant {
  const before = offset(shown - DAY, zone);
  const after = offset(shown + DAY, zone);
  if (before === after) return shown - before;
  const readings = [shown - Math.max(before, after), shown - Math.min(before, after)];
  return readings.find((at) => local(at, zone) === shown) ?? shown - before;
}

/** A span during which the clocks of a zone do not change. */
interface Stretch {
  from: Instant;
  to: Instant;
  /** How far they are ahead of UTC. */
  ms: number;
}

const clocks = new Map<string, { stretches: Stretch[]; quarters: Map<number, number> }>();
const QUARTER = 15 * MINUTE;

/**
 * How many milliseconds the clocks of `zone` are ahead of UTC. Temporal takes about 10 µs, and years of tarballs have
 * thousands of stamps: so it is called once for each stretch, and once for each quarter of an hour on days when clocks change.
 */
function offset(at: Instant, zone: string): number {
  let clock = clocks.get(zone);
  if (!clock) clocks.set(zone, (clock = { stretches: [], quarters: new Map() }));
  const known = stretchOf(at, clock.stretches);
  if (known) return known.ms;
  const quarter = Math.floor(at / QUARTER);
  const cached = clock.quarters.get(quarter);
  if (cached !== undefined) return cached;
  const stretch = stretchAround(at, zone);
  if (stretch) clock.stretches.push(stretch);
  else clock.quarters.set(quarter, offsetByTemporal(quarter * QUARTER, zone));
  return offset(at, zone);
}

function stretchOf(at: Instant, stretches: Stretch[]): Stretch | undefined {
  return stretches.find(({ from, to }) => from <= at && at < to);
}

/** Grows in steps so short that no clock changes and changes back within one. Undefined if the clocks change on that day. */
function stretchAround(at: Instant, zone: string): Stretch | undefined {
  const day = Math.floor(at / DAY) * DAY;
  const ms = offsetByTemporal(day, zone);
  if (offsetByTemporal(day + DAY, zone) !== ms) return undefined;
  let [from, to] = [day, day + DAY];
  for (const step of [8 * DAY, DAY]) {
    while (to < day + 400 * DAY && offsetByTemporal(to + step, zone) === ms) to += step;
    while (from > day - 400 * DAY && offsetByTemporal(from - step, zone) === ms) from -= step;
  }
  return { from, to, ms };
}

function offsetByTemporal(at: Instant, zone: string): number {
  return Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(zone).offsetNanoseconds / 1e6;
}
