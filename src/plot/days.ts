// The tooltips of the days: what arrived on each, and what did not.
import type { Instant } from "../model.ts";
import { plural, printClock, printDate } from "../units.ts";
import type { Scale } from "./axes.ts";
import { append, NONE } from "./svg.ts";
import type { Part } from "./svg.ts";
import type { Panel, View } from "./view.ts";
import { describeSize } from "./words.ts";

/** As many lines as fit on a screen. */
const MAX_LINES = 40;
const INVISIBLE = { fill: "none", "pointer-events": "all" };

/** An invisible strip for each day, from `top` to `floor`. `midnights` begin the days; the last one ends the last day. */
export function drawDayTooltips(
  parent: Part,
  view: View,
  midnights: Instant[],
  x: Scale,
  [top, floor]: [number, number],
): void {
  const panels = [...view.panels, ...view.rest];
  const next = panels.map(() => 0);
  for (let day = 0; day + 1 < midnights.length; day++) {
    const [from, to] = [midnights[day]!, midnights[day + 1]!];
    const came: string[] = [];
    const missed: string[] = [];
    let count = 0;
    for (const [i, panel] of panels.entries()) {
      const first = next[i]!;
      while (panel.points.at[next[i]!]! < to) next[i]!++;
      count += next[i]! - first;
      if (next[i]! > first) came.push(describeDay(panel, first, next[i]!, view.timezone));
      for (const due of panel.missed)
        if (from <= due && due < to) missed.push(`${panel.item} did not come, due ${printClock(due, view.timezone)}`);
    }
    const head = `${printDate(from, view.timezone)}, ${view.timezone}: ${plural(count, "tarball")}`;
    const lines = [...missed, ...came];
    const more = lines.length > MAX_LINES ? [`and ${lines.length - MAX_LINES} more`] : [];
    const strip = { x: x(from), y: top, width: x(to) - x(from), height: floor - top };
    append(
      append(parent, "rect", INVISIBLE, strip),
      "title",
      NONE,
      NONE,
      [head, ...lines.slice(0, MAX_LINES), ...more].join("\n"),
    );
  }
}

/** `16:10 svn/dybsvn: 2,480,123,456 bytes`; of several on one day, the last. */
function describeDay(panel: Panel, first: number, end: number, zone: string): string {
  const count = end - first === 1 ? "" : `, the last of ${end - first}`;
  return `${printClock(panel.points.at[end - 1]!, zone)} ${panel.item}: ${describeSize(panel, end - 1)}${count}`;
}
