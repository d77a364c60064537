// The legend under the plot: what the marks mean, those that occur.
import { bisectLeft } from "d3-array";
import type { Scale } from "./axes.ts";
import { hasBand } from "./band.ts";
import { styleOf } from "./colours.ts";
import type { Lane } from "./lane.ts";
import { HATCH_LABELS } from "./hatch.ts";
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

/** The width in pixels of each mark, and what draws it around its middle. */
const MARKS = {
  "still on the node": [6, (parent: Part, [x, y]: Pixel) => drawDots(parent, [{ x, low: y, high: y }], 5.5)],
  purged: [16, (parent: Part, at: Pixel) => drawStroke(parent, LINE, at)],
  "gone too soon": [6, (parent: Part, at: Pixel) => drawHollow(parent, [at], 2.75)],
  "did not come": [8, (parent: Part, at: Pixel) => drawCross(parent, at, 4)],
  "cut short": [8, (parent: Part, at: Pixel) => drawTriangle(parent, "alarm", at, 4)],
  empty: [8, (parent: Part, at: Pixel) => drawTriangle(parent, "alarm", at, 4)],
  "far larger": [8, (parent: Part, at: Pixel) => drawTriangle(parent, "warn", at, 4)],
  "same size": [16, (parent: Part, at: Pixel) => drawStroke(parent, FROZEN, at)],
  "expected size": [16, (parent: Part, at: Pixel) => append(parent, "path", styleOf("band"), { d: patch(at) })],
  "next due": [8, (parent: Part, at: Pixel) => drawRing(parent, at, 3.5)],
  [HATCH_LABELS.unreachable]: [
    16,
    (parent: Part, at: Pixel, hatches: Hatches) => drawPatch(parent, at, hatches.unreachable),
  ],
  [HATCH_LABELS["before first look"]]: [
    16,
    (parent: Part, at: Pixel, hatches: Hatches) => drawPatch(parent, at, hatches["before first look"]),
  ],
} as const;

/** The marks that occur, in the order of the legend. */
export function legendOf({ panels, unseen }: View, lanes: Lane[], x: Scale): Name[] {
  const marks = new Set(lanes.flatMap(({ band }) => band.marks.map(({ kind }) => kind)));
  const occurs: Record<Name, boolean> = {
    "still on the node": panels.some(({ points }) => points.held.includes(1)),
    purged: panels.some(({ points, keptFrom }) => points.held[0] === 0 && points.at[0]! < keptFrom),
    "gone too soon": panels.some(
      ({ points, keptFrom }) => points.held.lastIndexOf(0) >= bisectLeft(points.at, keptFrom),
    ),
    "did not come": panels.some(({ missed }) => missed.length > 0),
    "cut short": marks.has("short"),
    empty: marks.has("empty") && !marks.has("short"),
    "far larger": marks.has("jump"),
    "same size": lanes.some(({ band }) => band.frozen),
    "expected size": lanes.some((lane) => hasBand(lane, x)),
    "next due": panels.some(({ due }) => due !== undefined),
    "no good visit": unseen.some(({ why }) => why === "unreachable"),
    "before first visit": unseen.some(({ why }) => why === "before first look"),
  };
  return (Object.keys(MARKS) as Name[]).filter((name) => occurs[name]);
}

/** Breaks the legend into lines of at most `width` pixels. */
export function linesOf(names: Name[], width: number): Name[][] {
  const lines: Name[][] = [];
  let room = 0;
  for (const name of names) {
    const needed = widthFor(name);
    const line = lines.at(-1);
    if (line && needed <= room) line.push(name);
    else [room] = [width, lines.push([name])];
    room -= needed;
  }
  return lines;
}

/** Draws one line from `left`, or further left if it would go beyond `right`. */
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
