// How is text set, and made to fit?
import type { Tick } from "./axes.ts";
import { paint } from "./colours.ts";
import type { Paint } from "./colours.ts";
import { fit, widthOf } from "./measure.ts";
import type { Face } from "./measure.ts";
import { mark } from "./shapes.ts";
import type { Pixel } from "./shapes.ts";
import { append, NONE } from "./svg.ts";
import type { Attributes, Part } from "./svg.ts";
import type { Panel, View } from "./view.ts";
import { remainder } from "./words.ts";

/** Of what is not set in the root's size. */
const FACES: Partial<Record<Paint, Face>> = {
  title: { "font-size": 15, "font-weight": "bold" },
  subtitle: { "font-size": 12 },
  name: { "font-size": 12, "font-weight": "bold" },
  size: { "font-size": 12, "font-weight": "bold" },
};
const USUAL: Face = { "font-size": 11 };

export function faceOf(kind: Paint): Face {
  return FACES[kind] ?? USUAL;
}

export type Set = "left" | "centred" | "right" | "emphasised" | "told" | "underlined";

const SETS: Record<Set, Attributes> = {
  left: {},
  centred: { "text-anchor": "middle" },
  right: { "text-anchor": "end" },
  underlined: { "text-decoration": "underline" },
  told: { "text-anchor": "end", "font-weight": "bold" },
  emphasised: { "text-anchor": "middle", "font-weight": "bold" },
};

export function drawText(parent: Part, kind: Paint, [x, y]: Pixel, text: string, set: Set = "left"): void {
  append(parent, "text", styleOf(kind, set), { x, y }, text);
}

const styles = new Map<string, Attributes>();

function styleOf(kind: Paint, set: Set): Attributes {
  const key = `${kind} ${set}`;
  const style = styles.get(key) ?? { ...paint(kind), ...FACES[kind], ...SETS[set] };
  styles.set(key, style);
  return style;
}

const NAMES: Paint[] = ["title", "name"];

/** Shortened where it must be, and then the whole of it is told to who points at it. All but names are words. */
export function drawFitted(parent: Part, kind: Paint, at: Pixel, text: string, room: number): void {
  const short = fit(text, room, faceOf(kind), !NAMES.includes(kind));
  const group = short === text ? parent : append(parent, "g", NONE, NONE);
  if (short !== text) append(group, "title", NONE, NONE, text);
  drawText(group, kind, at, short);
}

/** The status with its shape and in words, unless all is well; of what is silenced the outline. */
export function drawGist(
  parent: Part,
  { status, finding, retired }: Pick<Panel, "status" | "finding"> & { retired?: boolean },
  [x, y]: Pixel,
  room: number,
): void {
  if (finding?.silenced) {
    append(parent, "path", paint("hollow"), { d: mark(finding.status, [x + 4.5, y - 4], 8) });
    return drawFitted(parent, "ok", [x + 14, y], finding.gist, room - 14);
  }
  if (status === "ok") return drawText(parent, "ok", [x, y], retired ? "retired" : "ok");
  append(parent, "path", paint(status), { d: mark(status, [x + 4.5, y - 4], 9) });
  drawFitted(parent, status, [x + 14, y], finding?.gist ?? status, room - 14);
}

/** What is not drawn, and where it is. */
export function drawRest(parent: Part, view: View, [x, y]: Pixel): void {
  const text = remainder(view);
  drawText(parent, "note", [x, y], text);
  const link = append(parent, "a", NONE, { href: `./${view.full}` });
  drawText(
    link,
    "link",
    [x + widthOf(text, faceOf("note")) + 6, y],
    `All ${view.panels.length + view.rest.length}`,
    "underlined",
  );
}

export function drawTimeTicks(parent: Part, ticks: Tick[], y: number): void {
  for (const { x, text, bold } of ticks) {
    drawText(parent, "note", [x, y], text, bold ? "emphasised" : "centred");
  }
}
