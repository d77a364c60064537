// Where does a size or an instant stand, and which of them are named?
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

/** The days of a range as `zone` has them. */
export interface Calendar {
  /** The midnights that begin them, and the one that ends the last: 23 to 25 hours apart. */
  midnights: Instant[];
  /** What stands on the calendar, a day each. */
  dates: Date[];
}

// A year of them costs as much as half a drawing, and the nodes of a hub have them in common.
const known = new Map<string, Calendar>();
const KNOWN = 20;

export function calendar(from: Instant, to: Instant, zone: string): Calendar {
  const key = `${from} ${to} ${zone}`;
  const kept = known.get(key);
  if (kept) return kept;
  if (known.size === KNOWN) known.clear();
  const midnights: Instant[] = [];
  for (let at = from; at < to; at = midnight(at, zone, 1)) midnights.push(at);
  const days = { midnights: [...midnights, to], dates: midnights.map((at) => civil(at, zone)) };
  known.set(key, days);
  return days;
}

/** Named midnights, as close as they can be read; computed here, since d3's own use the process' zone. */
export function timeTicks({ midnights, dates }: Calendar, x: Scale, zone: string): Tick[] {
  const starts = dates.map((date, i) => ({ at: midnights[i]!, date }));
  let [names, ticks] = ["days", starts];
  for (const step of STEPS) {
    names = step.names;
    ticks = starts.filter(({ date }) => step.begins(date));
    if (ticks.every(({ at }, i) => i === 0 || x(at) - x(ticks[i - 1]!.at) >= step.room)) break;
  }
  if (names === "days") ticks = turnsFirst(ticks, starts, x);
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

/** The turn of a year has its name whatever day of the week it is. */
function turnsFirst(ticks: Start[], starts: Start[], x: Scale): Start[] {
  const turns = starts.filter(({ date }) => isNewYear(date));
  const others = ticks.filter(({ at }) => turns.every((turn) => Math.abs(x(turn.at) - x(at)) >= CLOSE));
  return [...others, ...turns].sort((a, b) => a.at - b.at);
}

const CLOSE = 50;

interface Step {
  /** Pixels from one to the next. */
  room: number;
  begins: (date: Date) => boolean;
  names: "days" | "months";
}

const dayNumber = (date: Date) => Math.floor(date.getTime() / DAY);
const isMonday = (date: Date) => date.getUTCDay() === 1;
const isFirst = (date: Date) => date.getUTCDate() === 1;
const isNewYear = (date: Date) => isFirst(date) && date.getUTCMonth() === 0;

// Counted from a fixed day, so that the ticks do not jump from one night to the next.
const STEPS: Step[] = [
  { room: CLOSE, names: "days", begins: () => true },
  { room: CLOSE, names: "days", begins: (date) => dayNumber(date) % 2 === 0 },
  { room: CLOSE, names: "days", begins: isMonday },
  { room: CLOSE, names: "days", begins: (date) => isMonday(date) && dayNumber(date) % 14 === 11 },
  { room: 40, names: "months", begins: isFirst },
  { room: 40, names: "months", begins: (date) => isFirst(date) && date.getUTCMonth() % 3 === 0 },
  { room: 40, names: "months", begins: isNewYear },
  { room: 40, names: "months", begins: (date) => isNewYear(date) && date.getUTCFullYear() % 5 === 0 },
];

/** Where a whole series stands, written into `pixels`: what the scale says of its ends tells the rest. */
export function place(scale: Scale, values: Float64Array, pixels: Float64Array): void {
  const [from, to] = scale.domain() as [number, number];
  const start = scale(from);
  const pitch = (scale(to) - start) / (to - from);
  for (let i = 0; i < values.length; i++) pixels[i] = start + (values[i]! - from) * pitch;
}

/** From the panel's floor to its top, down to the limit below which a size alarms; undefined without a size. */
export function sizeScale(sizes: Iterable<number>, bottom: number, top: number, limit = Infinity): Scale | undefined {
  const [low, high] = extent(sizes);
  if (low === undefined) return undefined;
  return scaleLinear(domain(low, high || 1, limit), [bottom, top]);
}

/** The flicker of a flat line stays one: a panel shows at least this share of its largest size. */
const LEAST = 0.15;
/** What falls below this share stands on zero. */
const LOW = 0.3;
/** Of the way from a limit to the sizes, above them: what is expected goes on there. */
const ABOVE = 0.4;

function domain(low: number, high: number, limit: number): [number, number] {
  if (Math.min(low, limit) < LOW * high) return [0, high];
  if (limit < low) return [limit, high + ABOVE * (low - limit)];
  const lacking = Math.max(0, LEAST * high - (high - low));
  return [low - lacking / 2, high + lacking / 2];
}

/** Pixels between sizes that can be read. */
const CLOSEST = 15;

/** Two or three round sizes, or the one that there is room for. */
export function sizeTicks(scale: Scale): number[] {
  for (const count of [3, 2, 1]) {
    const ticks = scale.ticks(count).filter(Number.isInteger);
    const pixels = ticks.map(scale);
    if (ticks.length > 3 || ticks.length === 0) continue;
    if (pixels.every((y, i) => i === 0 || pixels[i - 1]! - y >= CLOSEST)) return ticks;
  }
  return scale.ticks(2).slice(0, 1);
}
