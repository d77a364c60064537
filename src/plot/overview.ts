// The overview of a node: its last 30 days in a low panel per item. The report shows two of them side by side.
import { calendar, timeScale, timeTicks } from "./axes.ts";
import { styleOf } from "./colours.ts";
import { drawHatch } from "./hatch.ts";
import { laneOf } from "./lane.ts";
import { drawMarks } from "./marks.ts";
import { openPage } from "./page.ts";
import { rectangles } from "./shapes.ts";
import { append, NONE, serialise } from "./svg.ts";
import { drawFitted, drawGist, drawRest, drawText, drawTimeTicks } from "./text.ts";
import type { View } from "./view.ts";

const WIDTH = 558;
const PITCH = 42;
const REST = 22;
/** The ends of the lanes; names are to their left, verdicts to their right. */
const [LEFT, RIGHT] = [124, 366];
const VERDICT = RIGHT + 12;

/** The SVG text of an overview, 558 pixels wide. */
export async function drawOverview(view: View): Promise<string> {
  const boxes = view.panels.map((_, i) => ({
    top: i * PITCH + 8,
    bottom: i * PITCH + 34,
    dot: 4,
    arm: 3,
    labels: false,
  }));
  const end = view.panels.length * PITCH + 0.5;
  const floor = end + (view.rest.length > 0 ? REST : 0);
  const x = timeScale(view.from, view.to, LEFT, RIGHT);
  const days = calendar(view.from, view.to, view.timezone);

  const { svg, hatches } = await openPage(view, WIDTH, floor + 19.5);
  const lanes = boxes.map(
    ({ top, bottom }) =>
      [
        [LEFT, top],
        [RIGHT, bottom],
      ] as const,
  );
  const rules = [0, ...boxes.map(({ bottom }) => bottom + 8)].map((y) => `M0,${y + 0.5}H${WIDTH}`);
  append(svg, "path", styleOf("floor"), { d: rules.join("") });
  append(svg, "path", styleOf("lane"), { d: rectangles(lanes) });
  drawHatch(
    svg,
    view,
    x,
    hatches,
    boxes.map(({ top, bottom }) => [top, bottom]),
  );
  for (const [i, panel] of view.panels.entries()) {
    const box = boxes[i]!;
    const group = append(svg, "g", NONE, NONE);
    drawFitted(group, "name", [0, box.top + 17], panel.item, LEFT - 8);
    drawMarks(group, laneOf(panel, box), view, x);
    drawText(group, "size", [VERDICT, box.top + 11], panel.size);
    drawGist(group, panel, [VERDICT, box.top + 26], WIDTH - VERDICT);
  }
  if (view.rest.length > 0) drawRest(svg, view, [0, end + 16]);
  drawTimeTicks(svg, timeTicks(days, x, view.timezone), floor + 15);
  return serialise(svg);
}
