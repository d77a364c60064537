// Reads and prints quantities. Everywhere else sizes are in bytes and times in UTC milliseconds.
import type { Instant } from "./model.ts";
import { civil, DAY, HOUR, midnight, MINUTE } from "./time.ts";

/** The unit of sizes in the table `tgzs` and in the predecessor's JSON. */
export const MIB = 1_048_576;

const SPANS: Record<string, number> = { s: 1000, m: MINUTE, h: HOUR, d: DAY };

/** `90s 15m 26h 7d` in milliseconds; undefined for anything else. */
export function readSpan(text: string): number | undefined {
  const [, number, unit] = /^(\d{1,6}(?:\.\d{1,3})?)([smhd])$/.exec(text) ?? [];
  return number === undefined ? undefined : Math.round(Number(number) * SPANS[unit!]!);
}

/** `0.4 s`, `45 s`, `20 min`, `1 h`, `24 h`, `7 days`. */
export function printSpan(ms: number): string {
  if (ms < 9_950) return `${trim(ms / 1000, 1)} s`;
  if (ms < 90_000 && ms !== MINUTE) return `${Math.round(ms / 1000)} s`;
  const minutes = Math.round(ms / MINUTE);
  if (minutes < 90 && minutes !== 60) return `${minutes} min`;
  if (ms < 71.5 * HOUR) return `${Math.round(ms / HOUR)} h`;
  return `${Math.round(ms / DAY)} days`;
}

const SIZES: Record<string, number> = { kB: 1e3, MB: 1e6, GB: 1e9, KiB: 1024, MiB: MIB, GiB: 1024 * MIB };

/** `500kB 8MiB 1.5GB` in bytes; undefined for anything else. */
export function readBytes(text: string): number | undefined {
  const [, number, unit] = /^(\d{1,6}(?:\.\d{1,3})?)([kMG]B|[KMG]iB)$/.exec(text) ?? [];
  return number === undefined ? undefined : Math.round(Number(number) * SIZES[unit!]!);
}

const PREFIXES = ["B", "kB", "MB", "GB", "TB", "PB", "EB"];

/** In decimal units, with three significant digits: `7.4 kB`, `794 MB`, `2.48 GB`. */
export function printBytes(bytes: number): string {
  let power = 0;
  let value = bytes;
  while (value >= 999.5 && power < PREFIXES.length - 1) {
    value /= 1000;
    power++;
  }
  return `${trim(value, power === 0 || value >= 99.95 ? 0 : value >= 9.995 ? 1 : 2)} ${PREFIXES[power]!}`;
}

/** With thousands separators: `1,103`. */
export function printCount(count: number): string {
  return String(count).replace(/\B(?=(\d{3})+$)/g, ",");
}

const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
const WEEKDAYS = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"];

/** `Nov`. */
export function printMonth(at: Instant, zone: string): string {
  return MONTHS[civil(at, zone).getUTCMonth()]!;
}

/** `22 Nov`. */
export function printDay(at: Instant, zone: string): string {
  return `${civil(at, zone).getUTCDate()} ${printMonth(at, zone)}`;
}

/** `22 Nov 2026`. */
export function printDate(at: Instant, zone: string): string {
  return `${printDay(at, zone)} ${civil(at, zone).getUTCFullYear()}`;
}

/** `16:10`. */
export function printClock(at: Instant, zone: string): string {
  return civil(at, zone).toISOString().slice(11, 16);
}

/** `22 Nov`, with the year if it is not that of `now`. */
export function printNearDay(at: Instant, zone: string, now: Instant): string {
  const sameYear = civil(at, zone).getUTCFullYear() === civil(now, zone).getUTCFullYear();
  return sameYear ? printDay(at, zone) : printDate(at, zone);
}

/** `22 Nov 16:10`, with the year if it is not that of `now`. */
export function printTime(at: Instant, zone: string, now: Instant): string {
  return `${printNearDay(at, zone, now)} ${printClock(at, zone)}`;
}

/** When something ends: `27 Nov 12:00`, or just `27 Nov` if it ends with that day. */
export function printUntil(at: Instant, zone: string, now: Instant): string {
  const wholeDay = midnight(at, zone) === at;
  return wholeDay ? printNearDay(at - 1, zone, now) : printTime(at, zone, now);
}

/** Shorter: `22 Nov 16:10`, or `22 Nov 2025` without the time if the year is not that of `now`. */
export function printShortTime(at: Instant, zone: string, now: Instant): string {
  const sameYear = civil(at, zone).getUTCFullYear() === civil(now, zone).getUTCFullYear();
  return sameYear ? printTime(at, zone, now) : printDate(at, zone);
}

/** `Tue 24 Nov 2026, 17:10`. */
export function printFullTime(at: Instant, zone: string): string {
  return `${WEEKDAYS[civil(at, zone).getUTCDay()]!} ${printDate(at, zone)}, ${printClock(at, zone)}`;
}

/** `2026-11-24T05:00:00Z`. */
export function printUtc(at: Instant): string {
  return `${new Date(at).toISOString().slice(0, 19)}Z`;
}

/** `no`, `one`, `two` … `twelve`, then digits. */
export function printWord(count: number): string {
  const words = "no one two three four five six seven eight nine ten eleven twelve".split(" ");
  return words[count] ?? printCount(count);
}

/** `a`, `a and b`, `a, b and c`. */
export function printList(words: string[]): string {
  return words.length < 2 ? words.join("") : `${words.slice(0, -1).join(", ")} and ${words.at(-1)!}`;
}

/** With a capital first letter. */
export function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** `1 tarball`, `2 tarballs`. */
export function plural(count: number, noun: string): string {
  return `${printCount(count)} ${noun}${count === 1 ? "" : "s"}`;
}

function trim(value: number, digits: number): string {
  const text = value.toFixed(digits);
  return digits === 0 ? text : text.replace(/\.?0+$/, "");
}
