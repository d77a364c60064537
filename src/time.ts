// Civil time: instants and what the clocks of a zone show for them, daylight saving included.
import { bisector } from "d3-array";
import { Temporal } from "temporal-polyfill";
import type { Instant } from "./model.ts";

export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

/** Finds its way in what is ordered by time. */
export const byInstant = bisector(({ at }: { at: Instant }) => at);

/** What a clock in `zone` shows, as if that were UTC: read its fields with `getUTC…`. */
export function civil(at: Instant, zone: string): Date {
  return new Date(local(at, zone));
}

/**
 * The instant at which clocks in `zone` show `stamp` (`2012-11-13T16:10:23`); undefined where no calendar has it.
 * Of two instants the earlier; a time that daylight saving leaves out is read as if the clocks had not yet moved
 * (RFC 5545, 3.3.5).
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

/** Whether `readWhen` knows it, in whichever zone. */
export function isWhen(text: string): boolean {
  return readWhen(text, "UTC", 0) !== undefined;
}

/**
 * A time as a person says it: an ISO 8601 instant, `2026-11-28 06:00` on the clocks of `zone`, or a day, which is all of it
 * or, today, as much as has passed: `2026-11-28`, `yesterday`. Undefined for anything else.
 */
export function readWhen(text: string, zone: string, now: Instant): Instant | undefined {
  if (text === "yesterday") return midnight(now, zone) - 1;
  const [, day, time] = /^(\d{4}-\d\d-\d\d)(?:[ T](\d\d:\d\d))?$/.exec(text) ?? [];
  if (day === undefined) return readInstant(text);
  if (time !== undefined) return instant(`${day}T${time}:00`, zone);
  const noon = instant(`${day}T12:00:00`, zone);
  if (noon === undefined) return undefined;
  const end = midnight(noon, zone, 1) - 1;
  return midnight(noon, zone) <= now ? Math.min(end, now) : end;
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

/** As `civil`, as a number. */
export function local(at: Instant, zone: string): number {
  return at + offset(at, zone);
}

/** As `local`, of many that ascend. */
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

/** The instant at which the clocks of `zone` show what `local` says; read as in `instant`. */
export function fromLocal(shown: number, zone: string): Instant {
  const before = offset(shown - DAY, zone);
  const after = offset(shown + DAY, zone);
  if (before === after) return shown - before;
  const readings = [shown - Math.max(before, after), shown - Math.min(before, after)];
  return readings.find((at) => local(at, zone) === shown) ?? shown - before;
}

/** Days in a row on which the clocks of a zone do not move. */
interface Stretch {
  from: Instant;
  to: Instant;
  ms: number;
}

const clocks = new Map<string, { stretches: Stretch[]; quarters: Map<number, number> }>();
const QUARTER = 15 * MINUTE;

/**
 * Milliseconds that the clocks of `zone` are ahead of UTC. Temporal takes some 10 µs, and years of tarballs have thousands
 * of stamps: so it is asked once for a stretch, and for each quarter of an hour of the days on which clocks move.
 */
function offset(at: Instant, zone: string): number {
  let clock = clocks.get(zone);
  if (!clock) clocks.set(zone, (clock = { stretches: [], quarters: new Map() }));
  const known = stretchOf(at, clock.stretches);
  if (known) return known.ms;
  const quarter = Math.floor(at / QUARTER);
  const asked = clock.quarters.get(quarter);
  if (asked !== undefined) return asked;
  const stretch = stretchAround(at, zone);
  if (stretch) clock.stretches.push(stretch);
  else clock.quarters.set(quarter, ask(quarter * QUARTER, zone));
  return offset(at, zone);
}

function stretchOf(at: Instant, stretches: Stretch[]): Stretch | undefined {
  return stretches.find(({ from, to }) => from <= at && at < to);
}

/** In steps in which no clock moves there and back; undefined for a day on which one moves. */
function stretchAround(at: Instant, zone: string): Stretch | undefined {
  const day = Math.floor(at / DAY) * DAY;
  const ms = ask(day, zone);
  if (ask(day + DAY, zone) !== ms) return undefined;
  let [from, to] = [day, day + DAY];
  for (const step of [8 * DAY, DAY]) {
    while (to < day + 400 * DAY && ask(to + step, zone) === ms) to += step;
    while (from > day - 400 * DAY && ask(from - step, zone) === ms) from -= step;
  }
  return { from, to, ms };
}

function ask(at: Instant, zone: string): number {
  return Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(zone).offsetNanoseconds / 1e6;
}
