import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { findPeriod } from "../../../src/judge/sizes/period.ts";
import { DAY, HOUR } from "../../../src/time.ts";
import { days, noise } from "./histories.ts";

const LEAST = 5;

/** As seen from the backup that would come next. */
function found(sizes: number[], everyMs = DAY, least = LEAST) {
  const times = Float64Array.from(sizes, (_, i) => i * everyMs);
  return findPeriod(times, Float64Array.from(sizes.map(Math.log)), sizes.length * everyMs, least);
}

const cycle = (count: number, round: number[], jitter = 0.01) =>
  days(count, (i) => 1e6 * round[i % round.length]! * (1 + jitter * noise(i)));

describe("a period of sizes", () => {
  it("is found where full and differential backups alternate", () => {
    for (const round of [[10, 1], [10, 1, 2], [10, 1, 2, 3, 4, 5, 6], days(14, (i) => (i === 0 ? 10 : 1 + i / 5))]) {
      const { ms, indices } = found(cycle(6 * round.length, round))!;
      assert.equal(ms, round.length * DAY);
      assert.deepEqual(
        indices,
        days(6, (turn) => turn * round.length),
      );
    }
  });

  it("is at most four weeks of nights", () => {
    const round = (length: number) => days(length, (i) => (i % 2 === 0 ? 10 : 1) * (1 + i / 10));
    assert.equal(found(cycle(28 * 6, round(28)))!.ms, 28 * DAY);
    assert.notEqual(found(cycle(30 * 6, round(30)))?.ms, 30 * DAY);
  });

  it("of what comes several times a day is one of days", () => {
    const size = (hour: number) => (hour % 24 < 8 ? 1 : 3);
    assert.equal(found(cycle(24 * 10, days(24, size)), HOUR)!.ms, DAY);
    assert.equal(found(cycle(4 * 20, [1, 3, 4, 9]), 6 * HOUR)!.ms, DAY);
  });

  it("must have been seen five times, but a week twice, if it explains nearly all", () => {
    assert.equal(found(cycle(19, [10, 1, 2, 3])), undefined);
    assert.equal(found(cycle(20, [10, 1, 2, 3]))!.ms, 4 * DAY);
    const week = [10, 1, 2, 3, 4, 5, 6];
    assert.equal(found(cycle(16, week)), undefined);
    assert.equal(found(cycle(17, week))!.ms, 7 * DAY);
    assert.equal(found(cycle(21, week, 0.35)), undefined);
    assert.equal(found(cycle(49, week, 0.35))!.ms, 7 * DAY);
  });

  it("of what comes every hour must have been seen for two weeks too", () => {
    const week = (count: number) =>
      found(
        days(count, (i) => 1e6 * Math.exp(noise(i % 168))),
        HOUR,
      );
    assert.equal(week(24 * 13), undefined);
    assert.equal(week(24 * 14)!.ms, 7 * DAY);
    assert.deepEqual(week(24 * 14)!.indices, [0, 168]);
  });

  it("is the week where a fortnight explains no more", () => {
    assert.equal(found(cycle(140, [10, 1, 2, 3, 4, 5, 6], 0.02))!.ms, 7 * DAY);
  });

  it("is none where sizes vary by chance, or hardly vary", () => {
    assert.equal(found(days(100, (i) => 1e6 * Math.exp(0.3 * noise(i)))), undefined);
    assert.equal(found(cycle(100, [1, 1.03], 0)), undefined);
    assert.equal(found(cycle(100, [1, 1.05], 0))!.ms, 2 * DAY);
    assert.equal(found(days(100, () => 1e6)), undefined);
  });

  it("comes with the differences that it leaves, and their mean", () => {
    const { score, differences } = found(cycle(20, [10, 1, 2, 3], 0))!;
    assert.equal(differences.length, 16);
    assert.ok(score < 1e-9);
  });

  it("leaves out nights on which nothing came", () => {
    const round = [10, 1, 2, 3, 4, 5, 6];
    const all = cycle(70, round).map((size, i) => ({ time: i * DAY, size }));
    const some = all.filter((_, i) => i !== 35 && i !== 51 && i !== 52);
    const period = findPeriod(
      Float64Array.from(some, ({ time }) => time),
      Float64Array.from(some, ({ size }) => Math.log(size)),
      70 * DAY,
      LEAST,
    )!;
    assert.equal(period.ms, 7 * DAY);
    assert.deepEqual(
      period.indices.map((index) => some[index]!.time / DAY),
      [0, 7, 14, 21, 28, 42, 49, 56, 63],
    );
  });

  it("names backups that are whole periods before, in order", () => {
    const round = fc.array(fc.integer({ min: 1, max: 50 }), { minLength: 2, maxLength: 9 });
    fc.assert(
      fc.property(round, fc.integer({ min: 6, max: 12 }), (round, turns) => {
        const period = found(cycle(round.length * turns, round));
        if (!period) return;
        const count = round.length * turns;
        for (const [i, index] of period.indices.entries()) {
          assert.equal(((count - index) * DAY) % period.ms, 0);
          assert.ok(i === 0 || index > period.indices[i - 1]!);
        }
      }),
    );
  });
});
