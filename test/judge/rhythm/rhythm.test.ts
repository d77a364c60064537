import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { learnRhythm, neverSeen, type Observed } from "../../../src/judge/rhythm/rhythm.ts";
import type { MaxAge } from "../../../src/model.ts";
import { DAY, HOUR, MINUTE } from "../../../src/time.ts";
import { backup } from "../../support/histories.ts";
import { chance, come, crontab } from "../walks.ts";
import { MONDAY } from "./habits.ts";

function learned(times: number[], more: Partial<Observed> = {}, maxage: MaxAge = { usual: "auto", exceptions: [] }) {
  const observed = { unseen: [], until: times.at(-1) ?? 0, copyDelayMs: 0, ...more };
  return learnRhythm({ item: "svn/main", backups: times.map((at) => backup(at)) }, maxage, "UTC", observed);
}

const nights = crontab(MONDAY, 40, [2]);
const last = nights.at(-1)!;

describe("a few backups", () => {
  const allowed = (...gaps: number[]) => {
    const times = gaps.reduce((times, gap) => [...times, times.at(-1)! + gap], [MONDAY]);
    const { text, rule, due, dueBy } = learned(times);
    assert.equal(due, dueBy);
    return `${text}: ${(dueBy! - times.at(-1)!) / DAY}, ${rule.split(": ")[1]!}`;
  };

  it("are allowed three times the longest gap, at least four days and at most 35", () => {
    assert.equal(allowed(), "only one so far: 35, 35 days allowed");
    assert.equal(allowed(DAY), "only 2 so far: 4, 4 days allowed");
    assert.equal(allowed(DAY, 2 * DAY, DAY), "only 4 so far: 6, 6 days allowed");
    assert.equal(allowed(7 * DAY), "only 2 so far: 21, 21 days allowed");
    assert.equal(allowed(30 * DAY), "only 2 so far: 35, 35 days allowed");
  });

  it("miss nothing and have no interval yet", () => {
    const { missed, periodMs } = learned(nights.slice(0, 4), { until: last });
    assert.deepEqual(missed, []);
    assert.equal(periodMs, undefined);
  });

  it("are counted by their times: two of one instant are one", () => {
    assert.equal(learned([MONDAY, MONDAY]).text, "only one so far");
    assert.equal(learned([]).text, "never seen");
  });

  it("are those since the last gap of more than 400 days", () => {
    const old = crontab(MONDAY - 500 * DAY, 40, [2]);
    assert.equal(learned([...old, MONDAY, MONDAY + DAY]).text, "only 2 so far");
    const end = old.at(-1)!;
    assert.match(learned([...old, end + 400 * DAY]).text, /^every 24 h|^irregular/);
    assert.equal(learned([...old, end + 400 * DAY + 1]).text, "only one so far");
  });
});

describe("a young item", () => {
  it("is given a day more before it has shown three days", () => {
    const hourly = (count: number) => Array.from({ length: count }, (_, i) => MONDAY + i * HOUR);
    const wait = (count: number) => {
      const { due, dueBy, rule } = learned(hourly(count));
      return `${(dueBy! - due!) / HOUR > 20} ${/ in less than three days\)$/.test(rule)}`;
    };
    assert.equal(wait(24), "true true");
    assert.equal(wait(72), "true true");
    assert.equal(wait(73), "false false");
  });

  it("is given four days more before it has shown a week, if it has no rule and less than ten backups", () => {
    const wild = [13, 2, 23, 6, 18, 1, 15, 21, 4, 11]
      .map((hour, day) => MONDAY + day * 0.75 * DAY + hour * HOUR)
      .sort((a, b) => a - b);
    const { rule, due, dueBy } = learned(wild.slice(0, 7));
    assert.match(rule, /^irregular.* in less than a week\)$/);
    assert.equal(dueBy! - wild[6]!, 4 * DAY + (due! - wild[6]!));
    assert.doesNotMatch(learned(wild).rule, /week/);
    const long = [0, 1.3, 2, 3.9, 5, 7.2].map((day) => MONDAY + day * DAY);
    assert.doesNotMatch(learned(long).rule, /week/);
  });
});

describe("the next backup", () => {
  it("is waited for until its grace is over, and as long as a copy may be on its way", () => {
    const { due, dueBy, periodMs } = learned(nights);
    assert.equal(due, last + DAY);
    assert.equal(dueBy, due + 10 * MINUTE);
    assert.equal(periodMs, DAY);
    assert.equal(learned(nights, { copyDelayMs: HOUR }).dueBy, due + 70 * MINUTE);
  });

  it("is due by a fixed maxage from the newest on, in days", () => {
    const { text, rule, due, dueBy } = learned(nights, {}, { usual: 2, exceptions: [] });
    assert.deepEqual([text, rule], ["at most 48 h old", "maxage allows 48 h"]);
    assert.deepEqual([due, dueBy], [last + 2 * DAY, last + 2 * DAY]);
  });

  it("is due by the first exception whose pattern matches", () => {
    const exceptions = [
      { pattern: "svn/*", maxage: 3 },
      { pattern: "*", maxage: 9 },
    ];
    assert.equal(learned(nights, {}, { usual: "auto", exceptions }).dueBy, last + 3 * DAY);
    const auto = [{ pattern: "svn/*", maxage: "auto" as const }];
    assert.equal(learned(nights, {}, { usual: 3, exceptions: auto }).dueBy, last + DAY + 10 * MINUTE);
  });
});

describe("a missed backup", () => {
  const lost = (...days: number[]) => nights.filter((_, i) => !days.includes(i));

  it("is one that was due before the newest, or by the last good visit", () => {
    assert.deepEqual(learned(lost(20, 21)).missed, [nights[20], nights[21]]);
    const wait = last + DAY + 10 * MINUTE;
    assert.deepEqual(learned(nights, { until: wait }).missed, []);
    assert.deepEqual(learned(nights, { until: wait + 1 }).missed, [last + DAY]);
    assert.deepEqual(learned(nights, { until: wait + 2 * DAY + 1 }).missed, [
      last + DAY,
      last + 2 * DAY,
      last + 3 * DAY,
    ]);
  });

  it("is not missed with a fixed maxage while that is not over", () => {
    const maxage: MaxAge = { usual: 3, exceptions: [] };
    assert.deepEqual(learned(lost(20), { until: last + 3 * DAY }, maxage).missed, [nights[20]]);
    assert.equal(learned(lost(20), { until: last + 3 * DAY + 1 }, maxage).missed.length, 3);
  });

  it("is none in a span that nobody saw, unless an older backup of that span was found later", () => {
    const unseen = [{ from: nights[18]! + HOUR, to: nights[22]! + HOUR, why: "unreachable" as const }];
    assert.deepEqual(learned(lost(19, 20, 21, 22), { unseen }).missed, []);
    assert.deepEqual(learned(lost(20, 21, 22), { unseen }).missed, [nights[20], nights[21], nights[22]]);
    assert.deepEqual(learned(lost(18, 19), { unseen }).missed, [nights[18]]);
    assert.deepEqual(learned(lost(19, 20, 21, 22, 23), { unseen }).missed, [nights[23]]);
  });

  it("is none before the rule that holds now", () => {
    const sundays = crontab(MONDAY - 140 * DAY, 140, [14], (date) => date.getUTCDay() === 0);
    const before = sundays.filter((_, i) => i !== 10);
    assert.equal(learned(before).missed.length, 1);
    assert.deepEqual(learned([...before, ...nights]).missed, []);
  });

  it("of an irregular item is the one that is overdue, and no further one", () => {
    const random = chance(7);
    const times = [MONDAY];
    while (times.length < 40) times.push(times.at(-1)! + Math.round((1 + 4 * random()) * DAY));
    const { due, dueBy } = learned(times);
    assert.deepEqual(learned(times, { until: dueBy! + 100 * DAY }).missed, [due]);
  });

  it("of an interval comes one after the other", () => {
    const times = Array.from({ length: 30 }, (_, i) => MONDAY + i * 25 * HOUR);
    const { missed } = learned(times, { until: times[29]! + 80 * HOUR });
    assert.deepEqual(
      missed,
      [25, 50, 75].map((hours) => times[29]! + hours * HOUR),
    );
  });
});

describe("an item never seen here", () => {
  it("missed what the node with most of it got since our first visit", () => {
    const others = [
      { backups: nights.slice(30, 35).map((at) => backup(at)) },
      { backups: nights.map((at) => backup(at)) },
    ];
    assert.deepEqual(neverSeen(others, nights[36]!).missed, nights.slice(37));
    assert.deepEqual(neverSeen(others, Infinity).missed, []);
    assert.deepEqual(neverSeen([{ backups: [backup(last), backup(last)] }], 0).missed, [last]);
    assert.deepEqual(neverSeen([], 0).missed, []);
  });
});

describe("a job by the clock", () => {
  const zone = "Europe/Berlin";
  const rhythm = (hour: number, until: string) => {
    const times = come(crontab(Date.UTC(2026, 0, 5), 200, [hour]), zone, 0, () => 0).filter(
      (at) => at <= Date.parse(until),
    );
    const observed = { unseen: [], until: Date.parse(until), copyDelayMs: 0 };
    const item = { item: "x", backups: times.map((at) => backup(at)) };
    const { due, missed } = learnRhythm(item, { usual: "auto", exceptions: [] }, zone, observed);
    return { due: new Date(due!).toISOString(), missed };
  };

  it("has no slot in an hour that daylight saving skips", () => {
    // On 29 March 2026 clocks in Berlin went from 02:00 to 03:00.
    const { due } = rhythm(2.5, "2026-03-28T12:00:00Z");
    assert.equal(due, "2026-03-30T00:30:00.000Z");
    assert.equal(rhythm(4, "2026-03-28T12:00:00Z").due, "2026-03-29T02:00:00.000Z");
  });
});
