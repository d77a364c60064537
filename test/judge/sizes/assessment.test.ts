import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { assessSize, SizeAssessments } from "../../../src/judge/sizes/assessment.ts";
import type { Backup } from "../../../src/model.ts";
import { DAY, HOUR } from "../../../src/time.ts";
import { MIB } from "../../../src/units.ts";
import { days, nightly, noise } from "./histories.ts";

const kindOf = (backups: Backup[]) => assessSize(backups, backups.length - 1, "UTC").kind;
const kind = (sizes: number[], everyMs = DAY) => kindOf(nightly(sizes, everyMs));
const even = (count: number) => days(count, () => 36e6);
const noisy = (count: number) => days(count, (day) => 36e6 * Math.exp(0.1 * noise(day)));

describe("the limits of a size", () => {
  const limits = (sizes: number[]) => {
    const { limits, baseline } = assessSize(nightly([...sizes, 36e6]), sizes.length, "UTC");
    return { ...limits!, ...baseline! };
  };

  it("are 15 % below the expected size, and some for the spread, and twice the expected size", () => {
    const { low, high, expected, spread } = limits(even(70));
    assert.ok(Math.abs(low - 0.85 * Math.exp(expected + 1.5 * spread)) < 1);
    assert.ok(Math.abs(high - 2 * Math.exp(expected)) < 1);
  });

  it("are 3.5 × (1 + 4/n) spreads away where that is more", () => {
    const { low, high, expected, spread, errors } = limits(days(70, (day) => 36e6 * Math.exp(0.6 * noise(day))));
    const reach = spread * 3.5 * (1 + 4 / errors.length);
    assert.ok(reach > Math.log(2));
    assert.ok(Math.abs(low - Math.exp(expected - reach)) < 1);
    assert.ok(Math.abs(high - Math.exp(expected + reach)) < 1);
  });

  it("are lower by what was rounded up, never below nothing", () => {
    const rounded = (bytes: number) => {
      const backups = nightly(days(40, () => bytes)).map((old) => ({ ...old, exact: false }));
      const exact = nightly(days(40, () => bytes));
      return [assessSize(backups, 39, "UTC").limits!.low, assessSize(exact, 39, "UTC").limits!.low] as const;
    };
    const [low, exact] = rounded(36e6);
    assert.ok(Math.abs(exact - low - MIB) < 1);
    assert.equal(rounded(MIB)[0], 0);
  });
});

describe("a short backup", () => {
  it("is below the lower limit", () => {
    assert.equal(kind([...even(30), 0.87 * 36e6]), "fine");
    assert.equal(kind([...even(30), 0.85 * 36e6]), "short");
  });

  it("is usual where an eighth of the earlier ones, and at least four, were as far below", () => {
    // Every eighth is small, but by no period: 4 to 8 nights apart.
    const lows = (every: number[], count: number) => {
      const sizes = noisy(count);
      for (let day = 3, i = 0; day < count - 3; day += every[i++ % every.length]!) sizes[day] = 12e6;
      return sizes;
    };
    assert.equal(kind([...lows([5, 6, 4, 8], 90), 12e6]), "fine");
    assert.equal(kind([...lows([11, 17, 13, 19], 90), 12e6]), "short");
  });

  it("is no finding where one was as small a week ago, while less than five weeks are known", () => {
    const low = (count: number, ...ago: number[]) =>
      kind(days(count, (day) => (day === count - 1 || ago.includes(count - 1 - day) ? 20e6 : 36e6)));
    assert.equal(low(20, 7), "fine");
    assert.equal(low(20, 6), "short");
    assert.equal(low(20, 8), "short");
    assert.equal(low(36, 7), "fine");
    assert.equal(low(38, 7), "short");
    assert.equal(low(20), "short");
  });

  it("is, of an hourly item, compared with the hour of a week ago", () => {
    const hourly = (lowHour: number) =>
      kind(
        days(24 * 15, (i) => (i === 24 * 15 - 1 || i === 24 * 15 - 1 - lowHour ? 20e6 : 36e6)),
        HOUR,
      );
    assert.equal(hourly(7 * 24), "fine");
    assert.equal(hourly(7 * 24 + 1), "fine");
    assert.equal(hourly(7 * 24 + 2), "short");
    assert.equal(hourly(7 * 24 - 2), "short");
  });

  it("was as small a week ago if it was at least half as far below, in logarithms", () => {
    const ago = (bytes: number) => kind(days(20, (day) => (day === 19 ? 16e6 : day === 12 ? bytes : 36e6)));
    assert.equal(ago(23.9e6), "fine");
    assert.equal(ago(24.1e6), "short");
  });
});

describe("a jump", () => {
  it("is above twice the expected size, if no backup was nearly as large", () => {
    assert.equal(kind([...even(30), 71e6]), "fine");
    assert.equal(kind([...even(30), 73e6]), "jump");
    const once = (bytes: number) => kind([...even(20), bytes, ...even(10), 84e6]);
    assert.equal(once(70.1e6), "fine");
    assert.equal(once(69.9e6), "jump");
  });

  it("is told of each until it has held, that is of the second too", () => {
    assert.equal(kind([...even(30), 90e6, 90e6]), "jump");
    assert.equal(kind([...even(30), 90e6, 90e6, 90e6]), "fine");
    assert.equal(kind([...even(30), 90e6, 90e6, 90e6, 90e6]), "fine");
  });

  it("may be hidden by rounding", () => {
    const last = (bytes: number) =>
      kindOf(nightly([...days(30, () => 1e6), bytes]).map((old, i) => (i === 30 ? { ...old, exact: false } : old)));
    assert.equal(last(3e6), "fine");
    assert.equal(last(3.1e6), "jump");
  });
});

describe("a new level", () => {
  it("is fine from the third backup on", () => {
    const lower = (count: number) => kind([...even(30), ...days(count, () => 20e6)]);
    assert.deepEqual([1, 2, 3, 4].map(lower), ["short", "short", "fine", "fine"]);
  });

  it("must be one level: within a tenth", () => {
    assert.equal(kind([...even(30), 20e6, 20e6, 21e6]), "fine");
    assert.equal(kind([...even(30), 20e6, 20e6, 25e6]), "short");
    assert.equal(kind([...even(30), 25e6, 20e6, 20e6]), "short");
  });
});

describe("an empty backup", () => {
  it("has no bytes", () => {
    assert.equal(kind([0]), "empty");
    assert.equal(kind([0, 0]), "empty");
  });

  it("has at most 64 bytes, where one had more", () => {
    assert.equal(kind([64]), "fine");
    assert.equal(kind([45, 64]), "fine");
    assert.equal(kind([64, 64]), "fine");
    assert.equal(kind([65, 64]), "empty");
    assert.equal(kind([66, 65]), "fine");
    const rounded = nightly([MIB, 64]).map((old, i) => (i === 0 ? { ...old, exact: false } : old));
    assert.equal(kindOf(rounded), "fine");
  });

  it("is below half a percent of what most of the past eight days had", () => {
    assert.equal(kind([...even(8), 179e3]), "empty");
    assert.equal(kind([...even(8), 181e3]), "short");
    assert.equal(kind([...even(7), 179e3]), "fine");
    assert.equal(kind([...days(7, () => 36e6), ...days(8, () => 1e6), 100e3]), "short");
  });

  it("stays so for as long as it lasts, but is usual if there were as many before", () => {
    assert.equal(kind([...even(30), ...days(20, () => 900)]), "empty");
    const often = days(60, (day) => ([3, 7, 12, 20, 22, 31, 40, 44, 50].includes(day) ? 900 : 36e6));
    assert.equal(kind([...often, 900]) === "empty", false);
    const once = days(60, (day) => (day === 20 ? 900 : 36e6));
    assert.equal(kind([...once, 900]), "empty");
    const young = days(8, (day) => (day === 5 ? 900 : 36e6));
    assert.notEqual(kind([...young, 900]), "empty");
  });
});

describe("the assessments of a hub", () => {
  const count = 40;
  const past = nightly(noisy(count));

  it("are those of each backup, made once", () => {
    const assessments = new SizeAssessments("UTC");
    const first = assessments.of("x", past, 39);
    assert.deepEqual(first, assessSize(past, 39, "UTC"));
    assert.equal(assessments.of("x", past, 39), first);
  });

  it("hold for equal copies on other nodes, and for those that are a night behind", () => {
    const assessments = new SizeAssessments("UTC");
    const first = assessments.of("x", past, 30);
    assert.equal(assessments.of("x", [...past], 30), first);
    assert.equal(assessments.of("x", past.slice(0, 31), 30), first);
    const behind = new SizeAssessments("UTC");
    const early = behind.of("x", past.slice(0, 31), 30);
    assert.equal(behind.of("x", past, 30), early);
    assert.deepEqual(behind.of("x", past, 39), assessSize(past, 39, "UTC"));
  });

  it("do not hold for other items, nor for copies that differ in time, size or exactness", () => {
    const first = new SizeAssessments("UTC");
    const known = first.of("x", past, 30);
    assert.notEqual(first.of("y", [...past], 30), known);
    for (const change of [{ bytes: 1 }, { exact: false }, { at: past[3]!.at + 1 }]) {
      const other = past.with(3, { ...past[3]!, ...change });
      assert.notEqual(first.of("x", other, 30), known);
      assert.deepEqual(first.of("x", other, 30), assessSize(other, 30, "UTC"));
    }
  });
});
