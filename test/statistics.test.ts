import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { median, medianSorted, quantile, robustDeviation, theilSen } from "../src/statistics.ts";
import { chance } from "./judge/walks.ts";

const near = (value: number, expected: number, digits = 9) =>
  assert.ok(Math.abs(value - expected) < 10 ** -digits, `${value} is not ${expected}`);
const numbers = fc.array(fc.integer({ min: -1e6, max: 1e6 }), { minLength: 1, maxLength: 40 });

describe("a quantile", () => {
  it("is interpolated linearly: type 7, R's default", () => {
    near(quantile([1, 2, 3, 4], 0.25), 1.75);
    near(quantile([15, 20, 35, 40, 50], 0.4), 29);
    near(quantile([10, 9, 8, 7, 6, 5, 4, 3, 2, 1], 0.9), 9.1);
    near(quantile([0, 10], 0.95), 9.5);
  });

  it("takes values in any order, and does not change it", () => {
    const values = [3, 1, 2];
    assert.equal(quantile(values, 1), 3);
    assert.equal(quantile(values, 0), 1);
    assert.deepEqual(values, [3, 1, 2]);
    assert.equal(quantile(Float64Array.of(-1, -10, 100), 0.5), -1);
  });

  it("is NaN if there are no values", () => {
    assert.ok(Number.isNaN(quantile([], 0.5)) && Number.isNaN(median([])) && Number.isNaN(medianSorted([])));
  });

  it("is right for more values than in any earlier call", () => {
    for (const count of [1024, 1025, 5000, 3])
      assert.equal(median(Array.from({ length: count }, (_, i) => count - i)), (count + 1) / 2);
  });

  it("is between the extremes and increases with p", () => {
    fc.assert(
      fc.property(numbers, fc.double({ min: 0, max: 1, noNaN: true }), (values, p) => {
        const value = quantile(values, p);
        assert.ok(Math.min(...values) <= value && value <= Math.max(...values));
        assert.ok(value >= quantile(values, p / 2));
      }),
    );
  });
});

describe("a median", () => {
  it("is the middle value, or the mean of the two in the middle", () => {
    assert.equal(median([9, 1, 5]), 5);
    assert.equal(median([9, 1, 5, 7]), 6);
    assert.equal(medianSorted([1, 5, 7, 9]), 6);
  });
});

describe("the robust deviation", () => {
  it("is one standard deviation of normal errors", () => {
    const random = chance(1);
    const normal = () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
    near(robustDeviation(Float64Array.from({ length: 50_000 }, normal)), 1, 2);
  });

  it("caps errors at three deviations, estimated as 1.4826 MAD", () => {
    near(robustDeviation(Float64Array.of(1, -1, 1, -1)), Math.sqrt(1 / 0.995));
    const outlier = Float64Array.of(1, -1, 1, -1, 1, -1, 1, -1, 1, 100);
    near(robustDeviation(outlier), Math.sqrt((9 + (3 * 1.4826) ** 2) / 10 / 0.995));
  });
});

describe("the Theil–Sen slope", () => {
  // The example of Sen's paper, also used in the tests of SciPy.
  const points = [1, 2, 3, 4, 10, 12, 18].map((x, i): [number, number] => [x, [9, 15, 19, 20, 45, 55, 78][i]!]);

  it("is 4 for the example of Sen (1968)", () => {
    assert.equal(theilSen(points).slope, 4);
  });

  it("hardly changes with one outlier in seven points", () => {
    const wrong = points.with(3, [4, 2000]);
    assert.ok(Math.abs(theilSen(wrong).slope - 4) < 0.5);
  });

  it("comes with the quartiles of the slopes of all pairs", () => {
    const line = [0, 1, 2, 3].map((x): [number, number] => [x, -2 * x]);
    assert.deepEqual(theilSen(line), { slope: -2, quartiles: [-2, -2] });
    const bent: [number, number][] = [
      [0, 0],
      [1, 1],
      [2, 4],
    ];
    // The slopes are 1, 2 and 3.
    assert.deepEqual(theilSen(bent), { slope: 2, quartiles: [1.5, 2.5] });
  });
});
