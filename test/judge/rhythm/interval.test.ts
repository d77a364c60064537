import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { gapsOf, interval } from "../../../src/judge/rhythm/interval.ts";
import { costOf } from "../../../src/judge/rhythm/jitter.ts";
import { HOUR, MINUTE } from "../../../src/time.ts";

const sums = (gaps: number[]) => gaps.reduce((times, gap) => [...times, times.at(-1)! + gap], [0]);
const fitted = (gaps: number[]) => interval(Float64Array.from(sums(gaps)));
const times = (count: number, gap: number) => Array.from({ length: count }, () => gap);

describe("an interval", () => {
  it("is the median gap, with a spread that nine of ten gaps stay within", () => {
    const gaps = [25 * HOUR, 26 * HOUR, 26 * HOUR, 26 * HOUR, 26.5 * HOUR];
    const { spacingMs, spreadMs, exceptions } = fitted(gaps);
    assert.equal(spacingMs, 26 * HOUR);
    // Deviations of 0, 0, 0, 0.5 and 1 h; the quantile 0.9 is 0.8 h.
    assert.equal(Math.round(spreadMs / MINUTE), 48);
    assert.equal(exceptions, 0);
  });

  it("counts two exceptions for an outage, however long, which does not widen it", () => {
    for (const outage of [36, 100, 1000]) {
      const { spacingMs, spreadMs, exceptions } = fitted([...times(9, 24 * HOUR), outage * HOUR]);
      assert.deepEqual([spacingMs, spreadMs, exceptions], [24 * HOUR, 0, 2], `${outage} h`);
    }
    assert.equal(fitted([...times(9, 24 * HOUR), 36 * HOUR - 1]).exceptions, 0);
  });

  it("costs three words, and one for each exception", () => {
    assert.equal(fitted(times(9, 24 * HOUR)).cost, costOf(10, 0, 3));
    assert.equal(fitted([...times(9, 24 * HOUR), 72 * HOUR]).cost, costOf(11, 0, 5));
  });

  it("is at least a minute", () => {
    assert.equal(fitted(times(9, 1000)).spacingMs, MINUTE);
  });
});

describe("gaps", () => {
  it("are the differences of neighbours", () => {
    assert.deepEqual(gapsOf(Float64Array.of(1, 3, 10)), [2, 7]);
    assert.deepEqual(gapsOf(Float64Array.of(1)), []);
  });
});
