// An SVG as PNG, for who cannot show SVG. It brings its own font: on a machine without any, words would vanish silently.
import { createHash } from "node:crypto";
import { createRequire } from "node:module";
import { availableParallelism } from "node:os";
import type { Tinypool } from "tinypool";

const FAMILY = "DejaVu Sans";

const { resolve } = createRequire(import.meta.url);
const FONTS = ["DejaVuSans.ttf", "DejaVuSans-Bold.ttf"].map((file) => resolve(`dejavu-fonts-ttf/ttf/${file}`));

/** Twice the size is sharp on a wall too; what is higher than a wall is only large. */
const WALL = 1600;

/** In light colours. The renderer is loaded when there is work for it. */
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

/** Draws while its owner does other things. */
export interface Printer {
  png: (svg: string) => Promise<Buffer>;
  close: () => Promise<void>;
}

/** Starting threads takes as long as some reports do: fewer than these are drawn without. */
const MANY = 8;

/** For so many reports; threads start when there is work for them. */
export function openPrinter(reports: number): Printer {
  if (reports < MANY) return { png, close: async () => undefined };
  let pool: Promise<Tinypool> | undefined;
  return {
    png: async (svg) => Buffer.from((await (await (pool ??= openPool())).run(svg)) as Uint8Array),
    close: async () => (await pool)?.destroy(),
  };
}

async function openPool(): Promise<Tinypool> {
  const { Tinypool } = await import("tinypool");
  // What they run is `png` of this file.
  return new Tinypool({ filename: import.meta.url, name: png.name, minThreads: 0, maxThreads: availableParallelism() });
}
