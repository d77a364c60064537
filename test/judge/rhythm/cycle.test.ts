import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { type Cycle, cyclesFor } from "../../../src/judge/rhythm/cycle.ts";
import { DAY, HOUR, MINUTE } from "../../../src/time.ts";

const SUNDAY = Date.UTC(2026, 10, 29, 4);
const kinds = (gapMs: number) => cyclesFor(gapMs, SUNDAY).map(({ kind }) => kind);
const month = (from: string) => cyclesFor(30 * DAY, SUNDAY).find((cycle) => cycle.from === from)!;
const NOVEMBER = 12 * 126 + 10;
const startsOf = (cycle: Cycle, number = NOVEMBER) =>
  [0, 1, 2].map((i) => new Date(cycle.start(number + i)).toISOString().slice(0, 16));

describe("the cycles that a schedule may repeat by", () => {
  it("are parts of the day, the day, days, the week and the month, by the usual gap", () => {
    const cases: [number, Cycle["kind"][]][] = [
      [5 * MINUTE, ["hours", "day"]],
      [6 * HOUR, ["hours", "day"]],
      [11 * HOUR, ["hours", "day"]],
      [12 * HOUR, ["hours", "day", "week"]],
      [24 * HOUR, ["day", "week"]],
      [36 * HOUR - 1, ["day", "week"]],
      [36 * HOUR, ["day", "days", "week"]],
      [7 * DAY, ["day", "week"]],
      [8 * DAY, ["day", "days", "week"]],
      [9 * DAY, ["days"]],
      [9 * DAY + 1, ["days", "month", "month", "month", "month"]],
      [30 * DAY, ["days", "month", "month", "month", "month"]],
      [45 * DAY, ["days"]],
      [60 * DAY, ["days"]],
      [61 * DAY, []],
    ];
    for (const [gapMs, expected] of cases) assert.deepEqual(kinds(gapMs), expected, `${gapMs / HOUR} h`);
  });

  it("are of the length that is nearest to the gap", () => {
    const hours = (gapMs: number) => cyclesFor(gapMs, SUNDAY).find(({ kind }) => kind === "hours")?.lengthMs;
    const lengths = [5, 10, 15, 20, 30, 60, 120, 180, 240, 360, 480, 720].map((minutes) => minutes * MINUTE);
    for (const length of lengths) {
      assert.equal(hours(length), length);
      assert.equal(hours(1.09 * length), length);
      assert.equal(hours(0.91 * length), length);
    }
    assert.equal(hours(5 * HOUR), undefined);
    assert.equal(hours(1.1 * HOUR), undefined);
    assert.equal(cyclesFor(14.2 * DAY, SUNDAY)[0]!.lengthMs, 14 * DAY);
  });

  it("count months from the 1st, the last day, the first or the last such weekday, from noon of the day before", () => {
    assert.deepEqual(startsOf(month("1st")), ["2026-10-31T12:00", "2026-11-30T12:00", "2026-12-31T12:00"]);
    assert.deepEqual(startsOf(month("last day")), ["2026-11-29T12:00", "2026-12-30T12:00", "2027-01-30T12:00"]);
    assert.deepEqual(startsOf(month("first Sunday")), ["2026-10-31T12:00", "2026-12-05T12:00", "2027-01-02T12:00"]);
    assert.deepEqual(startsOf(month("last Sunday")), ["2026-11-28T12:00", "2026-12-26T12:00", "2027-01-30T12:00"]);
  });

  it("put each time into the cycle that has started and is not over", () => {
    const gap = fc.integer({ min: MINUTE, max: 60 * DAY });
    const time = fc.integer({ min: Date.UTC(1999, 0), max: Date.UTC(2040, 0) });
    fc.assert(
      fc.property(gap, time, time, (gapMs, newest, at) => {
        for (const cycle of cyclesFor(gapMs, newest)) {
          const number = cycle.number(at);
          assert.ok(cycle.start(number) <= at && at < cycle.start(number + 1), `${cycle.kind} ${cycle.from}`);
        }
      }),
    );
  });
});
