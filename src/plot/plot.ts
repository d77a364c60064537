// The plots of a node, each with a fingerprint that says whether it has to be drawn again.
import { fingerprint } from "./fingerprint.ts";
import { drawOverview } from "./overview.ts";
import { drawFrame } from "./frame.ts";
import { drawPanels } from "./panels.ts";
import type { Range, Subject } from "./view.ts";
import type { View } from "./view.ts";
import { hasTooMany, viewOf } from "./view.ts";

export type { Range, Subject } from "./view.ts";
export { DARK_STYLE } from "./colours.ts";

export const RANGES: Range[] = [
  { name: "30d", title: "30 days", days: 30 },
  { name: "90d", title: "90 days", days: 90 },
  { name: "1y", title: "1 year", days: 365 },
  { name: "all", title: "all", days: undefined },
];
const OVERVIEW: Range = { name: "overview", title: "30 days", days: 30 };

export interface Drawing {
  /** Changes with everything that can change the picture. */
  fingerprint: string;
  /** SVG text. */
  draw: () => Promise<string>;
}

/** The plot of a range, with up to `MAX_ITEMS` items. */
export function plot(subject: Subject, range: Range): Drawing {
  const view = viewOf(subject, range);
  return { fingerprint: fingerprint(view), draw: () => drawSizes(view) };
}

/** The plot of a range with all items; undefined if `plot` has all of them. */
export function fullPlot(subject: Subject, range: Range): Drawing | undefined {
  if (!hasTooMany(subject)) return undefined;
  const view = viewOf(subject, { ...range, name: `${range.name}-full` }, true);
  return { fingerprint: fingerprint(view), draw: () => drawSizes(view) };
}

function drawSizes(view: View): Promise<string> {
  return view.scale === "panels" ? drawPanels(view) : drawFrame(view);
}

/** 30 days in a low panel per item, 558 pixels wide, without heading. */
export function overview(subject: Subject): Drawing {
  const view = viewOf(subject, OVERVIEW);
  return { fingerprint: fingerprint(view), draw: () => drawOverview(view) };
}
