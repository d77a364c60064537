// How is one item's history drawn? A line for what came, dots for what is still on the node, a cross for what did not come.
import { line } from "d3-shape";
import type { Instant } from "../model.ts";
import { printTime } from "../units.ts";
import { sizeScale } from "./axes.ts";
import type { Scale } from "./axes.ts";
import { paint } from "./colours.ts";
import { m4 } from "./m4.ts";
import { cross, dot } from "./shapes.ts";
import type { Pixel } from "./shapes.ts";
import { append } from "./svg.ts";
import type { Panel, Point, View } from "./view.ts";

export interface Box {
  top: number;
  bottom: number;
  /** Diameter of a dot. */
  dot: number;
  /** Half the width of a cross. */
  arm: number;
}

/** The panel's sizes on their own scale, which leaves the floor to the crosses; undefined without a point. */
export function panelScale({ points, missed }: Panel, { top, bottom, dot, arm }: Box): Scale | undefined {
  const sizes = points.map(({ bytes }) => bytes);
  return sizeScale(sizes, bottom - dot - (missed.length > 0 ? 3 * arm : 0), top + dot);
}

export function drawMarks(parent: Element, panel: Panel, view: View, x: Scale, y: Scale | undefined, box: Box): void {
  const place = ({ at, bytes }: Point): Pixel => [x(at), y!(bytes)];
  const paths = stretches(panel.points, panel.missed).map((stretch) => path(m4(stretch.map(place))));
  if (paths.length > 0) append(parent, "path", { ...paint("line"), "stroke-width": 1.5, ...ROUND, d: paths.join("") });
  const dots = m4(panel.points.filter(({ held }) => held).map(place));
  const last = panel.points.at(-1)?.held === true ? dots.splice(-1) : [];
  if (dots.length > 0) drawDots(parent, dots, box.dot);
  if (last.length > 0) append(drawDots(parent, last, box.dot), "title", {}, `${panel.item}, ${panel.last}`);
  drawMissed(parent, panel, view, x, box);
}

/** One dot or many. */
export function drawDots(parent: Element, pixels: Pixel[], width: number): Element {
  return append(parent, "path", { ...paint("dots"), "stroke-width": width, ...ROUND, d: pixels.map(dot).join("") });
}

export function drawCross(parent: Element, at: Pixel, arm: number): Element {
  return append(parent, "path", { ...paint("missed"), "stroke-width": 1.8, d: cross(at, arm) });
}

const ROUND = { "stroke-linecap": "round", "stroke-linejoin": "round" };

const draw = line<Pixel>().digits(1);

/** A backup that stands alone is a line as long as a dot. */
function path(pixels: Pixel[]): string {
  const [[x, y]] = pixels as [Pixel];
  if (pixels.length > 1) return draw(pixels)!;
  return draw([
    [x - 1, y],
    [x + 1, y],
  ])!;
}

/** The points between which nothing was missed. */
function stretches(points: Point[], missed: Instant[]): Point[][] {
  const all: Point[][] = [];
  let next = 0;
  let broken = true;
  for (const point of points) {
    for (; next < missed.length && missed[next]! <= point.at; next++) broken = true;
    if (broken) all.push([]);
    all.at(-1)!.push(point);
    broken = false;
  }
  return all;
}

/** Crosses that would lie on one another are one, which then says how many. */
function drawMissed(parent: Element, { item, missed }: Panel, { timezone, to }: View, x: Scale, box: Box): void {
  for (let start = 0; start < missed.length;) {
    let end = start + 1;
    while (end < missed.length && x(missed[end]!) - x(missed[start]!) < box.arm) end++;
    const [first, last] = [missed[start]!, missed[end - 1]!];
    const count = end - start === 1 ? "" : `${end - start} `;
    const due = [...new Set([first, last])].map((at) => printTime(at, timezone, to - 1)).join(" to ");
    const crossed = drawCross(parent, [(x(first) + x(last)) / 2, box.bottom - 2 * box.arm], box.arm);
    append(crossed, "title", {}, `${item}: ${count}did not come, due ${due}`);
    start = end;
  }
}
