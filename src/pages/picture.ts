// How does a plot's SVG fit into another document? Without prolog and style, and with ids of its own.

/** Tags that have an id or refer to one. In serialised XML, `<` and `>` occur in tags only. */
const TAG = /<[^>]*(?: id="|url\(#|href="#| aria-)[^>]*>/g;

/** Makes an SVG fit for HTML, or for an SVG that has the plots' style. Its ids get `prefix`. */
export function inlined(svg: string, prefix: string): string {
  return svg
    .replace(/^<\?xml[^>]*\?>\s*/, "")
    .replace(/<style>[^<]*<\/style>/, "")
    .replace(TAG, (tag) =>
      tag
        .replace(/ id="/, ` id="${prefix}`)
        .replace(/url\(#/g, `url(#${prefix}`)
        .replace(/ ((?:xlink:)?href)="#/g, ` $1="#${prefix}`)
        .replace(/ (aria-(?:labelledby|describedby))="([^"]*)"/g, (_, name: string, ids: string) => {
          return ` ${name}="${ids.replace(/\S+/g, (id) => prefix + id)}"`;
        }),
    );
}

/** Makes an SVG fit for another one, at `x` and `y`, `width` wide (pixels). */
export function framed(svg: string, prefix: string, x: number, y: number, width: number): string {
  const { height } = scaled(svg, width);
  return inlined(svg, prefix).replace(ROOT_TAG, (root) =>
    root
      .replace(/ (?:x|y|width|height|xmlns)="[^"]*"/g, "")
      .replace("<svg", `<svg x="${x}" y="${y}" width="${width}" height="${height}"`),
  );
}

const ROOT_TAG = /<svg[^>]*>/;

/** The size of an SVG in pixels, from its viewBox. */
export function sizeOf(svg: string): { width: number; height: number } {
  const box = / viewBox="([^"]*)"/.exec(ROOT_TAG.exec(svg)?.[0] ?? "")?.[1] ?? "";
  const [, , width = 0, height = 0] = box.split(" ").map(Number);
  return { width, height };
}

/** The size of an SVG in pixels if it is scaled to `width`. */
export function scaled(svg: string, width: number): { width: number; height: number } {
  const size = sizeOf(svg);
  return { width, height: Math.round((size.height * width) / size.width) };
}
