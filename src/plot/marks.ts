// The marks of one item: a line through its backups, dots for those still on the node, hollow dots for those gone too soon,
// a cross for each that did not come, a ring for the next one due.
import { bisectLeft } from "d3-array";
import { line } from "d3-shape";
import type { Instant } from "../model.ts";
import { applyScale } from "./axes.ts";
import type { Scale } from "./axes.ts";
import { styleOf } from "./colours.ts";
import { visibleDots } from "./cover.ts";
import type { Box, Lane } from "./lane.ts";
import { columnOf, m4 } from "./m4.ts";
import type { Pixels } from "./m4.ts";
import { drawFrozen, drawAnomalies } from "./anomalies.ts";
import { pathOf } from "./path.ts";
import { cross, ring } from "./shapes.ts";
import type { Pixel } from "./shapes.ts";
import { mergeSpans } from "./spans.ts";
import type { Span } from "./spans.ts";
import { append, NONE } from "./svg.ts";
import type { Part } from "./svg.ts";
import type { Panel, Points, View } from "./view.ts";
import { titleLines, MAX_TITLES, describePoint, printZonedTime } from "./words.ts";

/** Draws the history of one item into its lane; `x` is the time scale. */
export function drawMarks(parent: Part, lane: Lane, view: View, x: Scale): void {
  const { panel, y, box } = lane;
  if (y) {
    const { points, missed } = panel;
    const pixels = buffersFor(points.at.length);
    applyScale(x, points.at, pixels.x);
    applyScale(y, lane.values, pixels.y);
    drawLine(parent, pixels, segments(points, missed));
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

let buffers: Pixels = { x: new Float64Array(0), y: new Float64Array(0) };

/** Buffers for the pixels of one panel, reused for the next one. */
function buffersFor(points: number): Pixels {
  if (buffers.x.length < points) buffers = { x: new Float64Array(2 * points), y: new Float64Array(2 * points) };
  return buffers;
}

/** One path for all dots, `width` pixels across; a span becomes a thick vertical line. */
export function drawDots(parent: Part, dots: Span[], width: number): Part {
  const d = pathOf((pen) => {
    let [column, y] = [NaN, 0];
    for (const { x, low, high } of dots) {
      // Rounded here, so that relative moves add up to the absolute position.
      const [from, to] = [tenths(low), tenths(high)];
      if (x === column) pen.moveBy(0, from - y);
      else pen.moveTo(x, from);
      if (from < to) pen.toY(to);
      else pen.dot();
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
export const LINE = { ...styleOf("line"), "stroke-width": 1.5, ...ROUND };
const DOTS = { ...styleOf("dots"), ...ROUND };
const RING = { ...styleOf("hollow"), "stroke-width": 1.2 };
const GONE = { ...styleOf("gone"), "stroke-width": 1.2 };
const CROSS = { ...styleOf("missed"), "stroke-width": 1.8 };

/** Indices of the first point, and of the one after the last. */
type Segment = readonly [start: number, end: number];

/** Cuts the line where a backup was missed. */
function segments({ at }: Points, missed: Instant[]): Segment[] {
  const all: Segment[] = [];
  let start = 0;
  for (const due of missed) {
    let end = start;
    while (end < at.length && at[end]! < due) end++;
    if (end > start) all.push([start, end]);
    start = end;
  }
  return start < at.length ? [...all, [start, at.length]] : all;
}

/** Segments within one column of pixels become a vertical line, or a horizontal one of one pixel. */
function drawLine(parent: Part, pixels: Pixels, segments: Segment[]): void {
  const short: Span[] = [];
  const d = pathOf((pen) => {
    // d3-shape types its context as a canvas, but uses only moveTo, lineTo and closePath.
    const draw = line<number>((i) => pixels.x[i]!, (i) => pixels.y[i]!).context(pen as never); // prettier-ignore
    for (const [start, end] of segments) {
      if (columnOf(pixels.x[start]!) === columnOf(pixels.x[end - 1]!)) short.push(spanOf(pixels, start, end));
      else draw(m4(pixels, start, end));
    }
    for (const { x, low, high } of mergeSpans(short, 1)) {
      if (high - low >= 1) {
        pen.moveTo(x, low);
        pen.toY(high);
      } else {
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

function drawHeld(parent: Part, panel: Panel, view: View, pixels: Pixels, { dot }: Box): void {
  const { held } = panel.points;
  const dots: Span[] = [];
  for (let i = held.indexOf(1); i >= 0; i = held.indexOf(1, i + 1)) {
    dots.push({ x: pixels.x[i]!, low: pixels.y[i]!, high: pixels.y[i]! });
  }
  const last = held.length - 1;
  const newest = held[last] === 1 ? dots.splice(-1) : [];
  if (dots.length > 0) drawDots(parent, mergeSpans(dots, 0.75 * dot), dot);
  if (newest.length > 0) append(drawDots(parent, newest, dot), "title", NONE, NONE, describePoint(panel, last, view));
}

function drawGone(parent: Part, panel: Panel, view: View, { x, y }: Pixels, { dot }: Box): void {
  const { at, held } = panel.points;
  const gone: number[] = [];
  for (let i = bisectLeft(at, panel.keptFrom); i < at.length; i++) if (held[i] === 0) gone.push(i);
  if (gone.length === 0) return;
  const dots = gone.map((i): Pixel => [x[i]!, y[i]!]);
  const drawn = drawHollow(parent, visibleDots(dots, dot / 2, GONE["stroke-width"]), dot / 2);
  const titles = gone.slice(-MAX_TITLES).map((i) => `${describePoint(panel, i, view)}, no longer on the node`);
  append(drawn, "title", NONE, NONE, titleLines(titles, gone.length));
}

/** One path for all hollow dots; their filling hides the line. `radius` is pixels. */
export function drawHollow(parent: Part, dots: Pixel[], radius: number): Part {
  const d = pathOf((pen) => {
    for (const dot of dots) ring(pen, dot, radius);
  });
  return append(parent, "path", GONE, { d });
}

/** Crosses that would overlap are drawn as one, whose title says how many. */
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
