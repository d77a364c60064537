// How is text set, and made to fit?
import type { Tick } from "./axes.ts";
import { paint } from "./colours.ts";
import type { Paint } from "./colours.ts";
import { fit } from "./measure.ts";
import type { Face } from "./measure.ts";
import { mark } from "./shapes.ts";
import type { Pixel } from "./shapes.ts";
import { append } from "./svg.ts";
import type { Attributes } from "./svg.ts";
import type { Panel } from "./view.ts";

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

export const CENTRED = { "text-anchor": "middle" };
export const FLUSH_RIGHT = { "text-anchor": "end" };

export function drawText(parent: Element, kind: Paint, [x, y]: Pixel, text: string, more: Attributes = {}): void {
  append(parent, "text", { ...paint(kind), x, y, ...FACES[kind], ...more }, text);
}

/** Shortened where it must be, and then the whole of it is told to who points at it. */
export function drawFitted(parent: Element, kind: Paint, at: Pixel, text: string, room: number): void {
  const short = fit(text, room, faceOf(kind));
  const group = short === text ? parent : append(parent, "g", {});
  if (short !== text) append(group, "title", {}, text);
  drawText(group, kind, at, short);
}

/** The status with its shape and in words, unless all is well. */
export function drawGist(
  parent: Element,
  { status, finding }: Pick<Panel, "status" | "finding">,
  [x, y]: Pixel,
  room: number,
): void {
  if (status === "ok") return drawText(parent, "ok", [x, y], "ok");
  append(parent, "path", { ...paint(status), d: mark(status, [x + 4.5, y - 4], 9) });
  drawFitted(parent, status, [x + 14, y], finding?.gist ?? status, room - 14);
}

export function drawTimeTicks(parent: Element, ticks: Tick[], y: number): void {
  for (const { x, text, bold } of ticks) {
    drawText(parent, "note", [x, y], text, bold ? { ...CENTRED, "font-weight": "bold" } : CENTRED);
  }
}
