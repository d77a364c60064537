import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { Resvg } from "@resvg/resvg-js";
import { png, pngFingerprint } from "../../src/plot/png.ts";
import type * as Png from "../../src/plot/png.ts";

const svgOf = (text: string, weight = 400) =>
  `<svg xmlns="http://www.w3.org/2000/svg" width="200" height="40" font-family="system-ui, sans-serif"><rect width="200" height="40" fill="#fff"/><text x="4" y="28" font-size="20" font-weight="${weight}">${text}</text></svg>`;

/** Counts dark pixels, by rendering the PNG inside another picture. */
async function ink(svg: string): Promise<number> {
  const bytes = await png(svg);
  const framed = `<svg xmlns="http://www.w3.org/2000/svg" width="400" height="80"><image width="400" height="80" href="data:image/png;base64,${bytes.toString("base64")}"/></svg>`;
  const { pixels } = new Resvg(framed).render();
  return pixels.reduce((dark, value, i) => dark + Number(i % 4 === 0 && value < 128), 0);
}

describe("a picture as PNG", () => {
  it("uses the bundled font, none of the machine's", async () => {
    const [empty, words, bold, marks] = await Promise.all(
      [svgOf(""), svgOf("alarm"), svgOf("alarm", 700), svgOf("●▲◆■×▼−")].map(ink),
    );
    assert.equal(empty, 0);
    assert.ok(words! > 300, `${words} dark pixels`);
    assert.ok(bold! > 1.3 * words!, `${bold} dark pixels in bold, ${words} else`);
    assert.ok(marks! > 600, `${marks} dark pixels`);
  });

  it("is twice the size of its SVG, unless that is very high", async () => {
    const sizeOf = (bytes: Buffer) => [bytes.readUInt32BE(16), bytes.readUInt32BE(20)];
    assert.deepEqual(sizeOf(await png(svgOf("x"))), [400, 80]);
    assert.deepEqual(sizeOf(await png(svgOf("x").replaceAll('height="40"', 'height="4000"'))), [200, 4000]);
  });

  it("is the same from this thread (few reports) and from others (many)", async () => {
    const svgs = ["one", "two", "three"].map((text) => svgOf(text));
    const own = await Promise.all(svgs.map(png));
    // The built version, since other threads cannot load TypeScript.
    const built = new URL("../../dist/plot/png.js", import.meta.url).href;
    const { openPrinter } = (await import(built)) as typeof Png;
    for (const reports of [1, 100]) {
      const printer = openPrinter(reports);
      try {
        assert.deepEqual(await Promise.all(svgs.map(printer.png)), own, `for ${reports} reports`);
        await assert.rejects(printer.png("no SVG"));
      } finally {
        await printer.close();
      }
    }
  });

  it("has a fingerprint that changes only with its SVG", () => {
    assert.equal(pngFingerprint(svgOf("x")), pngFingerprint(svgOf("x")));
    assert.notEqual(pngFingerprint(svgOf("x")), pngFingerprint(svgOf("y")));
  });
});
