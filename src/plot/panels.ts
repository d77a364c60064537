// The plot with a panel per item, worst first: one time axis, but a size scale for each panel.
import { printBytes } from "../units.ts";
import { sizeTicks } from "./axes.ts";
import type { Scale } from "./axes.ts";
import { laneOf } from "./lane.ts";
import type { Lane } from "./lane.ts";
import { drawMarks } from "./marks.ts";
import { drawSheet, MARGIN, TOP, WIDTH } from "./sheet.ts";
import { append, NONE } from "./svg.ts";
import type { Part } from "./svg.ts";
import { drawFitted, drawGist, drawText } from "./text.ts";
import type { View } from "./view.ts";

/** The ends of the panels; names are to their left, verdicts to their right. */
const [LEFT, RIGHT] = [208, 776];
const NAME_ROOM = 132;
const VERDICT = RIGHT + 12;
const GAP = 14;

/** The SVG text of a plot with a panel for each item. */
export function drawPanels(view: View): Promise<string> {
  const pitch = pitchFor(view.panels.length);
  const lanes = view.panels.map((panel, i) => {
    const [top, bottom] = [TOP + i * pitch, TOP + (i + 1) * pitch - GAP];
    return laneOf(panel, { top, bottom, dot: 5.5, arm: 4, labels: true });
  });
  const ticks = lanes.flatMap(({ y }) =>
    y ? sizeTicks(y).map((size) => ({ y: y(size), text: printBytes(size) })) : [],
  );
  const floors = lanes.map(({ box }) => box.bottom);
  const sheet = { view, left: LEFT, right: RIGHT, end: TOP + lanes.length * pitch, lanes, ticks, floors };
  return drawSheet(sheet, (svg, x) => {
    for (const lane of lanes) drawRow(svg, lane, view, x);
  });
}

/** Up to twelve panels have full height, which fills a screen; more get lower, down to the height of two lines of text. */
function pitchFor(items: number): number {
  return Math.max(40, Math.min(68, Math.floor(816 / items)));
}

function drawRow(svg: Part, lane: Lane, view: View, x: Scale): void {
  const { panel, box } = lane;
  const group = append(svg, "g", NONE, NONE);
  // Two lines of text: centred beside the panel, or from its top down if it is low.
  const first = box.top + Math.max(11, (box.bottom - box.top) / 2 - 10);
  const second = first + 16;
  drawFitted(group, "name", [MARGIN, first], panel.item, NAME_ROOM);
  drawFitted(group, "note", [MARGIN, second], panel.rhythm, NAME_ROOM);
  drawMarks(group, lane, view, x);
  drawText(group, "size", [VERDICT, first], panel.size);
  drawGist(group, panel, [VERDICT, second], WIDTH - MARGIN - VERDICT);
}
