import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { baselineOf, informativeFrom } from "../../../src/judge/sizes/baseline.ts";
import type { Backup } from "../../../src/model.ts";
import { DAY, HOUR } from "../../../src/time.ts";
import { MIB } from "../../../src/units.ts";
import { backup, NOON } from "../../support/histories.ts";
import { days, nightly, noise } from "./histories.ts";

/** Of a further backup a night after these. */
function next(backups: Backup[], afterMs = DAY) {
  const all = [...backups, backup(backups.at(-1)!.at + afterMs, 1e6)];
  const found = baselineOf(all, backups.length, "UTC");
  return found && { ...found, bytes: Math.round(Math.exp(found.expected)) };
}

const rounded = (backups: Backup[]) =>
  backups.map((old) => ({ ...old, bytes: Math.ceil(old.bytes / MIB) * MIB, exact: false }));

describe("the expected size", () => {
  it("is the median of the last nine", () => {
    const sizes = [...days(20, () => 90e6), ...[1, 2, 3, 4, 5, 6, 7, 8, 9].map((k) => (30 + k) * 1e6)];
    const found = next(nightly([...days(20, () => 35e6), 35e6, 36e6, 34e6, 35.5e6, 34.5e6, 35e6, 35e6, 36e6, 34e6]))!;
    assert.equal(found.bytes, 35e6);
    assert.equal(found.count, 9);
    assert.equal(found.periodMs, undefined);
    assert.notEqual(next(nightly(sizes))!.bytes, 90e6);
  });

  it("follows a new level once three in a row are at it, and not before", () => {
    const level = (count: number) => next(nightly([...days(30, () => 36e6), ...days(count, () => 20e6)]))!.bytes;
    assert.deepEqual([1, 2, 3, 4].map(level), [36e6, 36e6, 20e6, 20e6]);
    const up = (count: number) => next(nightly([...days(30, () => 20e6), ...days(count, () => 36e6)]))!.bytes;
    assert.deepEqual([2, 3].map(up), [20e6, 36e6]);
    // A step of less than a tenth is followed by the median alone.
    const small = (count: number) => next(nightly([...days(30, () => 36e6), ...days(count, () => 34e6)]))!.bytes;
    assert.deepEqual([3, 4, 5].map(small), [36e6, 36e6, 34e6]);
    // Three different ones are no level.
    const wild = [...days(30, () => 36e6), 20e6, 10e6, 15e6];
    assert.equal(next(nightly(wild))!.bytes, 36e6);
  });

  it("grows as the past did: a size that has doubled each month will have doubled in the next", () => {
    const grown = nightly(days(70, (day) => 36e6 * 2 ** (day / 30)));
    assert.ok(Math.abs(next(grown)!.bytes / (36e6 * 2 ** (70 / 30)) - 1) < 0.005);
    assert.ok(Math.abs(next(grown, 16 * DAY)!.bytes / (36e6 * 2 ** (85 / 30)) - 1) < 0.005);
  });

  it("is not known before five backups and eight days", () => {
    assert.equal(
      next(
        nightly(
          days(4, () => 36e6),
          7 * DAY,
        ),
      ),
      undefined,
    );
    assert.equal(
      next(
        nightly(
          days(5, () => 36e6),
          7 * DAY,
        ),
      )!.count,
      5,
    );
    assert.equal(next(nightly(days(7, () => 36e6))), undefined);
    assert.equal(next(nightly(days(8, () => 36e6)))!.count, 8);
  });

  it("does not count empty files", () => {
    const sizes = days(20, (day) => (day % 2 === 0 ? 36e6 : 0));
    assert.equal(next(nightly(sizes))!.bytes, 36e6);
    assert.equal(next(nightly([...days(4, () => 36e6), ...days(10, () => 0)])), undefined);
  });

  it("is learned from no more than the last 160 backups", () => {
    const period = days(200, (day) => 36e6 * (1 + 0.02 * noise(day)));
    const old = period.map((size, day) => (day < 40 ? 1e3 : size));
    assert.deepEqual(next(nightly(old)), next(nightly(period)));
    const newer = period.map((size, day) => (day < 41 ? 1e3 : size));
    assert.ok(next(nightly(newer)));
  });
});

describe("the spread", () => {
  it("is a standard deviation of the errors about the level, robustly measured", () => {
    const random = days(80, (day) => 36e6 * Math.exp(0.1 * noise(day)));
    const { spread, errors } = next(nightly(random))!;
    // Evenly spread over ±10 % that is 5.8 %, and some more as the level is a median of nine.
    assert.ok(0.055 < spread && spread < 0.075, String(spread));
    assert.equal(errors.length, 67);
  });

  it("is at least half a percent, and more where few errors measured it", () => {
    const spread = (count: number) => Number(next(nightly(days(count, () => 36e6)))!.spread.toFixed(9));
    assert.equal(spread(100), 0.006492537);
    assert.equal(spread(22), 0.01);
    assert.equal(spread(9), 0.019285714);
  });

  it("is hardly widened by one fault", () => {
    const even = days(60, (day) => 36e6 * (1 + 0.02 * noise(day)));
    const fault = even.with(40, 1e6);
    assert.ok(next(nightly(fault))!.spread < 1.3 * next(nightly(even))!.spread);
  });
});

describe("comparable backups", () => {
  const week = [1e10, 1e8, 4e8, 8e8, 1.2e9, 1.6e9, 2e9];
  const sawtooth = (count: number) => nightly(days(count, (day) => week[day % 7]! * (1 + 0.02 * noise(day))));

  it("are those of the same day of the week where sizes repeat by it", () => {
    const { bytes, periodMs, count } = next(sawtooth(140))!;
    assert.ok(Math.abs(bytes / 1e10 - 1) < 0.03, String(bytes));
    assert.equal(periodMs, 7 * DAY);
    assert.equal(count, 9);
  });

  it("are the last one alone, with the spread of all days, where fewer than seven are known", () => {
    const few = next(sawtooth(42))!;
    const last = sawtooth(42)[35]!.bytes;
    assert.equal(few.bytes, last);
    assert.equal(few.count, 6);
    const many = next(sawtooth(49))!;
    assert.equal(many.count, 7);
    assert.notEqual(many.bytes, sawtooth(49)[42]!.bytes);
  });

  it("of an hourly item are those of this hour, on this day of earlier weeks, where days are not alike", () => {
    const size = (at: number) => (new Date(at).getUTCDay() % 6 === 0 ? 20e6 : 36e6);
    const hourly = days(24 * 29, (i) => {
      const at = NOON - (24 * 29 - i) * HOUR;
      return backup(at, Math.round(size(at) * (1 + 0.02 * noise(i))));
    });
    // 24 Nov 2026 is a Tuesday; a further one four days later is on a Saturday.
    for (const end of [24 * 24, 24 * 27, 24 * 28]) {
      const past = hourly.slice(0, end);
      const at = past.at(-1)!.at + HOUR;
      const { bytes, periodMs } = next(past, HOUR)!;
      assert.ok(Math.abs(bytes / size(at) - 1) < 0.03, `${new Date(at).toISOString()} ${bytes}`);
      assert.equal(periodMs, 7 * DAY);
    }
  });
});

describe("the spread of a day of the week", () => {
  const week = [1e10, 1e8, 4e8, 8e8, 1.2e9, 1.6e9, 2e9];
  /** Full backups and those of the other days stray by as much; the next one is a full one. */
  const spread = (full: number, others: number, count = 84) =>
    next(nightly(days(count, (day) => week[day % 7]! * (1 + (day % 7 === 0 ? full : others) * noise(day)))))!.spread;

  it("is drawn up towards that of all days, as few of its own errors are known", () => {
    // Its own would be 0.005 × (1 + 20/10) = 1.5 %, that of all some 10 %: about the geometric mean.
    assert.ok(0.03 < spread(0, 0.15) && spread(0, 0.15) < 0.05, String(spread(0, 0.15)));
    assert.ok(spread(0, 0.15, 140) < spread(0, 0.15));
  });

  it("is not drawn down", () => {
    assert.ok(spread(0.15, 0.01) > 0.07, String(spread(0.15, 0.01)));
  });
});

describe("the same hour of earlier days", () => {
  const hourly = (count: number) => {
    const weekend = (at: number) => new Date(at).getUTCDay() % 6 === 0;
    return days(count, (i) => {
      const at = NOON - (count - i) * HOUR;
      return backup(at, Math.round((weekend(at) ? 20e6 : 36e6) * (1 + 0.02 * noise(i))));
    });
  };

  it("is compared on this day of each week that there was", () => {
    assert.equal(next(hourly(24 * 28), HOUR)!.count, 4);
    assert.equal(next(hourly(24 * 35), HOUR)!.count, 5);
  });

  it("leaves out a day on which nothing came within a usual gap of that hour, or an empty file", () => {
    const all = hourly(24 * 28);
    const weekAgo = all.findIndex(({ at }) => at === NOON - 7 * DAY);
    assert.equal(next(all.toSpliced(weekAgo, 1), HOUR)!.count, 4);
    assert.equal(next(all.toSpliced(weekAgo - 1, 3), HOUR)!.count, 3);
    assert.equal(next(all.with(weekAgo, { ...all[weekAgo]!, bytes: 0 }), HOUR)!.count, 3);
  });

  it("is not asked where 160 backups span five weeks, or fewer are known", () => {
    const sixHourly = days(200, (i) => backup(NOON - (200 - i) * 6 * HOUR, 36e6 + i));
    assert.equal(next(sixHourly, 6 * HOUR)!.periodMs, undefined);
    assert.equal(next(hourly(160), HOUR), undefined);
    assert.equal(next(hourly(24 * 8 + 1), HOUR)!.periodMs, undefined);
  });
});

describe("sizes that the predecessor rounded up", () => {
  it("make the expected size too large by up to a MiB a file, which is said", () => {
    assert.equal(next(nightly(days(20, () => 36e6)))!.slackBytes, 0);
    assert.equal(next(rounded(nightly(days(20, () => 36e6))))!.slackBytes, MIB);
    const two = rounded(nightly(days(20, () => 36e6))).map((old) => ({ ...old, files: 2 }));
    assert.equal(next(two)!.slackBytes, 2 * MIB);
  });

  it("do not count once five exact ones span eight days, where rounding is more than 2 %", () => {
    const from = (bytes: number, exact: number) => {
      const all = nightly(days(40, () => bytes));
      return informativeFrom([...rounded(all.slice(0, 40 - exact)), ...all.slice(40 - exact)], 39);
    };
    assert.equal(from(1e6, 9), 31);
    assert.equal(from(1e6, 8), 0);
    assert.equal(from(100e6, 20), 0);
    assert.equal(from(50e6, 20), 20);
    const weekly = nightly(
      days(40, () => 1e6),
      7 * DAY,
    );
    const mixed = (exact: number) => [...rounded(weekly.slice(0, 40 - exact)), ...weekly.slice(40 - exact)];
    assert.equal(informativeFrom(mixed(6), 39), 34);
    assert.equal(informativeFrom(mixed(5), 39), 0);
  });

  it("are read no further back than a thousand backups", () => {
    const all = rounded(nightly(days(1500, () => 100e6)));
    assert.equal(informativeFrom(all, 1499), 499);
  });
});
