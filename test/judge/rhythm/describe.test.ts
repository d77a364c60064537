import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { Cycle } from "../../../src/judge/rhythm/cycle.ts";
import { ruleOf, textOf } from "../../../src/judge/rhythm/describe.ts";
import type { Habit } from "../../../src/judge/rhythm/habit.ts";
import { DAY, HOUR, MINUTE } from "../../../src/time.ts";
import { crontab } from "../walks.ts";
import { cycleOf, DAILY, habitOf, intervalOf, MONDAY, MONTHLY, WEEKLY } from "./habits.ts";

type On = (date: Date) => boolean;
const workdays: On = (date) => date.getUTCDay() % 6 !== 0;
const weekday =
  (...days: number[]): On =>
  (date) =>
    days.includes(date.getUTCDay());
const hours = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, i) => from + i);

const said = (cycle: Cycle, days: number, at: number[], on?: On) =>
  textOf(habitOf(cycle, crontab(MONDAY, days, at, on)));

describe("a rhythm in words", () => {
  it("is a span where backups come evenly", () => {
    assert.equal(said(cycleOf("hours", HOUR), 10, hours(0, 23)), "every hour");
    assert.equal(said(cycleOf("hours", 6 * HOUR), 20, [0, 6, 12, 18]), "every 6 h");
    assert.equal(said(DAILY, 20, [2]), "every 24 h");
    assert.equal(
      said(cycleOf("days", 14 * DAY), 80, [2], (date) => (+date / DAY) % 14 === 0),
      "every 14 days",
    );
    assert.equal(textOf(intervalOf(hours(0, 9).map((i) => MONDAY + i * 25 * HOUR))), "every 25 h");
  });

  it("is the hours of a day, up to four of them", () => {
    assert.equal(said(DAILY, 20, [6, 12, 18]), "daily 06:00 12:00 18:00");
    assert.equal(said(DAILY, 20, [6, 9, 12, 18]), "daily 06:00 09:00 12:00 18:00");
    assert.equal(said(DAILY, 20, hours(8, 18)), "daily, 11 times from 08:00 to 18:00");
  });

  it("is its weekdays and the hour", () => {
    assert.equal(said(DAILY, 28, [2.5], workdays), "weekdays 02:30");
    assert.equal(said(DAILY, 28, [2.5], weekday(1, 2, 3, 4, 6)), "Mon Tue Wed Thu Sat 02:30");
    assert.equal(said(DAILY, 28, [2.5], weekday(0, 1, 6)), "Mon Sat Sun 02:30");
    assert.equal(said(DAILY, 28, [2.5], weekday(0)), "Sundays 02:30");
    assert.equal(said(DAILY, 28, [8, 12], workdays), "weekdays 08:00 12:00");
    assert.equal(said(DAILY, 28, hours(8, 18), workdays), "weekdays, 11 times from 08:00 to 18:00");
  });

  it("is the times of a week", () => {
    assert.equal(said(WEEKLY, 60, [3.25], weekday(0)), "Sundays 03:15");
    assert.equal(said(WEEKLY, 60, [22], weekday(1, 4)), "Mon 22:00, Thu 22:00");
    assert.equal(said(WEEKLY, 60, [22], weekday(1, 3, 5)), "Mon 22:00, Wed 22:00, Fri 22:00");
    assert.equal(said(WEEKLY, 60, [22], weekday(1, 2, 3, 5)), "4 times a week");
  });

  it("is the days of a month", () => {
    const date =
      (...days: number[]): On =>
      (date) =>
        days.includes(date.getUTCDate());
    assert.equal(said(MONTHLY, 300, [4], date(1)), "monthly on the 1st, 04:00");
    assert.equal(said(MONTHLY, 300, [4], date(2, 22)), "monthly on the 2nd and 22nd, 04:00");
    assert.equal(said(MONTHLY, 300, [4], date(3, 11)), "monthly on the 3rd and 11th, 04:00");
    assert.equal(said(MONTHLY, 300, [4], date(12, 21)), "monthly on the 12th and 21st, 04:00");
    assert.equal(said(MONTHLY, 300, [4, 16], date(13)), "monthly on the 13th, 04:00 16:00");
    const last: On = (date) => new Date(+date + DAY).getUTCDate() === 1;
    assert.equal(said(cycleOf("month", 30 * DAY, "last day"), 300, [4], last), "monthly on the last day, 04:00");
    const mondays: On = (date) => date.getUTCDay() === 1 && date.getUTCDate() <= 7;
    assert.equal(
      said(cycleOf("month", 30 * DAY, "first Monday"), 300, [4], mondays),
      "monthly on the first Monday, 04:00",
    );
    const later = cycleOf("month", 30 * DAY, "first Monday");
    const days: On = (date) => [2, 4].includes((+date - later.start(later.number(+date)) - DAY / 2) / DAY);
    assert.equal(said(later, 300, [4], days), "2 times a month, 04:00");
    assert.equal(
      said(later, 300, [4], (date) => (+date - later.start(later.number(+date)) - DAY / 2) / DAY === 2),
      "monthly, 04:00",
    );
  });

  it("is how often in how many days, or in parts of a day on weekdays", () => {
    const three: On = (date) => (+date / DAY) % 5 < 3;
    assert.equal(said(cycleOf("days", 5 * DAY), 60, [2], three), "3 times every 5 days");
    const habit = habitOf(cycleOf("hours", 6 * HOUR), crontab(MONDAY, 28, [0, 6, 12, 18], workdays));
    assert.equal(textOf(habit), "every 6 h on weekdays");
  });

  it("is the longest gap where there is no rule, in days if these are whole", () => {
    const irregular = (spacingMs: number): Habit => ({
      kind: "irregular",
      spacingMs,
      spreadMs: 0,
      count: 9,
      graceMs: 0,
    });
    assert.equal(textOf(irregular(5.04 * DAY)), "irregular, at most 5 days apart");
    assert.equal(textOf(irregular(0.96 * DAY)), "irregular, at most 1 day apart");
    assert.equal(textOf(irregular(1.5 * DAY)), "irregular, at most 36 h apart");
    assert.equal(textOf(irregular(MINUTE)), "irregular, at most 1 min apart");
    assert.equal(ruleOf(irregular(5 * DAY)), "irregular, at most 5 days apart (learned from 9 backups)");
  });
});

describe("the rule of a rhythm", () => {
  it("tells how well it is kept, and how it is known", () => {
    const nightly = { ...habitOf(DAILY, crontab(MONDAY, 30, [2])), spreadMs: 20 * MINUTE };
    assert.equal(ruleOf(nightly), "due every 24 h ± 20 min (learned from 30 backups)");
    assert.equal(ruleOf({ ...nightly, spreadMs: 1000 }), "due every 24 h ± 1 min (learned from 30 backups)");
    assert.equal(ruleOf({ ...nightly, spreadMs: 90_000 }), "due every 24 h ± 2 min (learned from 30 backups)");
    assert.equal(
      ruleOf({ ...nightly, count: 5 }, "less than three days"),
      "due every 24 h ± 20 min (learned from 5 backups in less than three days)",
    );
  });
});
