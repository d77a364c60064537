// Where does a size or an instant stand, and which of them are named?
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

/** The midnights that begin the days of a range, and the one that ends it: 23 to 25 hours apart. */
export function midnights(from: Instant, to: Instant, zone: string): Instant[] {
  const days: Instant[] = [];
  for (let at = from; at < to; at = midnight(at, zone, 1)) days.push(at);
  return [...days, to];
}

/** Named midnights, as close as they can be read; computed here, since d3's own use the process' zone. */
export function timeTicks(days: Instant[], x: Scale, zone: string): Tick[] {
  const starts = days.slice(0, -1).map((at) => ({ at, x: x(at), date: civil(at, zone) }));
  let ticks: Tick[] = [];
  for (const { room, begins, names } of STEPS) {
    ticks = starts
      .filter(({ date }) => begins(date))
      .map(({ at, x, date }) => {
        const bold = names !== "days" && date.getUTCMonth() === 0;
        const text =
          names === "days" ? printDay(at, zone) : bold ? String(date.getUTCFullYear()) : printMonth(at, zone);
        return { x, text, bold };
      });
    if (ticks.every((tick, i) => i === 0 || tick.x - ticks[i - 1]!.x >= room)) break;
  }
  return ticks;
}

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
  { room: 50, names: "days", begins: () => true },
  { room: 50, names: "days", begins: (date) => dayNumber(date) % 2 === 0 },
  { room: 50, names: "days", begins: isMonday },
  { room: 50, names: "days", begins: (date) => isMonday(date) && dayNumber(date) % 14 === 11 },
  { room: 40, names: "months", begins: isFirst },
  { room: 40, names: "months", begins: (date) => isFirst(date) && date.getUTCMonth() % 3 === 0 },
  { room: 40, names: "months", begins: isNewYear },
  { room: 40, names: "months", begins: (date) => isNewYear(date) && date.getUTCFullYear() % 5 === 0 },
];

/** From the panel's floor to its top; undefined without a size. */
export function sizeScale(sizes: number[], bottom: number, top: number): Scale | undefined {
  if (sizes.length === 0) return undefined;
  const low = sizes.reduce((a, b) => Math.min(a, b));
  const high = sizes.reduce((a, b) => Math.max(a, b)) || 1;
  return scaleLinear(domain(low, high), [bottom, top]);
}

/** The flicker of a flat line stays one: a panel shows at least this share of its largest size. */
const LEAST = 0.15;
/** What falls below this share stands on zero. */
const LOW = 0.3;

function domain(low: number, high: number): [number, number] {
  if (low < LOW * high) return [0, high];
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
