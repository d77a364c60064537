// When was there no good visit, and why? A hatch through all panels, with a label on top.
import type { Scale } from "./axes.ts";
import { styleOf } from "./colours.ts";
import { widthOf } from "./measure.ts";
import { rectangles } from "./shapes.ts";
import type { Corners } from "./shapes.ts";
import { append, NONE } from "./svg.ts";
import type { Part } from "./svg.ts";
import { drawText, faceOf } from "./text.ts";
import type { View } from "./view.ts";

interface Span {
  left: number;
  right: number;
  why: Why;
}

type Why = View["unseen"][number]["why"];

/** The ids of the patterns. */
export type Hatches = Record<Why, string>;

/** What each hatch means, on top of it and in the legend. */
export const HATCH_LABELS = {
  unreachable: "no good visit",
  "before first look": "before first visit",
} as const satisfies Record<Why, string>;

/** Lines of 45°, so that they look like neither bar nor band; before the first visit they lean the other way. */
const LINES: Record<Why, string> = {
  unreachable: "M-1,1l2,-2M0,7l7,-7M6,8l2,-2",
  "before first look": "M-1,6l2,2M0,0l7,7M6,-1l2,2",
};

/** Pixels, so that a short span can be seen. */
const MIN_WIDTH = 2;

/** Hatches the spans of `unseen` in each lane ([top, bottom]); returns where they are. `hatches` are ids that no other plot has. */
export function drawHatch(
  parent: Part,
  { unseen }: View,
  x: Scale,
  hatches: Hatches,
  lanes: [number, number][],
): Span[] {
  const spans = merged(
    unseen.map(({ from, to, why }) => ({ left: x(from), right: Math.max(x(to), x(from) + MIN_WIDTH), why })),
  );
  if (spans.length === 0) return [];
  const defs = append(parent, "defs", NONE, NONE);
  for (const why of WHYS) {
    const own = spans.filter((span) => span.why === why);
    if (own.length === 0) continue;
    definePattern(defs, hatches[why], LINES[why]);
    const corners = own.flatMap(({ left, right }) =>
      lanes.map(([top, bottom]): Corners => [
        [left, top],
        [right, bottom],
      ]),
    );
    append(parent, "path", NONE, { class: "unseen", fill: `url(#${hatches[why]})`, d: rectangles(corners) });
  }
  return spans;
}

const WHYS = Object.keys(LINES) as Why[];

function definePattern(defs: Part, id: string, d: string): void {
  const size = { width: 7, height: 7, patternUnits: "userSpaceOnUse" };
  append(append(defs, "pattern", NONE, { id, ...size }), "path", styleOf("hatch"), { "stroke-width": 0.6, d });
}

/** Labels the spans, the widest first; a label that would overlap another is left out. */
export function drawLabels(parent: Part, spans: Span[], y: number, [left, right]: [number, number]): void {
  const taken: Span[] = [];
  for (const span of spans.toSorted((a, b) => b.right - b.left - (a.right - a.left))) {
    const half = widthOf(HATCH_LABELS[span.why], faceOf("note")) / 2;
    const middle = Math.min(Math.max((span.left + span.right) / 2, left + half), right - half);
    const label = { left: middle - half - 6, right: middle + half + 6, why: span.why };
    if (taken.some((other) => other.left < label.right && label.left < other.right)) continue;
    taken.push(label);
    drawText(parent, "note", [middle, y], HATCH_LABELS[span.why], "centred");
  }
}

/** Merges spans that touch, for a node that fails every other visit. */
function merged(spans: Span[]): Span[] {
  const all: Span[] = [];
  for (const span of spans) {
    const before = all.at(-1);
    if (before?.why === span.why && span.left - before.right < 1) before.right = Math.max(before.right, span.right);
    else all.push({ ...span });
  }
  return all;
}
