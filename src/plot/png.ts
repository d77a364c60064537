// An SVG as PNG, for who cannot show SVG. It brings its own font: on a machine without any, words would vanish silently.
import { createHash } from "node:crypto";
import { createRequire } from "node:module";

const FAMILY = "DejaVu Sans";

const { resolve } = createRequire(import.meta.url);
const FONTS = ["DejaVuSans.ttf", "DejaVuSans-Bold.ttf"].map((file) => resolve(`dejavu-fonts-ttf/ttf/${file}`));

/** In light colours, twice the size, so that it is sharp on a wall too. The renderer is loaded when there is work for it. */
export async function png(svg: string): Promise<Buffer> {
  const { Resvg } = await import("@resvg/resvg-js");
  const font = { loadSystemFonts: false, fontFiles: FONTS, defaultFontFamily: FAMILY, sansSerifFamily: FAMILY };
  return new Resvg(svg, { font, fitTo: { mode: "zoom", value: 2 } }).render().asPng();
}

/** Whether it must be drawn again. Of everything that can change the picture. */
export function pngFingerprint(svg: string): string {
  return createHash("sha256").update(`png 1\n${svg}`).digest("hex").slice(0, 16);
}
