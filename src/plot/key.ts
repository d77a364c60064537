// What do the marks mean? One line under the plot, of those that occur.
import type { Scale } from "./axes.ts";
import { hasBand } from "./band.ts";
import { paint } from "./colours.ts";
import type { Lane } from "./lane.ts";
import { drawCross, drawDots, drawRing } from "./marks.ts";
import { widthOf } from "./measure.ts";
import { drawTriangle, FROZEN } from "./odd.ts";
import { pathOf } from "./path.ts";
import { rectangles } from "./shapes.ts";
import type { Corners, Pixel } from "./shapes.ts";
import { append, NONE } from "./svg.ts";
import type { Part } from "./svg.ts";
import { drawText, faceOf } from "./text.ts";
import type { View } from "./view.ts";

type Name = keyof typeof MARKS;

/** In pixels, and what draws it around its middle. */
const MARKS = {
  "still on the node": [6, (parent: Part, [x, y]: Pixel) => drawDots(parent, [{ x, low: y, high: y }], 5.5)],
  "did not come": [8, (parent: Part, at: Pixel) => drawCross(parent, at, 4)],
  "cut short": [8, (parent: Part, at: Pixel) => drawTriangle(parent, "alarm", at, 4)],
  empty: [8, (parent: Part, at: Pixel) => drawTriangle(parent, "alarm", at, 4)],
  "far larger": [8, (parent: Part, at: Pixel) => drawTriangle(parent, "warn", at, 4)],
  "same bytes": [
    16,
    (parent: Part, [x, y]: Pixel) => {
      const d = pathOf((pen) => {
        pen.moveTo(x - 8, y);
        pen.toX(x + 8);
      });
      append(parent, "path", FROZEN, { d });
    },
  ],
  "expected size": [16, (parent: Part, at: Pixel) => append(parent, "path", paint("band"), { d: patch(at) })],
  "next due": [8, (parent: Part, at: Pixel) => drawRing(parent, at, 3.5)],
  "could not look": [
    16,
    (parent: Part, at: Pixel, hatchId: string) =>
      append(parent, "path", NONE, { class: "unseen", fill: `url(#${hatchId})`, d: patch(at) }),
  ],
} as const;

export function keyOf({ panels, unseen }: View, lanes: Lane[], x: Scale): Name[] {
  const marks = new Set(lanes.flatMap(({ appraisal }) => appraisal.marks.map(({ kind }) => kind)));
  const occurs: Record<Name, boolean> = {
    "still on the node": panels.some(({ points }) => points.held.includes(1)),
    "did not come": panels.some(({ missed }) => missed.length > 0),
    "cut short": marks.has("short"),
    empty: marks.has("empty") && !marks.has("short"),
    "far larger": marks.has("jump"),
    "same bytes": lanes.some(({ appraisal }) => appraisal.frozen),
    "expected size": lanes.some((lane) => hasBand(lane, x)),
    "next due": panels.some(({ due }) => due !== undefined),
    "could not look": unseen.length > 0,
  };
  return (Object.keys(MARKS) as Name[]).filter((name) => occurs[name]);
}

/** From `left` on, or from where all of it ends at `right`. */
export function drawKey(parent: Part, key: Name[], [left, right]: [number, number], y: number, hatchId: string): void {
  const widths = key.map((name) => MARKS[name][0] + 7 + widthOf(name, faceOf("note")) + 18);
  let x = Math.min(left, right - widths.reduce((sum, width) => sum + width, 0));
  for (const [i, name] of key.entries()) {
    const [width, draw] = MARKS[name];
    draw(parent, [x + width / 2, y - 4], hatchId);
    drawText(parent, "note", [x + width + 7, y], name);
    x += widths[i]!;
  }
}

function patch([x, y]: Pixel): string {
  const corners: Corners = [
    [x - 8, y - 6],
    [x + 8, y + 6],
  ];
  return rectangles([corners]);
}
