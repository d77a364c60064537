// An SVG as PNG, for who cannot show SVG. It brings its own font: on a machine without any, words would vanish silently.
import { createHash } from "node:crypto";
import { createRequire } from "node:module";

const FAMILY = "DejaVu Sans";

const { resolve } = createRequire(import.meta.url);
const FONTS = ["DejaVuSans.ttf", "DejaVuSans-Bold.ttf"].map((file) => resolve(`dejavu-fonts-ttf/ttf/${file}`));

/** Twice the size is sharp on a wall too; what is higher than a wall is only large. */
const WALL = 1600;

/** In light colours, by another thread. The renderer is loaded when there is work for it. */
export async function png(svg: string): Promise<Buffer> {
  const { renderAsync } = await import("@resvg/resvg-js");
  const zoom = Number(/ height="(\d+)/.exec(svg)?.[1]) > WALL ? 1 : 2;
  const font = { loadSystemFonts: false, fontFiles: FONTS, defaultFontFamily: FAMILY, sansSerifFamily: FAMILY };
  return (await renderAsync(svg, { font, fitTo: { mode: "zoom", value: zoom } })).asPng();
}

/** Whether it must be drawn again. Of everything that can change the picture. */
export function pngFingerprint(svg: string): string {
  return createHash("sha256").update(`png 2\n${svg}`).digest("hex").slice(0, 16);
}
