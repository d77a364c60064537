// What every drawing has: a size, a title and a description for screen readers, a background, and dark colours.
import { DARK_STYLE, styleOf } from "./colours.ts";
import type { Hatches } from "./hatch.ts";
import { append, NONE, openRoot } from "./svg.ts";
import type { Part } from "./svg.ts";
import type { View } from "./view.ts";
import { description, describeRange } from "./words.ts";

const FONTS = 'system-ui, -apple-system, "Segoe UI", "DejaVu Sans", sans-serif';
const ROOT = { class: "plot", "font-family": FONTS, "font-size": 11 };

export interface Page {
  svg: Part;
  /** Ids of this drawing alone, since a page may contain several plots. */
  hatches: Hatches;
}

/** Starts a drawing; `width` and `height` are pixels. */
export async function openPage(view: View, width: number, height: number): Promise<Page> {
  const id = `plot-${view.node.replace(/[^A-Za-z0-9._-]/g, "-")}-${view.range.name}`;
  const size = { width, height, viewBox: `0 0 ${width} ${height}` };
  const names = { role: "img", "aria-labelledby": `${id}-title ${id}-desc` };
  const svg = await openRoot(view.range.name, ROOT, { ...size, ...names });
  append(svg, "title", NONE, { id: `${id}-title` }, `${view.node} · ${view.srvnode}. ${describeRange(view)}`);
  append(svg, "desc", NONE, { id: `${id}-desc` }, description(view));
  append(svg, "style", NONE, NONE, DARK_STYLE);
  append(svg, "rect", styleOf("paper"), { width, height });
  return { svg, hatches: { unreachable: `${id}-unreachable`, "before first look": `${id}-before` } };
}
