import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { frozenAt, frozenReach } from "../../../src/judge/sizes/frozen.ts";
import { DAY, HOUR } from "../../../src/time.ts";
import { NOON } from "../../support/histories.ts";
import { days, nightly } from "./histories.ts";

const varied = (count: number) => days(count, (day) => 36e6 + day);
const same = (count: number) => days(count, () => 40e6);
const frozen = (sizes: number[], everyMs = DAY, nights = 10) =>
  frozenAt(nightly(sizes, everyMs), sizes.length - 1, nights);

describe("a frozen size", () => {
  it("is the same for ten nights and as many backups, after ten that varied", () => {
    assert.deepEqual(frozen([...varied(20), ...same(10)]), { from: NOON - 9 * DAY, to: NOON, count: 10 });
    assert.equal(frozen([...varied(20), ...same(9)]), undefined);
    assert.equal(frozen([...varied(10), ...same(10)])!.count, 10);
    assert.equal(frozen([...varied(9), ...same(10)]), undefined);
    assert.equal(frozen([...varied(20), ...same(30)])!.count, 30);
    assert.equal(frozen([...varied(20), ...same(3)], DAY, 3)!.count, 3);
  });

  it("may come some hours early on the last night", () => {
    const backups = nightly([...varied(20), ...same(10)]);
    const early = (ms: number) => frozenAt(backups.with(-1, { ...backups.at(-1)!, at: NOON - ms }), 29, 10);
    assert.equal(early(6 * HOUR)!.count, 10);
    assert.equal(early(6 * HOUR + 1), undefined);
  });

  it("of hourly backups is one of as many nights, not of ten hours", () => {
    assert.equal(frozen([...varied(20), ...same(10)], HOUR), undefined);
    assert.equal(frozen([...varied(20), ...same(24 * 9 - 5)], HOUR)!.count, 211);
    assert.equal(frozen([...varied(20), ...same(24 * 9 - 6)], HOUR), undefined);
  });

  it("is a constant one where it has been the same for longer than is read", () => {
    assert.equal(frozenReach(10), 300);
    assert.equal(frozen([...varied(20), ...same(291)])!.count, 291);
    assert.equal(frozen([...varied(20), ...same(292)]), undefined);
  });

  it("is one after sizes of which no more than one in ten stayed the same", () => {
    const often = (...equal: number[]) => {
      const sizes = varied(30);
      for (const day of equal) sizes[day] = sizes[day - 1]!;
      return frozen([...sizes, ...same(10)]);
    };
    assert.equal(often(29)!.count, 10);
    assert.equal(often(21)!.count, 10);
    assert.equal(often(21, 29), undefined);
    assert.equal(often(20, 29)!.count, 10);
    assert.equal(often(5, 6, 7, 8, 9)!.count, 10);
  });

  it("is not seen in what the predecessor rounded up", () => {
    const backups = nightly([...varied(20), ...same(10)]);
    const inexact = (i: number) => backups.with(i, { ...backups[i]!, exact: false });
    assert.equal(frozenAt(inexact(29), 29, 10), undefined);
    assert.equal(frozenAt(inexact(25), 29, 10), undefined);
    // A rounded size may have been equal to its neighbours: two equal pairs of ten.
    assert.equal(frozenAt(inexact(15), 29, 10), undefined);
    assert.equal(frozenAt(inexact(5), 29, 10)!.count, 10);
  });
});
