import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { learnHabit } from "../../../src/judge/rhythm/learn.ts";
import { textOf } from "../../../src/judge/rhythm/describe.ts";
import { DAY, HOUR, MINUTE } from "../../../src/time.ts";
import { chance, crontab } from "../walks.ts";
import { MONDAY } from "./habits.ts";

/** In UTC civil times are instants. */
function learned(times: number[]) {
  const series = Float64Array.from(times);
  const { habit, filling } = learnHabit({ times: series, shown: series });
  return { ...habit, text: textOf(habit), filling };
}

const strayed = (times: number[], minutes: number, seed = 1) => {
  const random = chance(seed);
  return times.map((at) => at + Math.round((2 * random() - 1) * minutes * MINUTE)).sort((a, b) => a - b);
};

describe("the rule of an item", () => {
  it("is the simplest that explains the past: a daily time rather than an interval of a day", () => {
    assert.equal(learned(strayed(crontab(MONDAY, 30, [2]), 10)).kind, "timetable");
    const sleeps = Array.from({ length: 30 }, (_, i) => MONDAY + i * 25 * HOUR);
    assert.equal(learned(sleeps).kind, "interval");
  });

  it("is that of the day, though it comes only every few days, if the weekdays are always the same", () => {
    const found = learned(crontab(MONDAY, 60, [2], (date) => [1, 4].includes(date.getUTCDay())));
    assert.equal(found.text, "Mon Thu 02:00");
    assert.equal(learned(crontab(MONDAY, 80, [2], (date) => (+date / DAY) % 4 === 0)).text, "every 4 days");
  });

  it("is learned from five backups", () => {
    assert.equal(learned(crontab(MONDAY, 5, [2])).text, "weekdays 02:00");
    assert.equal(learned(crontab(MONDAY + 2 * DAY, 7, [2])).count, 7);
  });

  it("is learned from five weeks or 120 backups, whichever is more, and from no more than 400", () => {
    assert.equal(learned(crontab(MONDAY, 200, [2])).count, 120);
    assert.equal(learned(crontab(MONDAY, 30, [2])).count, 30);
    assert.equal(learned(crontab(MONDAY, 100, [0, 6, 12, 18])).count, 140);
    const hourly = Array.from({ length: 24 }, (_, hour) => hour);
    assert.equal(learned(crontab(MONDAY, 40, hourly)).count, 400);
  });

  it("is irregular where nothing repeats: the longest usual gap, with half of it as grace, or all if there are few", () => {
    const random = chance(7);
    const times = [MONDAY];
    while (times.length < 40) times.push(times.at(-1)! + Math.round((1 + 4 * random()) * DAY));
    for (const [count, share] of [
      [40, 0.5],
      [10, 0.5],
      [9, 1],
    ] as const) {
      const found = learned(times.slice(0, count));
      assert.equal(found.kind, "irregular");
      assert.equal(found.count, count);
      assert.equal(found.graceMs, share * found.spacingMs);
    }
  });
});

describe("a rule that has changed", () => {
  const before = crontab(MONDAY, 60, [2]);
  const after = crontab(MONDAY + 60 * DAY, 30, [14]);

  it("is learned from the backups since, once there are five", () => {
    for (const count of [5, 6, 20]) {
      assert.equal(learned([...before, ...after.slice(0, count)]).filling.due, after[count]!);
    }
    assert.equal(learned([...before, ...after.slice(0, 4)]).filling.due, before[59]! + 5 * DAY);
  });

  it("is learned from the last two thirds where no rule explains all", () => {
    const random = chance(2);
    const wild = [MONDAY];
    while (wild.length < 12) wild.push(wild.at(-1)! + Math.round((0.3 + 4 * random()) * DAY));
    const start = Math.ceil(wild.at(-1)! / DAY) * DAY + DAY;
    const found = learned([...wild, ...crontab(start, 30, [3])]);
    assert.equal(found.text, "every 24 h");
    assert.equal(found.filling.due, start + 30 * DAY + 3 * HOUR);
  });

  it("is the more punctual one of the last 10, 20 or 40 backups", () => {
    const loose = strayed(crontab(MONDAY, 60, [22]), 40);
    for (const [count, from] of [
      [4, 64],
      [10, 10],
      [14, 10],
      [25, 20],
      [45, 40],
    ] as const) {
      const punctual = strayed(crontab(MONDAY + 60 * DAY, count, [22.25]), 1, 2);
      assert.equal(learned([...loose, ...punctual]).count, from, `${count} punctual ones`);
    }
  });

  it("is that of the last ten from twenty on, or of the last twenty from forty on", () => {
    const count = (loose: number, punctual: number) => {
      const before = strayed(crontab(MONDAY, loose, [22]), 40);
      return learned([...before, ...crontab(MONDAY + loose * DAY, punctual, [22.25])]).count;
    };
    assert.deepEqual([count(9, 10), count(10, 10)], [19, 10]);
    assert.deepEqual([count(19, 20), count(20, 20)], [10, 20]);
  });

  it("is not made tighter where it was within six minutes, or is no more than thrice as tight", () => {
    const tight = strayed(crontab(MONDAY, 60, [22]), 5);
    const kept = crontab(MONDAY + 60 * DAY, 20, [22]);
    assert.equal(learned([...tight, ...kept]).count, 80);
    const loose = strayed(crontab(MONDAY, 60, [22]), 40);
    assert.equal(learned([...loose, ...strayed(crontab(MONDAY + 60 * DAY, 20, [22]), 20, 3)]).count, 80);
  });
});
