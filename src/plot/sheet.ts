// What stands around the sizes of a node, however they are drawn: heading, axes, what nobody saw, bars of the days, key.
import { scaleLinear } from "d3-scale";
import { printCount } from "../units.ts";
import { calendar, timeScale, timeTicks } from "./axes.ts";
import type { Scale } from "./axes.ts";
import { drawBand } from "./band.ts";
import { countDays, drawBars } from "./bars.ts";
import { paint } from "./colours.ts";
import { drawDays } from "./days.ts";
import { drawHatch, drawWords } from "./hatch.ts";
import { drawLegend, legendOf, linesOf } from "./legend.ts";
import type { Lane } from "./lane.ts";
import { widthOf } from "./measure.ts";
import { openPage } from "./page.ts";
import { pathOf } from "./path.ts";
import { append, serialise } from "./svg.ts";
import type { Part } from "./svg.ts";
import { drawFitted, drawGist, drawRest, drawText, drawTimeTicks, faceOf } from "./text.ts";
import type { View } from "./view.ts";
import { period, subtitle } from "./words.ts";

export const WIDTH = 992;
export const MARGIN = 16;
export const TOP = 88;
const VERDICT = 788;
const REST = 18;
/** From one line of the key to the next. */
const KEY = 18;
const BARS = { above: 18, height: 40, below: 54 };

export interface Sheet {
  view: View;
  /** Of what is drawn over time. */
  left: number;
  right: number;
  /** Where the sizes end. */
  end: number;
  lanes: Lane[];
  ticks: { y: number; text: string }[];
  /** Where they stand. */
  floors: number[];
}

export async function drawSheet(sheet: Sheet, drawLanes: (svg: Part, x: Scale) => void): Promise<string> {
  const { view, left, right, end, lanes } = sheet;
  const floor = end + (view.rest.length > 0 ? REST : 0) + BARS.above + BARS.height;
  const days = calendar(view.from, view.to, view.timezone);
  const x = timeScale(view.from, view.to, left, right);
  const timeMarks = timeTicks(days, x, view.timezone);

  const key = linesOf(legendOf(view, lanes, x), WIDTH - 2 * MARGIN);
  const { svg, hatches } = await openPage(view, WIDTH, floor + BARS.below + KEY * Math.max(0, key.length - 1));
  drawHeading(svg, view);
  drawBands(svg, lanes, x);
  const unseen = drawHatch(svg, view, x, hatches, [[TOP, floor]]);
  drawWords(svg, unseen, TOP - 9, [MARGIN, WIDTH - MARGIN]);
  const upright = (at: number) => `M${at.toFixed(1)},${TOP}V${floor}`;
  drawLines(svg, "grid", [
    ...timeMarks.map((tick) => upright(tick.x)),
    ...sheet.ticks.map(({ y }) => `M${left},${y.toFixed(1)}H${right}`),
  ]);
  drawLines(svg, "floor", [
    ...[...sheet.floors, floor].map((y) => `M${left},${y}H${right}`),
    ...timeMarks.filter(({ bold }) => bold).map((year) => upright(year.x)),
  ]);
  if (view.range.days === 30) drawDays(svg, view, days.midnights, x, [TOP, floor]);
  for (const { y, text } of sheet.ticks) drawText(svg, "note", [left - 6, y + 4], text, "right");
  drawLanes(svg, x);
  if (view.rest.length > 0) drawRest(svg, view, [MARGIN, end + 6]);
  drawCounts(svg, view, days.midnights, x, floor);
  drawTimeTicks(svg, timeMarks, floor + 16);
  for (const [i, line] of key.entries()) drawLegend(svg, line, [left, WIDTH - MARGIN], floor + 38 + i * KEY, hatches);
  return serialise(svg);
}

function drawHeading(svg: Part, view: View): void {
  const title = `${view.node} · ${view.srvnode}`;
  drawFitted(svg, "title", [MARGIN, 30], title, VERDICT - MARGIN - 20);
  const [finding] = view.findings;
  if (finding) drawGist(svg, { status: finding.status, finding }, [VERDICT, 30], WIDTH - MARGIN - VERDICT);
  const when = period(view);
  const text = `${when} ${subtitle(view, (said) => widthOf(`${when} ${said}`, faceOf("subtitle")) < WIDTH - 2 * MARGIN)}`;
  drawText(svg, "subtitle", [MARGIN, 52], text);
}

function drawBands(svg: Part, lanes: Lane[], x: Scale): void {
  const d = pathOf((pen) => {
    for (const lane of lanes) drawBand(pen, lane, x);
  });
  if (d !== "") append(svg, "path", paint("band"), { d });
}

function drawLines(svg: Part, kind: "grid" | "floor", paths: string[]): void {
  append(svg, "path", paint(kind), { d: paths.join("") });
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
