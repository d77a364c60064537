// A node's last 30 days in a low line per item: what the report frames, side by side with another node's.
import { calendar, timeScale, timeTicks } from "./axes.ts";
import { paint } from "./colours.ts";
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
/** Of the lanes: names stand left of them, verdicts right. */
const [LEFT, RIGHT] = [124, 366];
const VERDICT = RIGHT + 12;

export async function drawOverview(view: View): Promise<string> {
  const boxes = view.panels.map((_, i) => ({
    top: i * PITCH + 8,
    bottom: i * PITCH + 34,
    dot: 4,
    arm: 3,
    words: false,
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
  append(svg, "path", paint("floor"), { d: rules.join("") });
  append(svg, "path", paint("lane"), { d: rectangles(lanes) });
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
