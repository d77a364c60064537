// Which sizes were expected? A pale band from the size below which the check `size` alarms to that above which it warns.
import type { Scale } from "./axes.ts";
import type { Lane } from "./lane.ts";
import type { Pen } from "./path.ts";
import { drawSteps } from "./shapes.ts";
import type { Step } from "./shapes.ts";

/** Pixels a step, on average; a band with narrower steps would be a blot. */
const MIN_STEP = 4;

/** Has the steps of the limits themselves, not smoothed. */
export function drawBand(pen: Pen, lane: Lane, x: Scale): void {
  drawSteps(pen, stepsOf(lane, x));
}

/** Whether a band is drawn: some limits are known, and not too many for the width. */
export function hasBand({ y, band: { limits } }: Lane, x: Scale): boolean {
  const [left, right] = x.range() as [number, number];
  return y !== undefined && limits.some(({ high }) => high < Infinity) && limits.length <= (right - left) / MIN_STEP;
}

/** One step for each limit, clipped to the panel. */
function stepsOf(lane: Lane, x: Scale): Step[] {
  if (!hasBand(lane, x)) return [];
  const { band, box } = lane;
  const clipped = (y: number) => tenths(Math.min(box.bottom, Math.max(box.top, y)));
  return band.limits.flatMap(({ from, low, high }, i) => {
    if (high === Infinity) return [];
    const right = band.limits[i + 1] ? x(band.limits[i + 1]!.from) : x.range()[1]!;
    return {
      left: tenths(x(from)),
      right: tenths(right),
      top: clipped(lane.y!(high)),
      bottom: clipped(lane.y!(low)),
    };
  });
}

function tenths(pixels: number): number {
  return Math.round(10 * pixels) / 10;
}
