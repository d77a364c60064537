// How does a plot's SVG stand inside another document? Without prolog and style, its ids its own.

/** The tags with an id, or that name one, of what an XML serialiser wrote: there, `<` and `>` stand nowhere else. */
const TAG = /<[^>]*(?: id="|url\(#|href="#| aria-)[^>]*>/g;

/** Ready to stand in HTML, or in an SVG with the plots' style. `prefix` is what its ids begin with. */
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

/** The same at a place of its own in another SVG, `width` wide. */
export function framed(svg: string, prefix: string, x: number, y: number, width: number): string {
  const { height } = scaled(svg, width);
  return inlined(svg, prefix).replace(TAG_OF_ROOT, (root) =>
    root
      .replace(/ (?:x|y|width|height|xmlns)="[^"]*"/g, "")
      .replace("<svg", `<svg x="${x}" y="${y}" width="${width}" height="${height}"`),
  );
}

const TAG_OF_ROOT = /<svg[^>]*>/;

/** In pixels, by its viewBox. */
export function sizeOf(svg: string): { width: number; height: number } {
  const box = / viewBox="([^"]*)"/.exec(TAG_OF_ROOT.exec(svg)?.[0] ?? "")?.[1] ?? "";
  const [, , width = 0, height = 0] = box.split(" ").map(Number);
  return { width, height };
}

export function scaled(svg: string, width: number): { width: number; height: number } {
  const size = sizeOf(svg);
  return { width, height: Math.round((size.height * width) / size.width) };
}
