import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import type { Habit } from "../../../src/judge/rhythm/habit.ts";
import { fillSlots } from "../../../src/judge/rhythm/slots.ts";
import { DAY, HOUR, MINUTE } from "../../../src/time.ts";
import { crontab } from "../walks.ts";
import { DAILY, habitOf, intervalOf, MONDAY } from "./habits.ts";

const NIGHTS = crontab(MONDAY, 14, [2]);
const nightly = habitOf(DAILY, NIGHTS);

function filled(habit: Habit, times: number[]) {
  const { due, missed, exceptional } = fillSlots(habit, Float64Array.from(times));
  return { due, missed, exceptional: [...exceptional].flatMap((one, i) => (one ? [i] : [])) };
}

describe("the slots of a timetable", () => {
  it("are each filled by their backup; the next one is due", () => {
    assert.deepEqual(filled(nightly, NIGHTS), { due: NIGHTS[13]! + DAY, missed: [], exceptional: [] });
  });

  it("are missed where none came, and the backup after that is an exception", () => {
    const times = NIGHTS.filter((_, i) => i !== 5 && i !== 6);
    const expected = { due: NIGHTS[13]! + DAY, missed: [NIGHTS[5], NIGHTS[6]], exceptional: [5] };
    assert.deepEqual(filled(nightly, times), expected);
  });

  it("are filled by a late backup, which is an exception", () => {
    for (const late of [21 * MINUTE, 12 * HOUR, 17 * HOUR]) {
      const times = NIGHTS.with(5, NIGHTS[5]! + late);
      assert.deepEqual(filled(nightly, times), { due: NIGHTS[13]! + DAY, missed: [], exceptional: [5] });
    }
    assert.deepEqual(filled(nightly, NIGHTS.with(5, NIGHTS[5]! + 20 * MINUTE)).exceptional, []);
    assert.deepEqual(filled(nightly, NIGHTS.with(5, NIGHTS[5]! - 20 * MINUTE)).exceptional, []);
    assert.deepEqual(filled(nightly, NIGHTS.with(5, NIGHTS[5]! - 21 * MINUTE)).exceptional, [5]);
  });

  it("are filled by one that came up to a quarter of the spacing early, to the millisecond", () => {
    const early = (ms: number) => filled(nightly, [...NIGHTS.slice(0, 13), NIGHTS[13]! - ms]);
    assert.deepEqual(early(6 * HOUR), { due: NIGHTS[13]! + DAY, missed: [], exceptional: [13] });
    assert.deepEqual(early(6 * HOUR + 1), { due: NIGHTS[13]!, missed: [], exceptional: [13] });
  });

  it("are filled once: a second backup changes nothing and is an exception", () => {
    const times = [...NIGHTS.slice(0, 6), NIGHTS[5]! + HOUR, ...NIGHTS.slice(6)];
    assert.deepEqual(filled(nightly, times), { due: NIGHTS[13]! + DAY, missed: [], exceptional: [6] });
  });

  it("are filled by the late backup of the night before rather than by an early one of their own", () => {
    const times = [...NIGHTS.slice(0, 10), NIGHTS[10]! + 17 * HOUR];
    assert.deepEqual(filled(nightly, times), { due: NIGHTS[11], missed: [], exceptional: [10] });
    const later = [...NIGHTS.slice(0, 10), NIGHTS[11]! - 5 * HOUR];
    assert.deepEqual(filled(nightly, later), { due: NIGHTS[11], missed: [], exceptional: [10] });
    assert.deepEqual(filled(nightly, [...later, ...NIGHTS.slice(11)]).missed, []);
  });

  it("are filled by an early one of their own if it is no earlier than the grace", () => {
    const early = (ms: number) => filled(nightly, [...NIGHTS.slice(0, 10), NIGHTS[11]! - ms]);
    assert.deepEqual(early(20 * MINUTE), { due: NIGHTS[12], missed: [NIGHTS[10]], exceptional: [10] });
    assert.deepEqual(early(20 * MINUTE + 1), { due: NIGHTS[11], missed: [], exceptional: [10] });
  });

  it("are, between the first backup and the newest, either filled or missed", () => {
    const lost = fc.array(fc.boolean(), { minLength: 14, maxLength: 14 });
    const jitter = fc.array(fc.integer({ min: -20 * MINUTE, max: 20 * MINUTE }), { minLength: 14, maxLength: 14 });
    fc.assert(
      fc.property(lost, jitter, (lost, jitter) => {
        const came = NIGHTS.flatMap((_, i) => (lost[i] ? [] : [i]));
        const [first, last] = [came[0], came.at(-1)];
        if (first === undefined || last === undefined) return;
        const { due, missed, exceptional } = filled(
          nightly,
          came.map((i) => NIGHTS[i]! + jitter[i]!),
        );
        assert.deepEqual(
          missed,
          NIGHTS.filter((_, i) => lost[i] && first < i && i < last),
        );
        assert.equal(due, NIGHTS[last]! + DAY);
        const after = came.flatMap((i, k) => (k > 0 && came[k - 1] !== i - 1 ? [k] : []));
        assert.deepEqual(exceptional, after);
      }),
    );
  });
});

describe("the slots of an interval", () => {
  const times = Array.from({ length: 10 }, (_, i) => MONDAY + i * 26 * HOUR);
  const waits = intervalOf(times);

  it("follow the backup before", () => {
    assert.deepEqual(filled(waits, times), { due: times[9]! + 26 * HOUR, missed: [], exceptional: [] });
    const drifted = times.map((at, i) => at + (i > 4 ? 20 * MINUTE : 0));
    assert.deepEqual(filled(waits, drifted), { due: drifted[9]! + 26 * HOUR, missed: [], exceptional: [] });
  });

  it("are missed where a gap has room for them, to within half an interval", () => {
    const gap = (hours: number) => filled(waits, [...times, times[9]! + hours * HOUR]);
    assert.deepEqual(gap(78).missed, [times[9]! + 26 * HOUR, times[9]! + 52 * HOUR]);
    assert.deepEqual(gap(78).exceptional, [10]);
    assert.deepEqual(gap(39).missed, []);
    assert.deepEqual(gap(39.1).missed, [times[9]! + 26 * HOUR]);
    const [first] = [MONDAY - 52 * HOUR];
    assert.deepEqual(filled(waits, [first, ...times]).missed, [first + 26 * HOUR]);
    assert.deepEqual(filled(waits, [first, ...times]).exceptional, [1]);
  });

  it("are filled by one that comes too early too, which is an exception", () => {
    const early = times.with(9, times[9]! - 21 * MINUTE);
    assert.deepEqual(filled(waits, early), { due: early[9]! + 26 * HOUR, missed: [], exceptional: [9] });
  });
});

describe("an irregular item", () => {
  it("misses nothing, and is due its longest usual gap after the newest", () => {
    const habit: Habit = { kind: "irregular", spacingMs: 5 * DAY, spreadMs: 0, count: 9, graceMs: DAY };
    const expected = { due: MONDAY + 45 * DAY, missed: [], exceptional: [] };
    assert.deepEqual(filled(habit, [MONDAY, MONDAY + DAY, MONDAY + 40 * DAY]), expected);
  });
});
