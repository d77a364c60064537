import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { pathOf } from "../../src/plot/path.ts";
import { drawSteps } from "../../src/plot/shapes.ts";
import { placesOf } from "./read.ts";

const place = fc.double({ min: 0, max: 9999, noNaN: true });
const pair = fc.tuple(place, place);

describe("a path", () => {
  it("has relative coordinates that add up to the absolute ones, to a tenth of a pixel", () => {
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

  it("continues from the start of a closed shape", () => {
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
    assert.equal(d, "M10,20h3v4.5l-1,.5Zl-.7,0m1,1l.7,1");
  });

  it("is one outline for steps that touch, with one line per level", () => {
    const steps = [
      { left: 0, right: 2, top: 5, bottom: 10 },
      { left: 2, right: 4, top: 5, bottom: 10 },
      { left: 4, right: 6, top: 3, bottom: 10 },
      { left: 7, right: 9, top: 3, bottom: 8 },
    ];
    assert.equal(
      pathOf((pen) => drawSteps(pen, steps)),
      "M0,10v-5h4v-2h2v7h-6ZM7,8v-5h2v5h-2Z",
    );
  });
});
