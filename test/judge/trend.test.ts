import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { foresee } from "../../src/judge/outlook.ts";
import { daily, trendOf } from "../../src/judge/trend.ts";
import type { Collection, ItemHistory } from "../../src/model.ts";
import { DAY, HOUR } from "../../src/time.ts";
import { backup, NOON, visit } from "../support/histories.ts";

const GB = 1e9;

/** A visit a day, the last one at noon, that found so many GB free of 1 TB. */
function visits(free: number[], total = 1000, everyMs = DAY): Collection[] {
  return free.map((gb, i) => ({
    ...visit(NOON - (free.length - 1 - i) * everyMs),
    space: { freeBytes: gb * GB, totalBytes: total * GB },
  }));
}

const days = (count: number, free: (day: number) => number) => Array.from({ length: count }, (_, day) => free(day));
/** GB a day, days until it is full, and the days that it is learned from. */
function trend(collections: Collection[]) {
  const found = trendOf(collections);
  if (!found) return "none";
  const { bytesPerDay, full, since } = found;
  return `${Math.round(bytesPerDay / GB)} ${Math.round((full - NOON) / DAY)} ${Math.round((NOON - since) / DAY) + 1}`;
}

describe("a trend of free space", () => {
  it("is the slope of the last thirty days, of which eight are needed", () => {
    assert.equal(trend(visits(days(8, (day) => 500 - 10 * day))), "10 43 8");
    assert.equal(trend(visits(days(7, (day) => 500 - 10 * day))), "none");
    const slower = days(60, (day) => (day < 30 ? 900 - 10 * day : 600 - 2 * (day - 30)));
    assert.equal(trend(visits(slower)), "2 271 30");
  });

  it("is none where it grows, stays, or three quarters of the pairs do not agree", () => {
    assert.equal(trend(visits(days(30, (day) => 500 + day))), "none");
    assert.equal(trend(visits(days(30, () => 500))), "none");
    assert.equal(trend(visits(days(30, (day) => 500 + (day % 2)))), "none");
    assert.equal(trend([]), "none");
  });

  it("begins after a clean-up, and is that before it until eight days have passed", () => {
    const cleaned = (ago: number) => visits(days(40, (day) => 700 - 10 * day + (day >= 40 - ago ? 200 : 0)));
    assert.equal(trend(cleaned(7)), "10 51 37");
    assert.equal(trend(cleaned(8)), "10 51 8");
  });

  it("does not take for a clean-up what is no more than thrice the usual step, or half a percent of it all", () => {
    const bumped = (by: number, fall: number) =>
      trend(visits(days(30, (day) => 500 - fall * day + (day >= 15 ? by : 0))));
    assert.equal(bumped(40, 10).split(" ")[2], "30");
    assert.equal(bumped(41, 10).split(" ")[2], "15");
    assert.equal(bumped(5.5, 0.5).split(" ")[2], "30");
    assert.equal(bumped(5.6, 0.5).split(" ")[2], "15");
  });

  it("begins anew with a file system of another size, by more than 1 %", () => {
    const grown = (total: number) =>
      trend([
        ...visits(days(40, (day) => 500 - day)).slice(0, 30),
        ...visits(
          days(10, (day) => 470 - day),
          total,
        ),
      ]);
    assert.equal(grown(1010).split(" ")[2], "30");
    assert.equal(grown(1011).split(" ")[2], "10");
    assert.equal(grown(989).split(" ")[2], "10");
  });

  it("is that of the lows where three clean-ups have made a habit, until they stop", () => {
    const weekly = (weeks: number, sink: number) =>
      days(7 * weeks, (day) => 300 - 10 * (day % 7) - sink * Math.floor(day / 7));
    assert.equal(trend(visits(weekly(5, 7))), "1 212 29");
    assert.equal(trend(visits(weekly(4, 7))), "1 219 22");
    assert.equal(trend(visits(weekly(3, 7))), "none");
    assert.equal(trend(visits(weekly(5, 0))), "none");
    const stopped = (for_: number) => [...weekly(5, 0), ...days(for_, (day) => 300 - 10 * day)];
    assert.equal(trend(visits(stopped(10))), "none");
    assert.equal(trend(visits(stopped(11))), "10 20 11");
    const longer = (stopped: number) => [
      ...days(32, (day) => 300 - 10 * (day % 8)),
      ...days(stopped, (day) => 300 - 10 * day),
    ];
    assert.deepEqual([trend(visits(longer(12))), trend(visits(longer(13)))], ["none", "10 18 13"]);
    // Two are none: the trend is that since the last one.
    assert.equal(trend(visits([...weekly(2, 0), ...days(9, (day) => 300 - 10 * day)])), "10 22 9");
  });
});

describe("the readings of a trend", () => {
  const told = (collections: Collection[]) => daily(collections).map(({ at, free }) => [(NOON - at) / HOUR, free / GB]);

  it("are the last of each day, oldest first", () => {
    // Noon, 06:00, midnight of the 24th; 18:00, noon and 06:00 of the 23rd.
    const readings = [
      [18, 3],
      [0, 1],
    ];
    assert.deepEqual(told(visits([6, 5, 3, 2, 2, 1], 1000, 6 * HOUR)), readings);
  });

  it("are those of the last hundred days, of visits that could measure", () => {
    assert.equal(daily(visits(days(150, (day) => 500 - day))).length, 100);
    const some = visits([5, 4, 3]).map((one, i) => (i === 1 ? { ...one, space: undefined } : one));
    assert.deepEqual(told(some), [
      [48, 5],
      [0, 3],
    ]);
    assert.deepEqual(told(visits([1], 0)), []);
  });
});

describe("what fills a file system", () => {
  const collections = visits(days(30, (day) => 500 - 10 * day));
  const nightly = (item: string, gb: number, keep = 99): ItemHistory => {
    const all = Array.from({ length: 40 }, (_, i) => backup(NOON - HOUR - (39 - i) * DAY, gb * GB));
    return {
      item,
      backups: all.map((one, i) => (i < 40 - keep ? { ...one, held: false, gone: one.at + keep * DAY } : one)),
    };
  };
  const grower = (...items: ItemHistory[]) => foresee(collections, items)!.grower;

  it("is the item that grew most, with its share of what the free space lost", () => {
    const { item, share } = grower(nightly("small", 1), nightly("large", 5))!;
    assert.equal(item, "large");
    assert.equal(Math.round(100 * share), 50);
  });

  it("is judged by the growth of the items where that is more: something else was removed", () => {
    const { item, share } = grower(nightly("small", 5), nightly("large", 15))!;
    assert.deepEqual([item, Math.round(100 * share)], ["large", 75]);
  });

  it("is judged by what was there at both ends: what went before counts for nothing", () => {
    const { item, backups } = nightly("kept", 5);
    const early = backups.map((one, i) => (i < 5 ? { ...one, held: false, gone: one.at + DAY } : one));
    assert.equal(grower({ item, backups: early })!.share, 0.5);
  });

  it("is no item that is purged as fast as it comes", () => {
    assert.equal(grower(nightly("purged", 50, 5)), undefined);
    assert.equal(grower(nightly("purged", 50, 5), nightly("kept", 1))!.item, "kept");
    assert.equal(grower(), undefined);
  });

  it("is told with the newest measurement", () => {
    const silent = [...collections, visit(NOON + DAY, "unreachable")];
    assert.deepEqual([foresee(silent, [])!.at, foresee(silent, [])!.freeBytes], [NOON, 210 * GB]);
    assert.equal(foresee([visit(NOON)], []), undefined);
    const none = foresee(visits([5, 5]), [nightly("x", 1)])!;
    assert.deepEqual([none.full, none.bytesPerDay, none.grower], [undefined, undefined, undefined]);
  });
});
