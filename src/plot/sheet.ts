// What panels and frames have in common: heading, axes, hatches, bars per day, legend.
import { scaleLinear } from "d3-scale";
import { printCount } from "../units.ts";
import { calendar, timeScale, timeTicks } from "./axes.ts";
import type { Scale } from "./axes.ts";
import { drawBand } from "./band.ts";
import { countDays, drawBars } from "./bars.ts";
import { styleOf } from "./colours.ts";
import { drawDayTooltips } from "./days.ts";
import { drawHatch, drawLabels } from "./hatch.ts";
import { drawLegend, legendOf, linesOf } from "./legend.ts";
import type { Lane } from "./lane.ts";
import { widthOf } from "./measure.ts";
import { openPage } from "./page.ts";
import { pathOf } from "./path.ts";
import { append, serialise } from "./svg.ts";
import type { Part } from "./svg.ts";
import { drawFitted, drawGist, drawRest, drawText, drawTimeTicks, faceOf } from "./text.ts";
import type { View } from "./view.ts";
import { describeRange, subtitle } from "./words.ts";

export const WIDTH = 992;
export const MARGIN = 16;
export const TOP = 88;
const VERDICT = 788;
const REST = 18;
/** Height of a line of the legend. */
const LEGEND_LINE = 18;
const BARS = { above: 18, height: 40, below: 54 };

export interface Sheet {
  view: View;
  /** The range of the time scale, in pixels. */
  left: number;
  right: number;
  /** The bottom of the lanes. */
  end: number;
  lanes: Lane[];
  ticks: { y: number; text: string }[];
  /** The baselines of the lanes. */
  floors: number[];
}

/** The SVG text of a plot; `drawLanes` adds what differs between panels and frames. */
export async function drawSheet(sheet: Sheet, drawLanes: (svg: Part, x: Scale) => void): Promise<string> {
  const { view, left, right, end, lanes } = sheet;
  const floor = end + (view.rest.length > 0 ? REST : 0) + BARS.above + BARS.height;
  const days = calendar(view.from, view.to, view.timezone);
  const x = timeScale(view.from, view.to, left, right);
  const ticks = timeTicks(days, x, view.timezone);

  const legend = linesOf(legendOf(view, lanes, x), WIDTH - 2 * MARGIN);
  const { svg, hatches } = await openPage(
    view,
    WIDTH,
    floor + BARS.below + LEGEND_LINE * Math.max(0, legend.length - 1),
  );
  drawHeading(svg, view);
  drawBands(svg, lanes, x);
  const unseen = drawHatch(svg, view, x, hatches, [[TOP, floor]]);
  drawLabels(svg, unseen, TOP - 9, [MARGIN, WIDTH - MARGIN]);
  const vertical = (at: number) => `M${at.toFixed(1)},${TOP}V${floor}`;
  drawLines(svg, "grid", [
    ...ticks.map((tick) => vertical(tick.x)),
    ...sheet.ticks.map(({ y }) => `M${left},${y.toFixed(1)}H${right}`),
  ]);
  drawLines(svg, "floor", [
    ...[...sheet.floors, floor].map((y) => `M${left},${y}H${right}`),
    ...ticks.filter(({ bold }) => bold).map((year) => vertical(year.x)),
  ]);
  if (view.range.days === 30) drawDayTooltips(svg, view, days.midnights, x, [TOP, floor]);
  for (const { y, text } of sheet.ticks) drawText(svg, "note", [left - 6, y + 4], text, "right");
  drawLanes(svg, x);
  if (view.rest.length > 0) drawRest(svg, view, [MARGIN, end + 6]);
  drawCounts(svg, view, days.midnights, x, floor);
  drawTimeTicks(svg, ticks, floor + 16);
  for (const [i, line] of legend.entries())
    drawLegend(svg, line, [left, WIDTH - MARGIN], floor + 38 + i * LEGEND_LINE, hatches);
  return serialise(svg);
}

function drawHeading(svg: Part, view: View): void {
  const title = `${view.node} · ${view.srvnode}`;
  drawFitted(svg, "title", [MARGIN, 30], title, VERDICT - MARGIN - 20);
  const [finding] = view.findings;
  if (finding) drawGist(svg, { status: finding.status, finding }, [VERDICT, 30], WIDTH - MARGIN - VERDICT);
  const range = describeRange(view);
  const text = `${range} ${subtitle(view, (text) => widthOf(`${range} ${text}`, faceOf("subtitle")) < WIDTH - 2 * MARGIN)}`;
  drawText(svg, "subtitle", [MARGIN, 52], text);
}

function drawBands(svg: Part, lanes: Lane[], x: Scale): void {
  const d = pathOf((pen) => {
    for (const lane of lanes) drawBand(pen, lane, x);
  });
  if (d !== "") append(svg, "path", styleOf("band"), { d });
}

function drawLines(svg: Part, kind: "grid" | "floor", paths: string[]): void {
  append(svg, "path", styleOf(kind), { d: paths.join("") });
}

function drawCounts(svg: Part, view: View, midnights: number[], x: Scale, floor: number): void {
  const counts = countDays([...view.panels, ...view.rest], midnights);
  const most = counts.reduce((most, { came, missed }) => Math.max(most, came + missed), 0);
  const count = scaleLinear([0, most || 1], [floor, floor - BARS.height]);
  drawBars(svg, counts, midnights, x, count);
  drawText(svg, "name", [MARGIN, floor - 27], "tarballs");
  drawText(svg, "note", [MARGIN, floor - 11], "per day");
  if (most > 0) drawText(svg, "note", [x.range()[0]! - 6, count(most) + 4], printCount(most), "right");
}
