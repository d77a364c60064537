// Which sizes does the verdict expect? A pale band from the size below which it alarms to that above which it warns.
import type { Scale } from "./axes.ts";
import type { Lane } from "./lane.ts";
import type { Pen } from "./path.ts";
import { drawSteps } from "./shapes.ts";
import type { Step } from "./shapes.ts";

/** A band of narrower steps could not be told from a blot, in pixels. */
const NARROWEST = 4;

/** In steps as the limits are: nothing is smoothed. */
export function drawBand(pen: Pen, lane: Lane, x: Scale): void {
  drawSteps(pen, stepsOf(lane, x));
}

export function hasBand({ y, band: { limits } }: Lane, x: Scale): boolean {
  const [left, right] = x.range() as [number, number];
  return y !== undefined && limits.some(({ high }) => high < Infinity) && limits.length <= (right - left) / NARROWEST;
}

/** Where limits hold, cut off at the ends of the panel. */
function stepsOf(lane: Lane, x: Scale): Step[] {
  if (!hasBand(lane, x)) return [];
  const { band, box } = lane;
  const inside = (y: number) => tenths(Math.min(box.bottom, Math.max(box.top, y)));
  return band.limits.flatMap(({ from, low, high }, i) => {
    if (high === Infinity) return [];
    const right = band.limits[i + 1] ? x(band.limits[i + 1]!.from) : x.range()[1]!;
    return {
      left: tenths(x(from)),
      right: tenths(right),
      top: inside(lane.y!(high)),
      bottom: inside(lane.y!(low)),
    };
  });
}

function tenths(pixels: number): number {
  return Math.round(10 * pixels) / 10;
}
