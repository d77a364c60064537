// Which sizes does the verdict expect? A pale band from the size below which it alarms to that above which it warns.
import type { Scale } from "./axes.ts";
import type { Lane } from "./lane.ts";
import type { Pen } from "./path.ts";

/** A band of narrower steps could not be told from a blot, in pixels. */
const NARROWEST = 4;

interface Step {
  left: number;
  right: number;
  top: number;
  bottom: number;
}

/** In steps as the limits are: nothing is smoothed. */
export function drawBand(pen: Pen, lane: Lane, x: Scale): void {
  const steps = stepsOf(lane, x);
  let start = 0;
  for (const [i, step] of steps.entries()) {
    if (steps[i + 1]?.left === step.right) continue;
    outline(pen, steps.slice(start, i + 1));
    start = i + 1;
  }
}

export function hasBand({ y, appraisal: { limits } }: Lane, x: Scale): boolean {
  const [left, right] = x.range() as [number, number];
  return y !== undefined && limits.some(({ high }) => high < Infinity) && limits.length <= (right - left) / NARROWEST;
}

/** Where limits hold, cut off at the ends of the panel. */
function stepsOf(lane: Lane, x: Scale): Step[] {
  if (!hasBand(lane, x)) return [];
  const { appraisal, box } = lane;
  const inside = (y: number) => tenths(Math.min(box.bottom, Math.max(box.top, y)));
  return appraisal.limits.flatMap(({ from, low, high }, i) => {
    if (high === Infinity) return [];
    const right = appraisal.limits[i + 1] ? x(appraisal.limits[i + 1]!.from) : x.range()[1]!;
    return {
      left: tenths(x(from)),
      right: tenths(right),
      top: inside(lane.y!(high)),
      bottom: inside(lane.y!(low)),
    };
  });
}

/** Along its upper edge and back along its lower one. */
function outline(pen: Pen, steps: Step[]): void {
  const [first] = steps as [Step];
  pen.moveTo(first.left, first.top);
  for (const { right, top } of steps) {
    pen.toY(top);
    pen.toX(right);
  }
  for (const { left, bottom } of steps.toReversed()) {
    pen.toY(bottom);
    pen.toX(left);
  }
  pen.closePath();
}

function tenths(pixels: number): number {
  return Math.round(10 * pixels) / 10;
}
