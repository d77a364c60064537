import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { learnEvery } from "../../src/judge/schedule.ts";
import { DAY, HOUR, MINUTE } from "../../src/time.ts";
import { NOON } from "../support/histories.ts";

describe("the interval of runs", () => {
  it("is the median of the last nine gaps, without runs repeated within five minutes", () => {
    const runs = (...gaps: number[]) => gaps.reduce((times, gap) => [...times, times.at(-1)! + gap], [NOON]);
    assert.equal(learnEvery(runs(HOUR, 2 * HOUR, 3 * HOUR)), 2 * HOUR);
    assert.equal(learnEvery(runs(HOUR, MINUTE, HOUR)), HOUR);
    assert.equal(learnEvery(runs(5 * MINUTE, 5 * MINUTE)), 5 * MINUTE);
    assert.equal(learnEvery(runs(5 * MINUTE - 1)), DAY);
    assert.equal(learnEvery(runs(...Array<number>(20).fill(DAY), ...Array<number>(9).fill(HOUR))), HOUR);
    assert.equal(learnEvery(runs(...Array<number>(20).fill(DAY), ...Array<number>(4).fill(HOUR))), DAY);
    assert.equal(learnEvery([NOON + HOUR, NOON, NOON, NOON + 2 * HOUR]), HOUR);
    assert.equal(learnEvery([]), DAY);
  });
});
