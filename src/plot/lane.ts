// An item's lane: its place in the picture, its size scale and its band.
import type { SizeBand } from "../model.ts";
import { sizeScale } from "./axes.ts";
import type { Scale } from "./axes.ts";
import type { Panel } from "./view.ts";

/** Pixels. */
export interface Box {
  top: number;
  bottom: number;
  /** Diameter of a dot. */
  dot: number;
  /** Half the width of a cross. */
  arm: number;
  /** Whether marks have labels beside them. */
  labels: boolean;
}

export interface Lane {
  panel: Panel;
  box: Box;
  band: SizeBand;
  /** The values of the points on `y`: bytes, or their logarithms. */
  values: Float64Array;
  /** Undefined without points. */
  y: Scale | undefined;
}

/** A lane with a scale of its own, which leaves room on the floor for crosses and rings if there are any. */
export function laneOf(panel: Panel, box: Box): Lane {
  const { points, missed, due } = panel;
  const band = panel.band();
  const floor = missed.length > 0 || due !== undefined ? 3 * box.arm : 0;
  const lowest = Math.min(...band.limits.filter(({ high }) => high < Infinity).map(({ low }) => low));
  const y = sizeScale(points.bytes, box.bottom - box.dot - floor, box.top + box.dot, lowest);
  return { panel, box, band, values: points.bytes, y };
}
