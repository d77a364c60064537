// What do the marks mean? A line under the plot, of those that occur.
import { bisectLeft } from "d3-array";
import type { Scale } from "./axes.ts";
import { hasBand } from "./band.ts";
import { paint } from "./colours.ts";
import type { Lane } from "./lane.ts";
import type { Hatches } from "./hatch.ts";
import { drawCross, drawDots, drawHollow, drawRing, LINE } from "./marks.ts";
import { widthOf } from "./measure.ts";
import { drawTriangle, FROZEN } from "./anomalies.ts";
import { pathOf } from "./path.ts";
import { rectangles } from "./shapes.ts";
import type { Corners, Pixel } from "./shapes.ts";
import { append, NONE } from "./svg.ts";
import type { Attributes, Part } from "./svg.ts";
import { drawText, faceOf } from "./text.ts";
import type { View } from "./view.ts";

type Name = keyof typeof MARKS;

/** In pixels, and what draws it around its middle. */
const MARKS = {
  "still on the node": [6, (parent: Part, [x, y]: Pixel) => drawDots(parent, [{ x, low: y, high: y }], 5.5)],
  "purged since": [16, (parent: Part, at: Pixel) => drawStroke(parent, LINE, at)],
  "gone too soon": [6, (parent: Part, at: Pixel) => drawHollow(parent, [at], 2.75)],
  "did not come": [8, (parent: Part, at: Pixel) => drawCross(parent, at, 4)],
  "cut short": [8, (parent: Part, at: Pixel) => drawTriangle(parent, "alarm", at, 4)],
  empty: [8, (parent: Part, at: Pixel) => drawTriangle(parent, "alarm", at, 4)],
  "far larger": [8, (parent: Part, at: Pixel) => drawTriangle(parent, "warn", at, 4)],
  "same bytes": [16, (parent: Part, at: Pixel) => drawStroke(parent, FROZEN, at)],
  "expected size": [16, (parent: Part, at: Pixel) => append(parent, "path", paint("band"), { d: patch(at) })],
  "next due": [8, (parent: Part, at: Pixel) => drawRing(parent, at, 3.5)],
  unreachable: [16, (parent: Part, at: Pixel, { unreachable }: Hatches) => drawPatch(parent, at, unreachable)],
  "before first look": [
    16,
    (parent: Part, at: Pixel, hatches: Hatches) => drawPatch(parent, at, hatches["before first look"]),
  ],
} as const;

export function legendOf({ panels, unseen }: View, lanes: Lane[], x: Scale): Name[] {
  const marks = new Set(lanes.flatMap(({ band }) => band.marks.map(({ kind }) => kind)));
  const occurs: Record<Name, boolean> = {
    "still on the node": panels.some(({ points }) => points.held.includes(1)),
    "purged since": panels.some(({ points, keptFrom }) => points.held[0] === 0 && points.at[0]! < keptFrom),
    "gone too soon": panels.some(
      ({ points, keptFrom }) => points.held.lastIndexOf(0) >= bisectLeft(points.at, keptFrom),
    ),
    "did not come": panels.some(({ missed }) => missed.length > 0),
    "cut short": marks.has("short"),
    empty: marks.has("empty") && !marks.has("short"),
    "far larger": marks.has("jump"),
    "same bytes": lanes.some(({ band }) => band.frozen),
    "expected size": lanes.some((lane) => hasBand(lane, x)),
    "next due": panels.some(({ due }) => due !== undefined),
    unreachable: unseen.some(({ why }) => why === "unreachable"),
    "before first look": unseen.some(({ why }) => why === "before first look"),
  };
  return (Object.keys(MARKS) as Name[]).filter((name) => occurs[name]);
}

/** As many lines as it takes in so many pixels. */
export function linesOf(key: Name[], room: number): Name[][] {
  const lines: Name[][] = [];
  let left = 0;
  for (const name of key) {
    const width = widthFor(name);
    const line = lines.at(-1);
    if (line && width <= left) line.push(name);
    else [left] = [room, lines.push([name])];
    left -= width;
  }
  return lines;
}

/** From `left` on, or from where all of it ends at `right`. */
export function drawLegend(
  parent: Part,
  line: Name[],
  [left, right]: [number, number],
  y: number,
  hatches: Hatches,
): void {
  let x = Math.min(left, right - line.reduce((sum, name) => sum + widthFor(name), 0));
  for (const name of line) {
    const [width, draw] = MARKS[name];
    draw(parent, [x + width / 2, y - 4], hatches);
    drawText(parent, "note", [x + width + 7, y], name);
    x += widthFor(name);
  }
}

function widthFor(name: Name): number {
  return MARKS[name][0] + 7 + widthOf(name, faceOf("note")) + 18;
}

function drawStroke(parent: Part, style: Attributes, [x, y]: Pixel): void {
  const d = pathOf((pen) => {
    pen.moveTo(x - 8, y);
    pen.toX(x + 8);
  });
  append(parent, "path", style, { d });
}

function drawPatch(parent: Part, at: Pixel, hatch: string): void {
  append(parent, "path", NONE, { class: "unseen", fill: `url(#${hatch})`, d: patch(at) });
}

function patch([x, y]: Pixel): string {
  const corners: Corners = [
    [x - 8, y - 6],
    [x + 8, y + 6],
  ];
  return rectangles([corners]);
}
