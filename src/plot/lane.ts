// Where does an item's history stand in the picture, on which scale, and what was expected of it?
import type { SizeBand } from "../model.ts";
import { sizeScale } from "./axes.ts";
import type { Scale } from "./axes.ts";
import type { Panel } from "./view.ts";

export interface Box {
  top: number;
  bottom: number;
  /** Diameter of a dot. */
  dot: number;
  /** Half the width of a cross. */
  arm: number;
  /** Whether there is room for words beside the marks. */
  words: boolean;
}

export interface Lane {
  panel: Panel;
  box: Box;
  band: SizeBand;
  /** Where the points stand on `y`: their bytes, or what a logarithm makes of them. */
  values: Float64Array;
  /** Undefined without a point. */
  y: Scale | undefined;
}

/** The item's sizes on their own scale, which leaves the floor to what did not come or is yet to come. */
export function laneOf(panel: Panel, box: Box): Lane {
  const { points, missed, due } = panel;
  const band = panel.band();
  const floor = missed.length > 0 || due !== undefined ? 3 * box.arm : 0;
  const lowest = Math.min(...band.limits.filter(({ high }) => high < Infinity).map(({ low }) => low));
  const y = sizeScale(points.bytes, box.bottom - box.dot - floor, box.top + box.dot, lowest);
  return { panel, box, band, values: points.bytes, y };
}
