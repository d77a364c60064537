// Which tarballs are not as large as they should be? A triangle at each, pointing where its size went, and a thick line
// where sizes stand still.
import { bisectLeft, bisectRight } from "d3-array";
import type { SizeBand } from "../model.ts";
import type { Scale } from "./axes.ts";
import { paint } from "./colours.ts";
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
import { inLines, describePoint, printZonedTime } from "./words.ts";

type Kind = SizeBand["marks"][number]["kind"];

/** Triangles that would lie on one another are one. */
interface Group {
  kind: "warn" | "alarm";
  at: Pixel;
  text: string;
  told: string[];
}

export function drawAnomalies(parent: Part, lane: Lane, view: View, x: Scale, pixels: Pixels): void {
  const { box } = lane;
  let taken = x.range()[0]!;
  let words: Part | undefined;
  for (const { kind, at, text, told } of groupsOf(lane, view, pixels)) {
    const tip = tipOf(kind, at, box);
    const drawn = drawTriangle(parent, kind, tip, box.arm);
    append(drawn, "title", NONE, NONE, inLines(told));
    // Beside the mark, where no other one is in the way.
    const right = tip[0] - box.arm - 4;
    if (box.words && right - widthOf(text, BOLD) >= taken) {
      words ??= append(parent, "g", HALO, NONE);
      drawText(words, kind, [right, Math.min(tip[1] + 4, box.bottom - 1)], text, "told");
    }
    taken = tip[0] + box.arm + 4;
  }
}

/** The line may pass behind a word, and must not cross it out. */
const HALO = { ...paint("halo"), "stroke-width": 3, "stroke-linejoin": "round", "paint-order": "stroke" };
const BOLD = { ...faceOf("alarm"), "font-weight": "bold" };

/** Pointing down for what is too small, up for what is too large. */
export function drawTriangle(parent: Part, kind: "warn" | "alarm", middle: Pixel, arm: number): Part {
  const height = kind === "alarm" ? 1.1 * arm : -1.1 * arm;
  return append(parent, "path", paint(kind), { d: pathOf((pen) => triangle(pen, middle, 1.1 * arm, height)) });
}

function groupsOf({ panel, band, box }: Lane, view: View, { x, y }: Pixels): Group[] {
  const groups: Group[] = [];
  const { at: instants } = panel.points;
  for (const { at, kind, text } of band.marks) {
    const i = bisectLeft(instants, at);
    if (instants[i] !== at) continue;
    const told = `${describePoint(panel, i, view)}, ${text}`;
    const last = groups.at(-1);
    if (last?.kind === statusOf(kind) && x[i]! - last.at[0] < 2 * box.arm) {
      const further = statusOf(kind) === "alarm" ? Math.max : Math.min;
      last.at = [last.at[0], further(last.at[1], y[i]!)];
      last.text = text;
      last.told.push(told);
    } else groups.push({ kind: statusOf(kind), at: [x[i]!, y[i]!], text, told: [told] });
  }
  return groups;
}

/** As the check has it. */
function statusOf(kind: Kind): "warn" | "alarm" {
  return kind === "jump" ? "warn" : "alarm";
}

/** Beside the point, so that it can be seen whether it is still on the node. */
function tipOf(kind: "warn" | "alarm", [x, y]: Pixel, { top, bottom, arm, dot }: Box): Pixel {
  const away = dot / 2 + 1.1 * arm;
  return kind === "alarm" ? [x, Math.max(top + arm, y - away)] : [x, Math.min(bottom - arm, y + away)];
}

/** The part of the line that stands still. */
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
  append(drawn, "title", NONE, NONE, `${describePoint(panel, last, view)}, the same to the byte since ${since}`);
}

export const FROZEN = { ...paint("frozen"), "stroke-width": 3.5 };
