// Texts: their fonts, their alignment, and making them fit.
import type { Tick } from "./axes.ts";
import { styleOf } from "./colours.ts";
import type { ClassName } from "./colours.ts";
import { fit, widthOf } from "./measure.ts";
import type { Face } from "./measure.ts";
import { mark } from "./shapes.ts";
import type { Pixel } from "./shapes.ts";
import { append, NONE } from "./svg.ts";
import type { Attributes, Part } from "./svg.ts";
import type { Panel, View } from "./view.ts";
import { remainder } from "./words.ts";

/** Fonts that differ from the root's. */
const FACES: Partial<Record<ClassName, Face>> = {
  title: { "font-size": 15, "font-weight": "bold" },
  subtitle: { "font-size": 12 },
  name: { "font-size": 12, "font-weight": "bold" },
  size: { "font-size": 12, "font-weight": "bold" },
};
const DEFAULT_FACE: Face = { "font-size": 11 };

export function faceOf(name: ClassName): Face {
  return FACES[name] ?? DEFAULT_FACE;
}

const TEXT_STYLES = {
  left: {},
  centred: { "text-anchor": "middle" },
  right: { "text-anchor": "end" },
  underlined: { "text-decoration": "underline" },
  label: { "text-anchor": "end", "font-weight": "bold" },
  emphasised: { "text-anchor": "middle", "font-weight": "bold" },
} as const;

type TextStyle = keyof typeof TEXT_STYLES;

export function drawText(parent: Part, name: ClassName, [x, y]: Pixel, text: string, style: TextStyle = "left"): void {
  append(parent, "text", attributesOf(name, style), { x, y }, text);
}

const cache = new Map<string, Attributes>();

/** The same object each time, see `append`. */
function attributesOf(name: ClassName, style: TextStyle): Attributes {
  const key = `${name} ${style}`;
  const attributes = cache.get(key) ?? { ...styleOf(name), ...FACES[name], ...TEXT_STYLES[style] };
  cache.set(key, attributes);
  return attributes;
}

/** Classes of names; all other texts are words (see `fit`). */
const NAMES: ClassName[] = ["title", "name"];

/** Shortens a text to `room` pixels if it must be; then its tooltip has the whole text. */
export function drawFitted(parent: Part, name: ClassName, at: Pixel, text: string, room: number): void {
  const short = fit(text, room, faceOf(name), !NAMES.includes(name));
  const group = short === text ? parent : append(parent, "g", NONE, NONE);
  if (short !== text) append(group, "title", NONE, NONE, text);
  drawText(group, name, at, short);
}

/** The mark of a status with the gist of its finding: an outline if that is silenced, only `ok` if there is none. */
export function drawGist(
  parent: Part,
  { status, finding, retired }: Pick<Panel, "status" | "finding"> & { retired?: boolean },
  [x, y]: Pixel,
  room: number,
): void {
  if (finding?.silenced) {
    append(parent, "path", styleOf("hollow"), { d: mark(finding.status, [x + 4.5, y - 4], 8) });
    return drawFitted(parent, "ok", [x + 14, y], finding.gist, room - 14);
  }
  if (status === "ok") return drawText(parent, "ok", [x, y], retired ? "retired" : "ok");
  append(parent, "path", styleOf(status), { d: mark(status, [x + 4.5, y - 4], 9) });
  drawFitted(parent, status, [x + 14, y], finding?.gist ?? status, room - 14);
}

/** How many items are not drawn, with a link to the plot of all. */
export function drawRest(parent: Part, view: View, [x, y]: Pixel): void {
  const text = remainder(view);
  drawText(parent, "note", [x, y], text);
  const link = append(parent, "a", NONE, { href: `./${view.full}` });
  drawText(
    link,
    "link",
    [x + widthOf(text, faceOf("note")) + 6, y],
    `All ${view.panels.length + view.rest.length} items`,
    "underlined",
  );
}

export function drawTimeTicks(parent: Part, ticks: Tick[], y: number): void {
  for (const { x, text, bold } of ticks) {
    drawText(parent, "note", [x, y], text, bold ? "emphasised" : "centred");
  }
}
