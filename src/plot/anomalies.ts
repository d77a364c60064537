// Which sizes are not as expected? A triangle at each, pointing down if it is too small and up if it is too large, and a thick
// line where sizes stay the same.
import { bisectLeft, bisectRight } from "d3-array";
import type { SizeBand } from "../model.ts";
import type { Scale } from "./axes.ts";
import { styleOf } from "./colours.ts";
import type { Box, Lane } from "./lane.ts";
import { columnOf } from "./m4.ts";
import type { Pixels } from "./m4.ts";
import { widthOf } from "./measure.ts";
import { pathOf } from "./path.ts";
import { triangle } from "./shapes.ts";
import type { Pixel } from "./shapes.ts";
import { append, NONE } from "./svg.ts";
import type { Part } from "./svg.ts";
import { drawText, faceOf } from "./text.ts";
import type { View } from "./view.ts";
import { titleLines, describePoint, printZonedTime } from "./words.ts";

type Kind = SizeBand["marks"][number]["kind"];

/** Triangles that would overlap are drawn as one. */
interface Group {
  kind: "warn" | "alarm";
  at: Pixel;
  text: string;
  titles: string[];
}

export function drawAnomalies(parent: Part, lane: Lane, view: View, x: Scale, pixels: Pixels): void {
  const { box } = lane;
  let taken = x.range()[0]!;
  let labels: Part | undefined;
  for (const { kind, at, text, titles } of groupsOf(lane, view, pixels)) {
    const middle = middleOf(kind, at, box);
    const drawn = drawTriangle(parent, kind, middle, box.arm);
    append(drawn, "title", NONE, NONE, titleLines(titles));
    // A label beside the mark, unless it would overlap another mark.
    const right = middle[0] - box.arm - 4;
    if (box.labels && right - widthOf(text, BOLD) >= taken) {
      labels ??= append(parent, "g", HALO, NONE);
      drawText(labels, kind, [right, Math.min(middle[1] + 4, box.bottom - 1)], text, "label");
    }
    taken = middle[0] + box.arm + 4;
  }
}

/** An outline in the colour of the paper, so that the line does not cross out a label. */
const HALO = { ...styleOf("halo"), "stroke-width": 3, "stroke-linejoin": "round", "paint-order": "stroke" };
const BOLD = { ...faceOf("alarm"), "font-weight": "bold" };

/** Points down for `alarm` (too small), up for `warn` (too large). */
export function drawTriangle(parent: Part, kind: "warn" | "alarm", middle: Pixel, arm: number): Part {
  const height = kind === "alarm" ? 1.1 * arm : -1.1 * arm;
  return append(parent, "path", styleOf(kind), { d: pathOf((pen) => triangle(pen, middle, 1.1 * arm, height)) });
}

function groupsOf({ panel, band, box }: Lane, view: View, { x, y }: Pixels): Group[] {
  const groups: Group[] = [];
  const { at: instants } = panel.points;
  for (const { at, kind, text } of band.marks) {
    const i = bisectLeft(instants, at);
    if (instants[i] !== at) continue;
    const title = `${describePoint(panel, i, view)}, ${text}`;
    const last = groups.at(-1);
    if (last?.kind === statusOf(kind) && x[i]! - last.at[0] < 2 * box.arm) {
      const further = statusOf(kind) === "alarm" ? Math.max : Math.min;
      last.at = [last.at[0], further(last.at[1], y[i]!)];
      last.text = text;
      last.titles.push(title);
    } else groups.push({ kind: statusOf(kind), at: [x[i]!, y[i]!], text, titles: [title] });
  }
  return groups;
}

/** The status that the check `size` gives. */
function statusOf(kind: Kind): "warn" | "alarm" {
  return kind === "jump" ? "warn" : "alarm";
}

/** The middle of the triangle: above or below the point, so that its dot stays visible. */
function middleOf(kind: "warn" | "alarm", [x, y]: Pixel, { top, bottom, arm, dot }: Box): Pixel {
  const away = dot / 2 + 1.1 * arm;
  return kind === "alarm" ? [x, Math.max(top + arm, y - away)] : [x, Math.min(bottom - arm, y + away)];
}

/** A thick line over the newest backups, if they have the same size to the byte. */
export function drawFrozen(parent: Part, { panel, band: { frozen } }: Lane, view: View, { x, y }: Pixels): void {
  if (!frozen) return;
  const { at } = panel.points;
  const [first, last] = [bisectLeft(at, frozen.from), bisectRight(at, frozen.to) - 1];
  if (last < 0 || columnOf(x[last]!) === columnOf(x[first]!)) return;
  const d = pathOf((pen) => {
    pen.moveTo(x[first]!, y[first]!);
    pen.toX(x[last]!);
  });
  const drawn = append(parent, "path", FROZEN, { d });
  const since = printZonedTime(frozen.from, view);
  append(drawn, "title", NONE, NONE, `${describePoint(panel, last, view)}, the same size to the byte since ${since}`);
}

export const FROZEN = { ...styleOf("frozen"), "stroke-width": 3.5 };
