import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { group } from "d3-array";
import fc from "fast-check";
import type { Pixel } from "../../src/plot/shapes.ts";
import { m4 as indexes } from "../../src/plot/m4.ts";

const lines = fc
  .array(fc.tuple(fc.double({ min: 0, max: 20, noNaN: true }), fc.double({ min: 0, max: 54, noNaN: true })), {
    maxLength: 300,
  })
  .map((points): Pixel[] => points.sort(([a], [b]) => a - b));

function m4(points: Pixel[]): Pixel[] {
  const pixels = { x: Float64Array.from(points, ([x]) => x), y: Float64Array.from(points, ([, y]) => y) };
  return indexes(pixels, 0, points.length).map((i) => points[i]!);
}

describe("a decimated line", () => {
  it("keeps the exact first, lowest, highest and last point of every column of pixels", () => {
    fc.assert(fc.property(lines, (points) => assert.deepEqual(extremes(m4(points)), extremes(points))));
  });

  it("keeps the order and adds nothing", () => {
    fc.assert(
      fc.property(lines, (points) => {
        let from = 0;
        for (const point of m4(points)) {
          from = points.indexOf(point, from) + 1;
          assert.notEqual(from, 0);
        }
      }),
    );
  });

  it("has at most four points a column, unless all points are kept", () => {
    fc.assert(
      fc.property(lines, (points) => {
        const columns = new Set(points.map(([x]) => Math.floor(x))).size;
        const kept = m4(points).length;
        assert.ok(kept === points.length || kept <= 4 * columns);
      }),
    );
  });
});

function extremes(points: Pixel[]) {
  const columns = group(points, ([x]) => Math.floor(x));
  return [...columns].map(([column, pixels]) => {
    const ys = pixels.map(([, y]) => y);
    return { column, first: pixels[0], low: Math.min(...ys), high: Math.max(...ys), last: pixels.at(-1) };
  });
}
