// The plot with all items in one frame, so that sizes can be compared, on a linear or logarithmic axis. Each line has its name
// at its end.
import { max, min } from "d3-array";
import { scaleLinear } from "d3-scale";
import { printBytes } from "../units.ts";
import type { Scale } from "./axes.ts";
import { mark } from "./shapes.ts";
import { styleOf } from "./colours.ts";
import type { Box, Lane } from "./lane.ts";
import { drawMarks } from "./marks.ts";
import { widthOf } from "./measure.ts";
import { drawSheet, MARGIN, TOP, WIDTH } from "./sheet.ts";
import { append, NONE } from "./svg.ts";
import type { Part } from "./svg.ts";
import { drawFitted, drawText, faceOf } from "./text.ts";
import type { Panel, View } from "./view.ts";

const [LEFT, RIGHT] = [128, 724];
/** Pixels between the names. */
const LINE_HEIGHT = 15;
const MIN_HEIGHT = 420;
/** Both ends of the leader lines, which join lines and names. */
const LEADER = { from: RIGHT + 4, to: RIGHT + 26 };
/** Pixels from the smallest size down to zero, which has no logarithm. */
const TO_ZERO = 24;

interface Axis {
  /** Takes what `value` returns. */
  y: Scale;
  value: (bytes: number) => number;
  ticks: number[];
}

/** The SVG text of a plot with a linear or logarithmic size axis. */
export function drawFrame(view: View): Promise<string> {
  const height = Math.max(MIN_HEIGHT, LINE_HEIGHT * (view.panels.length + 1));
  // Labels beside marks would overlap the lines of other items; the heading says the same.
  const box: Box = { top: TOP, bottom: TOP + height, dot: 5.5, arm: 4, labels: view.panels.length === 1 };
  const sizes = view.panels.flatMap(({ points }) => [min(points.bytes) ?? [], max(points.bytes) ?? []].flat());
  const positive = view.panels.flatMap(({ points }) => min(points.bytes.filter((bytes) => bytes > 0)) ?? []);
  // Crosses and rings are on the floor.
  const [bottom, top] = [box.bottom - 4 * box.arm, box.top + box.dot];
  const high = max(sizes) ?? 0;
  const axis =
    view.scale === "log"
      ? logAxis(min(positive) ?? 1, Math.max(high, 1), sizes.includes(0), bottom, top)
      : linearAxis(high || 1, bottom, top);
  const lanes = view.panels.map((panel): Lane => {
    const { marks, frozen } = panel.band();
    // The bands of several items would overlap.
    const band = { limits: [], marks, frozen };
    const values = panel.points.bytes.map(axis.value);
    return { panel, box, band, values, y: values.length > 0 ? axis.y : undefined };
  });
  const ticks = axis.ticks.map((size) => ({ y: axis.y(axis.value(size)), text: printBytes(size) }));
  const end = box.bottom + 6;
  return drawSheet({ view, left: LEFT, right: RIGHT, end, lanes, ticks, floors: [box.bottom] }, (svg, x) => {
    for (const lane of lanes) drawMarks(append(svg, "g", NONE, NONE), lane, view, x);
    drawNames(svg, lanes, x, box);
  });
}

function linearAxis(high: number, bottom: number, top: number): Axis {
  const y = scaleLinear([0, high], [bottom, top]);
  return { y, value: (bytes) => bytes, ticks: y.ticks(6).filter(Number.isInteger) };
}

function logAxis(low: number, high: number, hasZero: boolean, bottom: number, top: number): Axis {
  const floor = hasZero ? bottom - TO_ZERO : bottom;
  // A single size is in the middle.
  const [from, to] = high > low ? [low, high] : [low / 2, high * 2];
  const y = scaleLinear([Math.log(from), Math.log(to)], [floor, top]);
  const zero = y.invert(bottom);
  const ticks = logTicks(from, to, (size) => y(Math.log(size)));
  return { y, value: (bytes) => (bytes > 0 ? Math.log(bytes) : zero), ticks: hasZero ? [0, ...ticks] : ticks };
}

/** Pixels between ticks. */
const MIN_TICK_GAP = 28;

/** As many round sizes as can be read: every digit of each power of ten, 1 2 5, only 1, or 1 of every third power (kB, MB, GB). */
function logTicks(low: number, high: number, y: (size: number) => number): number[] {
  for (const [digits, step] of TICK_PATTERNS) {
    const ticks: number[] = [];
    for (let power = 0; 10 ** power <= high; power += step) for (const digit of digits) ticks.push(digit * 10 ** power);
    const inside = ticks.filter((size) => low <= size && size <= high);
    if (inside.length >= 2 && inside.every((size, i) => i === 0 || y(inside[i - 1]!) - y(size) >= MIN_TICK_GAP))
      return inside;
  }
  return scaleLinear([low, high], [0, 1]).ticks(3).filter(Number.isInteger);
}

const TICK_PATTERNS: [digits: number[], step: number][] = [
  [[1, 2, 3, 4, 5, 6, 7, 8, 9], 1],
  [[1, 2, 5], 1],
  [[1], 1],
  [[1], 3],
];

/** Puts each name as near to the end of its line as the others allow, and joins them by a leader line. */
function drawNames(svg: Part, lanes: Lane[], x: Scale, box: Box): void {
  const names = lanes.map((lane) => ({ lane, end: endOf(lane, x) }));
  names.sort((a, b) => (a.end?.[1] ?? Infinity) - (b.end?.[1] ?? Infinity));
  const wanted = names.map(({ end }) => end?.[1] ?? box.bottom);
  const places = spread(wanted, box.top, box.bottom);
  const leaders = names.flatMap(({ end }, i) =>
    end ? [`M${LEADER.from},${end[1].toFixed(1)}L${LEADER.to},${places[i]!.toFixed(1)}`] : [],
  );
  if (leaders.length > 0) append(svg, "path", styleOf("hollow"), { "stroke-width": 0.5, d: leaders.join("") });
  for (const [i, { lane }] of names.entries()) drawName(svg, lane.panel, places[i]! + 4);
}

function endOf({ panel, values, y }: Lane, x: Scale): [number, number] | undefined {
  const last = values.length - 1;
  return y && last >= 0 ? [x(panel.points.at[last]!), y(values[last]!)] : undefined;
}

/** Moves labels apart: down from the top, then back up from the bottom. Returns their y in pixels. */
function spread(wanted: number[], top: number, bottom: number): number[] {
  const places: number[] = [];
  for (const y of wanted) places.push(Math.max(y, places.length === 0 ? top : places.at(-1)! + LINE_HEIGHT));
  let limit = bottom;
  for (let i = places.length - 1; i >= 0; i--) {
    places[i] = Math.min(places[i]!, limit);
    limit = places[i]! - LINE_HEIGHT;
  }
  return places;
}

function drawName(svg: Part, { item, status, finding, size }: Panel, y: number): void {
  const group = append(svg, "g", NONE, NONE);
  if (finding) append(group, "title", NONE, NONE, `${item}: ${finding.gist}`);
  let x = LEADER.to + 4;
  if (status !== "ok") {
    append(group, "path", styleOf(status), { d: mark(status, [x + 4.5, y - 4], 9) });
    x += 14;
  }
  drawText(group, "size", [WIDTH - MARGIN, y], size, "right");
  const room = WIDTH - MARGIN - x - (size === "" ? 0 : widthOf(size, faceOf("size")) + 8);
  drawFitted(group, "name", [x, y], item, room);
}
