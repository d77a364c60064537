// How many tarballs arrived on each day, and how many did not?
import type { Instant } from "../model.ts";
import type { Scale } from "./axes.ts";
import { styleOf } from "./colours.ts";
import { pathOf } from "./path.ts";
import { drawSteps, rectangles } from "./shapes.ts";
import type { Corners, Step } from "./shapes.ts";
import { append } from "./svg.ts";
import type { Part } from "./svg.ts";
import type { Panel } from "./view.ts";

export interface Day {
  came: number;
  missed: number;
}

/** Counts per day; `days` are the midnights that begin the days, and the one that ends the last. */
export function countDays(panels: Panel[], days: Instant[]): Day[] {
  const counts = days.slice(1).map(() => ({ came: 0, missed: 0 }));
  for (const { points, missed } of panels) {
    eachDay(points.at, days, (day) => counts[day]!.came++);
    eachDay(missed, days, (day) => counts[day]!.missed++);
  }
  return counts;
}

/** A bar a day for what arrived, with a red outline on top for what did not. */
export function drawBars(parent: Part, counts: Day[], days: Instant[], x: Scale, y: Scale): void {
  const bars: Step[] = [];
  const outlines: Corners[] = [];
  const [bottom] = y.range() as [number];
  const step = Math.max(1, Math.ceil((MIN_WIDTH * counts.length) / (x.range()[1]! - x.range()[0]!)));
  for (let i = 0; i < counts.length; i += step) {
    const { came, missed } = tallest(counts.slice(i, i + step));
    const [start, end] = [x(days[i]!), x(days[Math.min(i + step, counts.length)]!)];
    // Narrow bars get narrow gaps, or none: otherwise a year would be a moiré.
    const gap = end - start < 2 * MIN_WIDTH ? 0 : Math.min(1.4, (end - start - MIN_WIDTH) / 1.5) / 2;
    const [left, right] = [start + gap, end - gap];
    if (came > 0) bars.push({ left, right, top: y(came), bottom });
    const top = Math.min(y(came + missed), y(came) - MIN_HEIGHT);
    if (missed > 0)
      outlines.push([
        [left + 0.5, top + 0.5],
        [Math.max(left, right - 1) + 0.5, y(came) - 0.5],
      ]);
  }
  if (bars.length > 0) append(parent, "path", styleOf("bars"), { d: pathOf((pen) => drawSteps(pen, bars)) });
  if (outlines.length > 0) append(parent, "path", styleOf("missed"), { "stroke-width": 1, d: rectangles(outlines) });
}

/** Pixels. If days are narrower, one bar stands for several days and has the height of the tallest. */
const MIN_WIDTH = 1;
/** Pixels, so that an outline can be seen however small its share. */
const MIN_HEIGHT = 4;

/** Calls `count` with the index of the day of each instant. `instants` ascend. */
function eachDay(instants: ArrayLike<Instant>, days: Instant[], count: (day: number) => void): void {
  let day = 0;
  for (let i = 0; i < instants.length; i++) {
    while (days[day + 1]! <= instants[i]!) day++;
    count(day);
  }
}

function tallest(days: Day[]): Day {
  return { came: Math.max(...days.map(({ came }) => came)), missed: Math.max(...days.map(({ missed }) => missed)) };
}
