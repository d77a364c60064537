// A node's backups in a range: a panel per item on one time axis, worst first, and the tarballs of each day below.
import { scaleLinear } from "d3-scale";
import { printBytes, printCount } from "../units.ts";
import { midnights, sizeTicks, timeScale, timeTicks } from "./axes.ts";
import type { Scale } from "./axes.ts";
import { countDays, drawBars } from "./bars.ts";
import { paint } from "./colours.ts";
import { drawHatch, drawWords } from "./hatch.ts";
import { drawKey } from "./key.ts";
import { drawMarks, panelScale } from "./marks.ts";
import type { Box } from "./marks.ts";
import { widthOf } from "./measure.ts";
import { openPage } from "./page.ts";
import { append, serialise } from "./svg.ts";
import { drawFitted, drawGist, drawText, drawTimeTicks, faceOf, FLUSH_RIGHT } from "./text.ts";
import type { Panel, View } from "./view.ts";
import { conclusion, period } from "./words.ts";

const WIDTH = 992;
const MARGIN = 16;
/** Of the panels: names stand left of them, verdicts right. */
const [LEFT, RIGHT, TOP] = [208, 776, 88];
const NAME_ROOM = 132;
const VERDICT = RIGHT + 12;
const VERDICT_ROOM = WIDTH - MARGIN - VERDICT;
const GAP = 14;
const BARS = { above: 18, height: 40, below: 54 };

interface Row {
  panel: Panel;
  box: Box;
  y: Scale | undefined;
  ticks: { y: number; text: string }[];
}

export async function drawPanels(view: View): Promise<string> {
  const pitch = pitchFor(view.panels.length);
  const rows = view.panels.map((panel, i) => rowOf(panel, TOP + i * pitch, TOP + (i + 1) * pitch - GAP));
  const floor = TOP + rows.length * pitch + BARS.above + BARS.height;
  const days = midnights(view.from, view.to, view.timezone);
  const x = timeScale(view.from, view.to, LEFT, RIGHT);
  const timeMarks = timeTicks(days, x, view.timezone);
  const counts = countDays(view.panels, days);
  const most = counts.reduce((most, { came, missed }) => Math.max(most, came + missed), 0);
  const count = scaleLinear([0, most || 1], [floor, floor - BARS.height]);

  const { svg, hatchId } = await openPage(view, WIDTH, floor + BARS.below);
  drawHeading(svg, view);
  const unseen = drawHatch(svg, view, x, hatchId, [[TOP, floor]]);
  drawWords(svg, unseen, TOP - 9, [MARGIN, WIDTH - MARGIN]);
  drawLines(svg, "grid", [
    ...timeMarks.map((tick) => `M${tick.x.toFixed(1)},${TOP}V${floor}`),
    ...rows.flatMap(({ ticks }) => ticks.map(({ y }) => `M${LEFT},${y.toFixed(1)}H${RIGHT}`)),
  ]);
  drawLines(
    svg,
    "floor",
    [...rows.map(({ box }) => box.bottom), floor].map((y) => `M${LEFT},${y}H${RIGHT}`),
  );
  for (const row of rows) drawRow(svg, row, view, x);
  drawBars(svg, counts, days, x, count);
  drawText(svg, "name", [MARGIN, floor - 27], "tarballs");
  drawText(svg, "note", [MARGIN, floor - 11], "per day");
  if (most > 0) drawText(svg, "note", [LEFT - 6, count(most) + 4], printCount(most), FLUSH_RIGHT);
  drawTimeTicks(svg, timeMarks, floor + 16);
  drawKey(svg, view, [LEFT, floor + 38], hatchId);
  return serialise(svg);
}

/** Twelve items in full height are a screen; more of them get lower, down to their two lines of text. */
function pitchFor(items: number): number {
  return Math.max(40, Math.min(68, Math.floor(816 / items)));
}

function rowOf(panel: Panel, top: number, bottom: number): Row {
  const box = { top, bottom, dot: 5.5, arm: 4 };
  const y = panelScale(panel, box);
  const ticks = y === undefined ? [] : sizeTicks(y).map((size) => ({ y: y(size), text: printBytes(size) }));
  return { panel, box, y, ticks };
}

function drawHeading(svg: Element, view: View): void {
  const title = `${view.node} · ${view.srvnode}`;
  drawFitted(svg, "title", [MARGIN, 30], title, VERDICT - MARGIN - 20);
  const [finding] = view.findings;
  if (finding) drawGist(svg, { status: finding.status, finding }, [VERDICT, 30], VERDICT_ROOM);
  const when = period(view);
  const text = `${when} ${conclusion(view, (said) => widthOf(`${when} ${said}`, faceOf("subtitle")) < WIDTH - 2 * MARGIN)}`;
  drawText(svg, "subtitle", [MARGIN, 52], text);
}

function drawLines(svg: Element, kind: "grid" | "floor", paths: string[]): void {
  append(svg, "path", { ...paint(kind), d: paths.join("") });
}

function drawRow(svg: Element, { panel, box, y, ticks }: Row, view: View, x: Scale): void {
  const group = append(svg, "g", {});
  // Two lines of text, in the middle of the panel or, where that is low, beside it from its top.
  const first = box.top + Math.max(11, (box.bottom - box.top) / 2 - 10);
  const second = first + 16;
  drawFitted(group, "name", [MARGIN, first], panel.item, NAME_ROOM);
  drawFitted(group, "note", [MARGIN, second], panel.rhythm, NAME_ROOM);
  for (const tick of ticks) drawText(group, "note", [LEFT - 6, tick.y + 4], tick.text, FLUSH_RIGHT);
  drawMarks(group, panel, view, x, y, box);
  drawText(group, "size", [VERDICT, first], panel.size);
  drawGist(group, panel, [VERDICT, second], VERDICT_ROOM);
}
