import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { coloursOf, DARK_STYLE, CLASSES } from "../../src/plot/colours.ts";
import type { ClassName } from "../../src/plot/colours.ts";

const TEXTS: ClassName[] = [
  "title",
  "subtitle",
  "name",
  "size",
  "note",
  "link",
  "ok",
  "well",
  "warn",
  "unknown",
  "alarm",
];
const MARKS: ClassName[] = ["line", "dots", "gone", "bars", "missed", "frozen", "hatch", "hollow"];
/** Not needed to read the plot. */
const QUIET: ClassName[] = ["paper", "lane", "band", "grid", "floor", "halo"];

describe("the colours of a plot", () => {
  for (const [scheme, background] of [
    [0, "paper"],
    [1, "paper"],
    [0, "lane"],
    [1, "lane"],
    [0, "band"],
    [1, "band"],
  ] as const) {
    const ratio = (paint: ClassName) => contrast(coloursOf(paint)[scheme], coloursOf(background)[scheme]);

    it(`make text readable in ${scheme === 0 ? "light" : "dark"} on ${background}: 4.5 to 1 (WCAG 1.4.3)`, () => {
      for (const paint of TEXTS) assert.ok(ratio(paint) >= 4.5, `${paint} ${ratio(paint)}`);
    });

    it(`make marks visible in ${scheme === 0 ? "light" : "dark"} on ${background}: 3 to 1 (WCAG 1.4.11)`, () => {
      for (const paint of MARKS) {
        if (background !== "paper" && paint === "bars") continue; // bars stand on paper
        assert.ok(ratio(paint) >= 3, `${paint} ${ratio(paint)}`);
      }
    });
  }

  it("are each for texts, for marks, or quiet", () => {
    assert.deepEqual(Object.keys(CLASSES).sort(), [...TEXTS, ...MARKS, ...QUIET].sort());
  });

  it("have dark forms without CSS variables, which the PNG renderer would draw black", () => {
    assert.doesNotMatch(DARK_STYLE, /var\(|--/);
    for (const paint of Object.keys(CLASSES)) assert.ok(DARK_STYLE.includes(`.plot .${paint} {`));
  });
});

function contrast(a: string, b: string): number {
  const [light, dark] = [luminance(a), luminance(b)].sort((x, y) => y - x) as [number, number];
  return (light + 0.05) / (dark + 0.05);
}

/** Relative luminance, as WCAG 2 defines it. */
function luminance(colour: string): number {
  const [r, g, b] = [1, 3, 5]
    .map((i) => parseInt(colour.slice(i, i + 2), 16) / 255)
    .map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4)) as [number, number, number];
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}
