import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { sizeBands } from "../../../src/judge/judge.ts";
import { assessSize, SizeAssessments } from "../../../src/judge/sizes/assessment.ts";
import { changeText } from "../../../src/judge/sizes/change.ts";
import type { Backup } from "../../../src/model.ts";
import { DAY, HOUR } from "../../../src/time.ts";
import { backup, NOON, visit } from "../../support/histories.ts";
import { days, nightly, noise } from "./histories.ts";

const bandOf = (backups: Backup[], from = 0, locked = "") =>
  sizeBands({ item: "x", backups }, { frozen: 10, timezone: "UTC" }, { ...visit(NOON + HOUR), locked }).since(from);
const even = (count: number) => days(count, (day) => 36e6 * (1 + 0.02 * noise(day)));

describe("the band of sizes", () => {
  it("contains the size that is expected of each backup", () => {
    fc.assert(
      fc.property(fc.integer({ min: 9, max: 100 }), fc.integer({ min: 0, max: 60 }), (count, percent) => {
        const backups = nightly(days(count, (day) => 36e6 * Math.exp((percent / 100) * noise(day + percent))));
        for (let i = 0; i < count; i++) {
          const { limits, baseline } = assessSize(backups, i, "UTC");
          if (!baseline || !limits) continue;
          assert.ok(0 <= limits.low && limits.low < Math.exp(baseline.expected));
          assert.ok(Math.exp(baseline.expected) < limits.high);
        }
      }),
      { numRuns: 30 },
    );
  });

  it("steps halfway between two backups, where a limit moves by more than 2 %", () => {
    const backups = nightly([...days(30, () => 36e6), ...days(10, () => 20e6)]);
    const { limits } = bandOf(backups);
    assert.equal(limits[0]!.from, (backups[7]!.at + backups[8]!.at) / 2);
    const moved = limits.find(({ from }) => from > backups[30]!.at)!;
    assert.equal(moved.from, (backups[32]!.at + backups[33]!.at) / 2);
    for (const [i, step] of limits.entries()) {
      const before = limits[i - 1];
      if (!before) continue;
      const change = (a: number, b: number) => Math.abs(a - b) / Math.max(a, b);
      assert.ok(change(before.low, step.low) > 0.02 || change(before.high, step.high) > 0.02);
    }
    assert.ok(limits.length < 12, String(limits.length));
  });

  it("begins at the first backup that is drawn", () => {
    const backups = nightly(even(40));
    const from = backups[20]!.at - HOUR;
    assert.equal(bandOf(backups, from).limits[0]!.from, from);
    assert.deepEqual(bandOf(backups, NOON + 1), { limits: [], marks: [], frozen: undefined });
    assert.deepEqual(bandOf([]), { limits: [], marks: [], frozen: undefined });
  });

  it("has no more steps than can be seen of many backups", () => {
    const grown = nightly(days(600, (day) => 36e6 * Math.exp(0.03 * day)));
    // Every eighth of 600 is asked; of 128 each.
    assert.equal(bandOf(grown).limits.length, 74);
    assert.equal(bandOf(grown, grown[472]!.at).limits.length, 128);
    assert.equal(bandOf(grown, grown[471]!.at).limits.length, 65);
  });

  it("is open where sizes repeat by a period and not every backup is asked", () => {
    const week = [1e10, 1e8, 4e8, 8e8, 1.2e9, 1.6e9, 2e9];
    const sawtooth = nightly(days(300, (day) => week[day % 7]! * (1 + 0.02 * noise(day))));
    const { limits } = bandOf(sawtooth);
    assert.deepEqual({ ...limits.at(-1)!, from: 0 }, { from: 0, low: 0, high: Infinity });
    const few = bandOf(sawtooth, sawtooth[200]!.at).limits;
    assert.ok(few.every(({ high }) => high < Infinity));
  });

  it("marks what is short, jumped or empty, among the newest thousand", () => {
    const sizes = even(1300);
    for (const day of [250, 350, 1250]) sizes[day] = 10e6;
    sizes[1270] = 90e6;
    sizes[1280] = 0;
    const marks = bandOf(nightly(sizes)).marks.map(({ at, kind, text }) => {
      return `${1299 - (NOON - at) / DAY} ${kind} ${text}`;
    });
    assert.deepEqual(marks, ["350 short −72 %", "1250 short −72 %", "1270 jump ×2.5", "1280 empty empty"]);
  });

  it("leaves out a backup that is still on its way", () => {
    const backups = nightly([...even(30), 10e6]);
    assert.equal(bandOf(backups).marks.length, 1);
    assert.equal(bandOf(backups, 0, "/scm/backup/forge/LOCKED").marks.length, 0);
  });

  it("shows from when to when the newest backups are frozen", () => {
    const backups = nightly([...even(30), ...days(12, () => 36e6)]);
    assert.deepEqual(bandOf(backups).frozen, { from: NOON - 11 * DAY, to: NOON });
    assert.equal(bandOf(nightly(even(40))).frozen, undefined);
  });

  it("says what it depends on", () => {
    const bands = (frozen: number, timezone: string) =>
      sizeBands({ item: "x", backups: [] }, { frozen, timezone }, undefined, new SizeAssessments(timezone));
    assert.deepEqual(bands(10, "UTC").rules.slice(1), [10, "UTC", true]);
    assert.equal(bands(10, "UTC").reach, 1002);
    assert.equal(bands(60, "UTC").reach, 1802);
  });
});

describe("a change in a few characters", () => {
  const text = (bytes: number) =>
    changeText(backup(NOON, bytes), {
      ...{ expected: Math.log(1e6), spread: 0.01, errors: new Float64Array(9) },
      ...{ count: 9, periodMs: undefined, slackBytes: 0 },
    });

  it("is a share below the expected size, and a multiple above it", () => {
    assert.equal(text(690_000), "−31 %");
    assert.equal(text(1), "−99 %");
    assert.equal(text(2_400_000), "×2.4");
    assert.equal(text(2_449_000), "×2.4");
    assert.equal(text(12_340_000), "×12.3");
  });
});
