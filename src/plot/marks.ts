// How is one item's history drawn? A line for what came, dots for what is still on the node, hollow ones for what is gone
// before its time, a cross for what did not come, a ring for what is due next.
import { bisectLeft } from "d3-array";
import { line } from "d3-shape";
import type { Instant } from "../model.ts";
import { place } from "./axes.ts";
import type { Scale } from "./axes.ts";
import { paint } from "./colours.ts";
import { needed } from "./cover.ts";
import { crowd } from "./crowd.ts";
import type { Span } from "./crowd.ts";
import type { Box, Lane } from "./lane.ts";
import { columnOf, m4 } from "./m4.ts";
import type { Pixels } from "./m4.ts";
import { drawFrozen, drawAnomalies } from "./anomalies.ts";
import { pathOf } from "./path.ts";
import type { Pen } from "./path.ts";
import { cross, ring } from "./shapes.ts";
import type { Pixel } from "./shapes.ts";
import { append, NONE } from "./svg.ts";
import type { Part } from "./svg.ts";
import type { Panel, Points, View } from "./view.ts";
import { inLines, TITLED, describePoint, printZonedTime } from "./words.ts";

export function drawMarks(parent: Part, lane: Lane, view: View, x: Scale): void {
  const { panel, y, box } = lane;
  if (y) {
    const { points, missed } = panel;
    const pixels = room(points.at.length);
    place(x, points.at, pixels.x);
    place(y, lane.values, pixels.y);
    drawLine(parent, pixels, stretches(points, missed));
    drawFrozen(parent, lane, view, pixels);
    drawHeld(parent, panel, view, pixels, box);
    drawGone(parent, panel, view, pixels, box);
    drawAnomalies(parent, lane, view, x, pixels);
  }
  drawMissed(parent, panel, view, x, box);
  if (panel.due === undefined) return;
  const due = drawRing(parent, [x(panel.due), box.bottom - 2 * box.arm], box.arm - 0.5);
  append(due, "title", NONE, NONE, `${panel.item}: next due ${printZonedTime(panel.due, view)}`);
}

let pixels: Pixels = { x: new Float64Array(0), y: new Float64Array(0) };

/** Of one panel at a time, and the same for all. */
function room(points: number): Pixels {
  if (pixels.x.length < points) pixels = { x: new Float64Array(2 * points), y: new Float64Array(2 * points) };
  return pixels;
}

/** One dot or many. */
export function drawDots(parent: Part, dots: Span[], width: number): Part {
  const d = pathOf((pen) => {
    let [column, y] = [NaN, 0];
    for (const { x, low, high } of dots) {
      // In tenths, so that short steps add up to where the long way leads.
      const [from, to] = [tenths(low), tenths(high)];
      if (x === column) pen.moveBy(0, from - y);
      else pen.moveTo(x, from);
      if (from < to) pen.toY(to);
      else pen.stand();
      [column, y] = [x, to];
    }
  });
  return append(parent, "path", DOTS, { "stroke-width": width, d });
}

function tenths(pixels: number): number {
  return Math.round(10 * pixels) / 10;
}

export function drawCross(parent: Part, at: Pixel, arm: number): Part {
  return append(parent, "path", CROSS, { d: pathOf((pen) => cross(pen, at, arm)) });
}

export function drawRing(parent: Part, at: Pixel, radius: number): Part {
  return append(parent, "path", RING, { d: pathOf((pen) => ring(pen, at, radius)) });
}

const ROUND = { "stroke-linecap": "round", "stroke-linejoin": "round" };
export const LINE = { ...paint("line"), "stroke-width": 1.5, ...ROUND };
const DOTS = { ...paint("dots"), ...ROUND };
const RING = { ...paint("hollow"), "stroke-width": 1.2 };
const GONE = { ...paint("gone"), "stroke-width": 1.2 };
const CROSS = { ...paint("missed"), "stroke-width": 1.8 };

type Stretch = readonly [start: number, end: number];

/** The points between which nothing was missed. */
function stretches({ at }: Points, missed: Instant[]): Stretch[] {
  const all: Stretch[] = [];
  let start = 0;
  for (const due of missed) {
    let end = start;
    while (end < at.length && at[end]! < due) end++;
    if (end > start) all.push([start, end]);
    start = end;
  }
  return start < at.length ? [...all, [start, at.length]] : all;
}

/** What is too short to be seen as a line is upright, or a line as long as a dot. */
function drawLine(parent: Part, pixels: Pixels, stretches: Stretch[]): void {
  const short: Span[] = [];
  const d = pathOf((pen) => {
    // Its types know no other context than a canvas; it calls moveTo, lineTo and closePath.
    const draw = line<number>((i) => pixels.x[i]!, (i) => pixels.y[i]!).context(pen as never); // prettier-ignore
    for (const [start, end] of stretches) {
      if (columnOf(pixels.x[start]!) === columnOf(pixels.x[end - 1]!)) short.push(spanOf(pixels, start, end));
      else draw(m4(pixels, start, end));
    }
    for (const { x, low, high } of crowd(short, 1)) {
      if (high - low >= 1) upright(pen, x, low, high);
      else {
        pen.moveTo(x - 0.5, low);
        pen.lineTo(x + 0.5, low);
      }
    }
  });
  append(parent, "path", LINE, { d });
}

function spanOf({ x, y }: Pixels, start: number, end: number): Span {
  const span = { x: x[start]!, low: y[start]!, high: y[start]! };
  for (let i = start + 1; i < end; i++) {
    span.low = Math.min(span.low, y[i]!);
    span.high = Math.max(span.high, y[i]!);
  }
  return span;
}

function upright(pen: Pen, x: number, low: number, high: number): void {
  pen.moveTo(x, low);
  pen.toY(high);
}

function drawHeld(parent: Part, panel: Panel, view: View, pixels: Pixels, { dot }: Box): void {
  const { held } = panel.points;
  const dots: Span[] = [];
  for (let i = held.indexOf(1); i >= 0; i = held.indexOf(1, i + 1)) {
    dots.push({ x: pixels.x[i]!, low: pixels.y[i]!, high: pixels.y[i]! });
  }
  const last = held.length - 1;
  const newest = held[last] === 1 ? dots.splice(-1) : [];
  if (dots.length > 0) drawDots(parent, crowd(dots, 0.75 * dot), dot);
  if (newest.length > 0) append(drawDots(parent, newest, dot), "title", NONE, NONE, describePoint(panel, last, view));
}

function drawGone(parent: Part, panel: Panel, view: View, { x, y }: Pixels, { dot }: Box): void {
  const { at, held } = panel.points;
  const gone: number[] = [];
  for (let i = bisectLeft(at, panel.keptFrom); i < at.length; i++) if (held[i] === 0) gone.push(i);
  if (gone.length === 0) return;
  const dots = gone.map((i): Pixel => [x[i]!, y[i]!]);
  const drawn = drawHollow(parent, needed(dots, dot / 2, GONE["stroke-width"]), dot / 2);
  const told = gone.slice(-TITLED).map((i) => `${describePoint(panel, i, view)}, no longer there`);
  append(drawn, "title", NONE, NONE, inLines(told, gone.length));
}

/** One dot or many: the line does not show through them. */
export function drawHollow(parent: Part, dots: Pixel[], radius: number): Part {
  const d = pathOf((pen) => {
    for (const dot of dots) ring(pen, dot, radius);
  });
  return append(parent, "path", GONE, { d });
}

/** Crosses that would lie on one another are one, which then says how many. */
function drawMissed(parent: Part, { item, missed }: Panel, view: View, x: Scale, box: Box): void {
  for (let start = 0; start < missed.length;) {
    let end = start + 1;
    while (end < missed.length && x(missed[end]!) - x(missed[start]!) < box.arm) end++;
    const [first, last] = [missed[start]!, missed[end - 1]!];
    const count = end - start === 1 ? "" : `${end - start} `;
    const due = [...new Set([first, last])].map((at) => printZonedTime(at, view)).join(" to ");
    const crossed = drawCross(parent, [(x(first) + x(last)) / 2, box.bottom - 2 * box.arm], box.arm);
    append(crossed, "title", NONE, NONE, `${item}: ${count}did not come, due ${due}`);
    start = end;
  }
}
