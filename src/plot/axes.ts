// The scales and ticks of both axes: time and size.
import { extent } from "d3-array";
import { scaleLinear } from "d3-scale";
import type { ScaleLinear } from "d3-scale";
import type { Instant } from "../model.ts";
import { civil, DAY, midnight } from "../time.ts";
import { printDay, printMonth } from "../units.ts";

export type Scale = ScaleLinear<number, number>;

export interface Tick {
  x: number;
  text: string;
  bold: boolean;
}

export function timeScale(from: Instant, to: Instant, left: number, right: number): Scale {
  return scaleLinear([from, to], [left, right]);
}

/** The days of a range in a zone. */
export interface Calendar {
  /** The midnights that begin the days, and the one that ends the last day: 23 to 25 hours apart. */
  midnights: Instant[];
  /** The civil date of each day, as UTC (see `civil`). */
  dates: Date[];
}

// Making a year of days takes as long as half a drawing, and all nodes of a hub need the same.
const cache = new Map<string, Calendar>();
const MAX_CACHED = 20;

/** `from` and `to` are midnights in `zone`. */
export function calendar(from: Instant, to: Instant, zone: string): Calendar {
  const key = `${from} ${to} ${zone}`;
  const kept = cache.get(key);
  if (kept) return kept;
  if (cache.size === MAX_CACHED) cache.clear();
  const midnights: Instant[] = [];
  for (let at = from; at < to; at = midnight(at, zone, 1)) midnights.push(at);
  const days = { midnights: [...midnights, to], dates: midnights.map((at) => civil(at, zone)) };
  cache.set(key, days);
  return days;
}

/** Ticks at midnights, as many as can be read. Made here since d3's time scales use UTC or the zone of the process. */
export function timeTicks({ midnights, dates }: Calendar, x: Scale, zone: string): Tick[] {
  const starts = dates.map((date, i) => ({ at: midnights[i]!, date }));
  let [names, ticks] = ["days", starts];
  for (const step of STEPS) {
    names = step.names;
    ticks = starts.filter(({ date }) => step.begins(date));
    if (ticks.every(({ at }, i) => i === 0 || x(at) - x(ticks[i - 1]!.at) >= step.minGap)) break;
  }
  if (names === "days") ticks = withNewYears(ticks, starts, x);
  return ticks.map(({ at, date }) => {
    const bold = isNewYear(date);
    const text = bold ? String(date.getUTCFullYear()) : names === "days" ? printDay(at, zone) : printMonth(at, zone);
    return { x: x(at), text, bold };
  });
}

interface Start {
  at: Instant;
  date: Date;
}

/** Adds a tick at each New Year and drops those too near it. */
function withNewYears(ticks: Start[], starts: Start[], x: Scale): Start[] {
  const newYears = starts.filter(({ date }) => isNewYear(date));
  const others = ticks.filter(({ at }) => newYears.every((year) => Math.abs(x(year.at) - x(at)) >= MIN_DAY_GAP));
  return [...others, ...newYears].sort((a, b) => a.at - b.at);
}

/** Pixels between ticks that are labelled with days, and with months. */
const MIN_DAY_GAP = 50;
const MIN_MONTH_GAP = 40;

interface Step {
  /** Pixels between ticks. */
  minGap: number;
  begins: (date: Date) => boolean;
  names: "days" | "months";
}

const dayNumber = (date: Date) => Math.floor(date.getTime() / DAY);
const isMonday = (date: Date) => date.getUTCDay() === 1;
const isFirst = (date: Date) => date.getUTCDate() === 1;
const isNewYear = (date: Date) => isFirst(date) && date.getUTCMonth() === 0;

// Every other day or Monday is counted from a fixed day, so that ticks do not jump from one night to the next.
const STEPS: Step[] = [
  { minGap: MIN_DAY_GAP, names: "days", begins: () => true },
  { minGap: MIN_DAY_GAP, names: "days", begins: (date) => dayNumber(date) % 2 === 0 },
  { minGap: MIN_DAY_GAP, names: "days", begins: isMonday },
  { minGap: MIN_DAY_GAP, names: "days", begins: (date) => isMonday(date) && dayNumber(date) % 14 === 11 },
  { minGap: MIN_MONTH_GAP, names: "months", begins: isFirst },
  { minGap: MIN_MONTH_GAP, names: "months", begins: (date) => isFirst(date) && date.getUTCMonth() % 3 === 0 },
  { minGap: MIN_MONTH_GAP, names: "months", begins: isNewYear },
  { minGap: MIN_MONTH_GAP, names: "months", begins: (date) => isNewYear(date) && date.getUTCFullYear() % 5 === 0 },
];

/** Writes the scaled `values` into `pixels`. The scale is linear, so it is called for the ends of its domain only. */
export function applyScale(scale: Scale, values: Float64Array, pixels: Float64Array): void {
  const [from, to] = scale.domain() as [number, number];
  const start = scale(from);
  const pitch = (scale(to) - start) / (to - from);
  for (let i = 0; i < values.length; i++) pixels[i] = start + (values[i]! - from) * pitch;
}

/**
 * A linear scale for sizes in bytes, from `bottom` to `top` in pixels; undefined without sizes. Its domain includes `limit`,
 * the size below which the check `size` alarms, or starts at zero if the sizes vary a lot.
 */
export function sizeScale(sizes: Iterable<number>, bottom: number, top: number, limit = Infinity): Scale | undefined {
  const [low, high] = extent(sizes);
  if (low === undefined) return undefined;
  return scaleLinear(domain(low, high || 1, limit), [bottom, top]);
}

/** Least extent of a domain, as a share of the largest size, so that noise looks like noise. */
const MIN_EXTENT = 0.15;
/** If the lowest value is below this share of the largest size, the domain starts at zero. */
const ZERO_BELOW = 0.3;
/** Headroom for the upper half of the band, as a share of the distance from the limit to the lowest size. */
const HEADROOM = 0.4;

function domain(low: number, high: number, limit: number): [number, number] {
  if (Math.min(low, limit) < ZERO_BELOW * high) return [0, high];
  if (limit < low) return [limit, high + HEADROOM * (low - limit)];
  const lacking = Math.max(0, MIN_EXTENT * high - (high - low));
  return [low - lacking / 2, high + lacking / 2];
}

/** Pixels between ticks of a size axis. */
const MIN_SIZE_GAP = 15;

/** Up to three round sizes in bytes, at least one. */
export function sizeTicks(scale: Scale): number[] {
  for (const count of [3, 2, 1]) {
    const ticks = scale.ticks(count).filter(Number.isInteger);
    const pixels = ticks.map(scale);
    if (ticks.length > 3 || ticks.length === 0) continue;
    if (pixels.every((y, i) => i === 0 || pixels[i - 1]! - y >= MIN_SIZE_GAP)) return ticks;
  }
  return scale.ticks(2).slice(0, 1);
}
