import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { costOf } from "../../../src/judge/rhythm/jitter.ts";
import { slotsFrom, type Timetable } from "../../../src/judge/rhythm/timetable.ts";
import { DAY, HOUR, MINUTE } from "../../../src/time.ts";
import { crontab } from "../walks.ts";
import { cycleOf, DAILY, MONDAY, MONTHLY, timetableOf, WEEKLY } from "./habits.ts";

const workdays = (date: Date) => date.getUTCDay() % 6 !== 0;
const hours = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, i) => from + i);

/** The next slots after a time, as `Mon 05 02:30`. */
function next(found: Timetable, time: number, count: number): string[] {
  const slot = slotsFrom(found, time);
  const days = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"];
  const slots: string[] = [];
  while (slots.length < count) {
    const at = slot();
    const date = new Date(at);
    if (at >= time) slots.push(`${days[date.getUTCDay()]!} ${date.toISOString().slice(8, 16).replace("T", " ")}`);
  }
  return slots;
}

describe("a timetable", () => {
  it("is the median time of each backup of the day", () => {
    const jitter = [-10, -2, 0, 1, 8];
    const nightly = crontab(MONDAY, 5, [2]).map((at, i) => at + jitter[i]! * MINUTE);
    assert.deepEqual(next(timetableOf(DAILY, nightly)!, MONDAY, 2), ["Mon 05 02:00", "Tue 06 02:00"]);
    const twice = timetableOf(DAILY, crontab(MONDAY, 5, [2, 14]))!;
    assert.deepEqual(next(twice, MONDAY, 3), ["Mon 05 02:00", "Mon 05 14:00", "Tue 06 02:00"]);
    assert.equal(twice.spacingMs, 12 * HOUR);
    assert.equal(twice.exceptions, 0);
  });

  it("is the same in any cycle that fits: a week's", () => {
    const found = timetableOf(
      WEEKLY,
      crontab(MONDAY, 28, [22], (date) => [1, 4].includes(date.getUTCDay())),
    )!;
    assert.deepEqual(next(found, MONDAY, 3), ["Mon 05 22:00", "Thu 08 22:00", "Mon 12 22:00"]);
    assert.equal(found.weekdays, undefined);
  });

  it("needs two complete rounds", () => {
    assert.equal(timetableOf(DAILY, [MONDAY + 2 * HOUR]), undefined);
    assert.deepEqual(next(timetableOf(DAILY, crontab(MONDAY, 2, [2]))!, MONDAY, 1), ["Mon 05 02:00"]);
  });

  it("says no more than a hundred times a round", () => {
    const every = (minutes: number) => hours(0, (24 * 60) / minutes - 1).map((i) => (i * minutes) / 60);
    assert.equal(timetableOf(DAILY, crontab(MONDAY, 5, every(10))), undefined);
    assert.equal(timetableOf(DAILY, crontab(MONDAY, 5, every(15)))!.slots.length, 96);
    assert.equal(timetableOf(DAILY, crontab(MONDAY, 5, every(14.4)))!.slots.length, 100);
  });

  it("has a spread that few rounds do not make too small", () => {
    const two = timetableOf(DAILY, [MONDAY + 2 * HOUR, MONDAY + DAY + 2 * HOUR + 10 * MINUTE])!;
    assert.equal(Math.round(two.spreadMs), Math.round(5 * MINUTE * Math.SQRT2));
    const ten = crontab(MONDAY, 11, [2]).map((at, i) => at + (i - 5) * MINUTE);
    // Deviations of 0, 1, 1 … 5, 5 minutes; the quantile 0.9 is 5.
    assert.equal(Math.round(timetableOf(DAILY, ten)!.spreadMs), Math.round(5 * MINUTE * Math.sqrt(11 / 10)));
  });

  it("cuts the round far from its times, also where these lie around midnight", () => {
    for (const hour of [0, 3, 11.5, 23.75]) {
      const times = crontab(MONDAY, 20, [hour]).map((at, i) => at + ((i % 3) - 1) * 20 * MINUTE);
      const found = timetableOf(DAILY, times)!;
      assert.equal(found.slots.length, 1, String(hour));
      const away = Math.abs(found.slots[0]! - DAY / 2);
      assert.ok(away <= HOUR, `${hour}: ${found.slots[0]! / HOUR}`);
      assert.equal(found.exceptions, 0);
    }
  });

  it("leaves out a 31st where a month has none", () => {
    const lasts = crontab(MONDAY, 200, [4], (date) => [1, 31].includes(date.getUTCDate()));
    const found: Timetable = { ...timetableOf(MONTHLY, lasts)!, slots: [16 * HOUR, 30 * DAY + 16 * HOUR] };
    const slots = next(found, Date.UTC(2026, 2, 30), 5);
    assert.deepEqual(slots, ["Tue 31 04:00", "Wed 01 04:00", "Fri 01 04:00", "Sun 31 04:00", "Mon 01 04:00"]);
  });
});

describe("the weekdays of a timetable", () => {
  const on = (times: number[]) =>
    timetableOf(DAILY, times)!
      .weekdays?.map((day) => (day ? 1 : 0))
      .join("");

  it("are those on which something came, Sunday first", () => {
    assert.equal(on(crontab(MONDAY, 28, [2.5], workdays)), "0111110");
    assert.equal(on(crontab(MONDAY, 28, [2.5])), undefined);
    assert.equal(on(crontab(MONDAY, 28, [2.5], (date) => date.getUTCDay() !== 3)), "1110111");
  });

  it("are those that have come in at least half of their weeks", () => {
    const not = (missed: number[]) => crontab(MONDAY, 28, [2.5]).filter((_, i) => !missed.includes(i));
    assert.equal(on(not([2, 9])), undefined);
    assert.equal(on(not([2, 9, 16])), "1110111");
  });

  it("are not told by an outage of more than a week", () => {
    assert.equal(on(crontab(MONDAY, 42, [2.5]).filter((_, i) => i < 9 || i > 29)), undefined);
  });

  it("do not include a weekend that nobody has seen; what comes on Saturday comes on Sunday too", () => {
    assert.equal(on(crontab(MONDAY, 5, [2.5])), "0111110");
    assert.equal(on(crontab(MONDAY, 6, [2.5])), undefined);
    assert.equal(on(crontab(MONDAY + 2 * DAY, 3, [2.5])), "0111110");
  });
});

describe("the exceptions of a timetable", () => {
  const nights = crontab(MONDAY, 28, [2]);
  const exceptions = (times: number[], cycle = DAILY) => timetableOf(cycle, times)!.exceptions;

  it("are rounds that were missed, but an outage is no more than two of them", () => {
    assert.equal(exceptions(nights), 0);
    assert.equal(exceptions(nights.filter((_, i) => i !== 9)), 1);
    assert.equal(exceptions(nights.filter((_, i) => i !== 9 && i !== 10)), 2);
    assert.equal(exceptions(nights.filter((_, i) => i < 9 || i > 15)), 2);
    assert.equal(exceptions(nights.filter((_, i) => i !== 9 && i !== 20)), 2);
  });

  it("are rounds with too many or too few, of which the first and the last are not over", () => {
    const thrice = crontab(MONDAY, 14, [6, 12, 18]);
    assert.equal(exceptions(thrice.filter((_, i) => i !== 13)), 1);
    assert.equal(exceptions(thrice.filter((_, i) => i !== 12 && i !== 13)), 2);
    assert.equal(exceptions(thrice.slice(1, -1)), 0);
    assert.equal(exceptions([...nights, nights[27]! + HOUR]), 1);
    assert.equal(exceptions([nights[0]!, nights[0]! + HOUR, ...nights.slice(1)]), 1);
    assert.equal(
      exceptions([...nights.slice(0, 10), ...[1, 2, 3, 4].map((h) => nights[9]! + h * HOUR), ...nights.slice(10)]),
      2,
    );
  });

  it("are backups on other weekdays; none is missed on these", () => {
    const found = [...crontab(MONDAY, 56, [2], workdays), MONDAY + 19 * DAY + 2 * HOUR].sort((a, b) => a - b);
    assert.equal(exceptions(found), 1);
    assert.equal(exceptions(crontab(MONDAY, 56, [2], workdays)), 0);
    assert.equal(exceptions(crontab(MONDAY, 56, [2], workdays).filter((_, i) => i !== 20)), 1);
  });
});

describe("the cost of a timetable", () => {
  const costs = (times: number[], cycle = DAILY) => timetableOf(cycle, times)!.cost;
  const words = (times: number[], cycle = DAILY) =>
    Number(((costs(times, cycle) - costOf(times.length, 0, 0)) / 5).toFixed(6));

  it("is a word for each time, up to three of them", () => {
    assert.equal(words(crontab(MONDAY, 10, [2])), 1);
    assert.equal(words(crontab(MONDAY, 10, [2, 9, 17])), 3);
  });

  it("is less than a word each where they come at even steps", () => {
    assert.equal(words(crontab(MONDAY, 10, hours(8, 18))), 3);
    assert.equal(words(crontab(MONDAY, 10, [6, 7, 8, 9, 12, 15])), 4);
    assert.equal(words(crontab(MONDAY, 10, [1, 3, 7, 15])), 4);
  });

  it("is one more for weekdays, and for days and months as cycles", () => {
    assert.equal(words(crontab(MONDAY, 28, [2], workdays)), 2);
    assert.equal(
      words(
        crontab(MONDAY, 60, [2], (date) => (+date / DAY) % 3 === 0),
        cycleOf("days", 3 * DAY),
      ),
      2,
    );
    assert.equal(
      words(
        crontab(MONDAY, 300, [2], (date) => date.getUTCDate() === 1),
        MONTHLY,
      ),
      2,
    );
    assert.equal(
      words(
        crontab(MONDAY, 60, [2], (date) => date.getUTCDay() === 0),
        WEEKLY,
      ),
      1,
    );
  });

  it("is one more for each exception", () => {
    assert.equal(words(crontab(MONDAY, 28, [2]).filter((_, i) => i !== 9)), 2);
  });
});

describe("the spacing of a timetable", () => {
  it("is the usual distance of two slots, not that over a weekend", () => {
    assert.equal(timetableOf(DAILY, crontab(MONDAY, 28, [2]))!.spacingMs, DAY);
    assert.equal(timetableOf(DAILY, crontab(MONDAY, 28, [2], workdays))!.spacingMs, DAY);
    assert.equal(timetableOf(DAILY, crontab(MONDAY, 28, hours(8, 18), workdays))!.spacingMs, HOUR);
    assert.equal(
      timetableOf(
        WEEKLY,
        crontab(MONDAY, 56, [2], (date) => date.getUTCDay() === 0),
      )!.spacingMs,
      7 * DAY,
    );
  });
});
