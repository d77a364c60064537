// Civil time: instants and what the clocks of a zone show for them, daylight saving included.
import { Temporal } from "temporal-polyfill";
import type { Instant } from "./model.ts";

export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

/** What a clock in `zone` shows, as if that were UTC: read its fields with `getUTC…`. */
export function civil(at: Instant, zone: string): Date {
  return new Date(at + offset(at, zone));
}

/**
 * The instant at which clocks in `zone` show `stamp` (`2012-11-13T16:10:23`); undefined where no calendar has it.
 * Of two instants the earlier; a time that daylight saving leaves out is read as if the clocks had not yet moved
 * (RFC 5545, 3.3.5).
 */
export function instant(stamp: string, zone: string): Instant | undefined {
  const local = Date.parse(`${stamp}Z`);
  if (Number.isNaN(local) || new Date(local).toISOString().slice(0, 19) !== stamp) return undefined;
  return fromLocal(local, zone);
}

/** An ISO 8601 instant, `2026-11-24T05:00:00Z` or with an offset; undefined for anything else. */
export function readInstant(text: string): Instant | undefined {
  try {
    return Temporal.Instant.from(text).epochMilliseconds;
  } catch {
    return undefined;
  }
}

/** The midnight (first instant) of the day that `zone` has at `at`, or of the day so many days later. */
export function midnight(at: Instant, zone: string, daysLater = 0): Instant {
  const date = civil(at, zone);
  return fromLocal(Date.UTC(date.getUTCFullYear(), date.getUTCMonth(), date.getUTCDate() + daysLater), zone);
}

/** `2012-11-13T16:10:23`: what the clocks of `zone` show at `at`. */
export function stampOf(at: Instant, zone: string): string {
  return civil(at, zone).toISOString().slice(0, 19);
}

/** Whether this is a zone we know (`Asia/Shanghai`, `UTC`). */
export function isZone(zone: string): boolean {
  try {
    new Intl.DateTimeFormat("en", { timeZone: zone });
    return true;
  } catch {
    return false;
  }
}

export function localZone(): string {
  return Intl.DateTimeFormat().resolvedOptions().timeZone;
}

function fromLocal(local: number, zone: string): Instant {
  const before = offset(local - DAY, zone);
  const after = offset(local + DAY, zone);
  const shows = [local - Math.max(before, after), local - Math.min(before, after)];
  return shows.find((at) => at + offset(at, zone) === local) ?? local - before;
}

// A conversion by Temporal costs some 10 µs, a year of hourly tarballs has 8,760: kept for a quarter of an hour of
// civil time, since zones move their clocks on quarters only.
const QUARTER = 15 * MINUTE;
const offsets = new Map<string, Map<number, number>>();

/** Milliseconds that the clocks of `zone` are ahead of UTC. */
function offset(at: Instant, zone: string): number {
  let known = offsets.get(zone);
  if (!known) offsets.set(zone, (known = new Map<number, number>()));
  const quarter = Math.floor(at / QUARTER);
  let ms = known.get(quarter);
  if (ms === undefined) {
    const zoned = Temporal.Instant.fromEpochMilliseconds(quarter * QUARTER).toZonedDateTimeISO(zone);
    known.set(quarter, (ms = zoned.offsetNanoseconds / 1e6));
  }
  return ms;
}
