// The shapes of the marks, as paths.
import type { Status } from "../model.ts";
import { pathOf } from "./path.ts";
import type { Pen } from "./path.ts";

export type Pixel = readonly [x: number, y: number];
export type Corners = readonly [leftTop: Pixel, rightBottom: Pixel];

/** `arm` is half the width, in pixels. */
export function cross(pen: Pen, [x, y]: Pixel, arm: number): void {
  pen.moveTo(x - arm, y - arm);
  pen.lineBy(2 * arm, 2 * arm);
  pen.moveBy(0, -2 * arm);
  pen.lineBy(-2 * arm, 2 * arm);
}

/** `half` is half the width; the tip is `tip` pixels below the middle, or above if negative. */
export function triangle(pen: Pen, [x, y]: Pixel, half: number, tip: number): void {
  pen.moveTo(x - half, y - tip);
  pen.lineBy(2 * half, 0);
  pen.lineTo(x, y + tip);
  pen.closePath();
}

export function ring(pen: Pen, [x, y]: Pixel, radius: number): void {
  pen.moveTo(x, y - radius);
  pen.circle(radius);
  pen.closePath();
}

export function rectangles(all: Corners[]): string {
  return pathOf((pen) => {
    for (const corners of all) rectangle(pen, corners);
  });
}

function rectangle(pen: Pen, [[left, top], [right, bottom]]: Corners): void {
  pen.moveTo(left, top);
  pen.toX(right);
  pen.toY(bottom);
  pen.toX(left);
  pen.closePath();
}

/** A rectangle in a row, which may touch the next one. Pixels. */
export interface Step {
  left: number;
  right: number;
  top: number;
  bottom: number;
}

/** Draws rectangles in a row; those that touch share one outline, which takes fewer bytes. */
export function drawSteps(pen: Pen, steps: Step[]): void {
  let start = 0;
  for (const [i, { right }] of steps.entries()) {
    if (steps[i + 1]?.left === right) continue;
    outline(pen, steps.slice(start, i + 1));
    start = i + 1;
  }
}

/** Along the upper edge and back along the lower one. */
function outline(pen: Pen, steps: Step[]): void {
  const [{ left, bottom }] = steps as [Step];
  pen.moveTo(left, bottom);
  followEdge(
    pen,
    steps.map(({ right, top }) => [right, top]),
  );
  followEdge(
    pen,
    steps.toReversed().map(({ left, bottom }) => [left, bottom]),
  );
  pen.closePath();
}

/** Draws each level once, however many steps it has. */
function followEdge(pen: Pen, edge: Pixel[]): void {
  for (const [i, [end, level]] of edge.entries()) {
    if (edge[i - 1]?.[1] !== level) pen.toY(level);
    if (edge[i + 1]?.[1] !== level) pen.toX(end);
  }
}

/** The mark of a status, `size` pixels across. */
export function mark(status: Status, middle: Pixel, size: number): string {
  return pathOf((pen) => drawMark(pen, status, middle, size));
}

function drawMark(pen: Pen, status: Status, [x, y]: Pixel, size: number): void {
  const half = size / 2;
  switch (status) {
    case "ok":
      return ring(pen, [x, y], half);
    case "warn":
      return triangle(pen, [x, y], half, -half);
    case "unknown":
      pen.moveTo(x, y - half);
      pen.lineTo(x + half, y);
      pen.lineTo(x, y + half);
      pen.lineTo(x - half, y);
      return pen.closePath();
    case "alarm":
      return rectangle(pen, [
        [x - half, y - half],
        [x + half, y + half],
      ]);
  }
}
