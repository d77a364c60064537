// Converts an SVG to PNG, for viewers that cannot show SVG. It has its own font: without any, texts would silently disappear.
import { createHash } from "node:crypto";
import { createRequire } from "node:module";
import { availableParallelism } from "node:os";
import type { Tinypool } from "tinypool";

const FAMILY = "DejaVu Sans";

const { resolve } = createRequire(import.meta.url);
const FONTS = ["DejaVuSans.ttf", "DejaVuSans-Bold.ttf"].map((file) => resolve(`dejavu-fonts-ttf/ttf/${file}`));

/** Pixels. Up to this height a PNG has twice the size of its SVG, to be sharp on large screens. */
const MAX_DOUBLED = 1600;

/** In light colours. Throws if the text is not SVG. The renderer is loaded on first use. */
export async function png(svg: string): Promise<Buffer> {
  const { renderAsync } = await import("@resvg/resvg-js");
  const zoom = Number(/ height="(\d+)/.exec(svg)?.[1]) > MAX_DOUBLED ? 1 : 2;
  const font = { loadSystemFonts: false, fontFiles: FONTS, defaultFontFamily: FAMILY, sansSerifFamily: FAMILY };
  return (await renderAsync(svg, { font, fitTo: { mode: "zoom", value: zoom } })).asPng();
}

/** Changes with everything that can change the PNG of this SVG: 16 hexadecimal digits. */
export function pngFingerprint(svg: string): string {
  return createHash("sha256").update(`png 2\n${svg}`).digest("hex").slice(0, 16);
}

/** Converts in the background. */
export interface Printer {
  png: (svg: string) => Promise<Buffer>;
  close: () => Promise<void>;
}

/** With fewer reports, threads are not worth the time that they take to start. */
const MIN_FOR_THREADS = 8;

/** For this many reports, in this thread if they are few, else in others, which start on first use. Close it when done. */
export function openPrinter(reports: number): Printer {
  if (reports < MIN_FOR_THREADS) return { png, close: async () => undefined };
  let pool: Promise<Tinypool> | undefined;
  return {
    png: async (svg) => Buffer.from((await (await (pool ??= openPool())).run(svg)) as Uint8Array),
    close: async () => (await pool)?.destroy(),
  };
}

async function openPool(): Promise<Tinypool> {
  const { Tinypool } = await import("tinypool");
  // The threads run `png` of this file.
  return new Tinypool({ filename: import.meta.url, name: png.name, minThreads: 0, maxThreads: availableParallelism() });
}
