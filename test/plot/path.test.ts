import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { pathOf } from "../../src/plot/path.ts";

const place = fc.double({ min: 0, max: 9999, noNaN: true });
const pair = fc.tuple(place, place);

describe("a path", () => {
  it("says how far each line goes, and so ends where it would have said it ends, to a tenth of a pixel", () => {
    fc.assert(
      fc.property(fc.array(fc.array(pair, { minLength: 1 }), { minLength: 1 }), (lines) => {
        const d = pathOf((pen) => {
          for (const [first, ...others] of lines) {
            pen.moveTo(...first!);
            for (const point of others) pen.lineTo(...point);
          }
        });
        assert.deepEqual(
          placesOf(d),
          lines.flat().map(([x, y]) => [Math.round(10 * x), Math.round(10 * y)]),
        );
      }),
    );
  });

  it("goes on from where a shape was closed", () => {
    const d = pathOf((pen) => {
      pen.moveTo(10, 20);
      pen.toX(13);
      pen.toY(24.5);
      pen.lineBy(-1, 0.5);
      pen.closePath();
      pen.lineTo(9.3, 20);
      pen.moveBy(1, 1);
      pen.lineTo(11, 22);
    });
    assert.equal(d, "M10,20H13V24.5l-1,.5Zl-.7,0m1,1l.7,1");
  });
});

/** In tenths, by adding up. */
function placesOf(d: string): [number, number][] {
  let [left, top] = [0, 0];
  return [...d.matchAll(/([Ml])(-?[\d.]+),?(-?[\d.]+)/g)].map(([, command, x, y]) => {
    const [right, down] = [Math.round(10 * Number(x)), Math.round(10 * Number(y))];
    [left, top] = command === "M" ? [right, down] : [left + right, top + down];
    return [left, top];
  });
}
