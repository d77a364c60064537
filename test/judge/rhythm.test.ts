import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { Instant } from "../../src/model.ts";
import { learnRhythm } from "../../src/judge/rhythm/rhythm.ts";
import { DAY, HOUR, instant, MINUTE } from "../../src/time.ts";
import { backup } from "../support/histories.ts";
import { alarms, chance, come, crontab, minutes, rhythmAt } from "./walks.ts";

const ZONE = "Europe/Berlin";
const MONDAY = Date.UTC(2026, 0, 5);

const weekdays = (day: Date) => day.getUTCDay() % 6 !== 0;
const hours = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, i) => from + i);

interface Kind {
  text: string;
  days: number;
  hours: number[];
  on?: (day: Date) => boolean;
  jitter?: number;
}

const KINDS: Kind[] = [
  { text: "every hour", days: 12, hours: hours(0, 23), jitter: 4 },
  { text: "every 6 h", days: 40, hours: [0, 6, 12, 18] },
  { text: "daily 06:00 12:00 18:00", days: 40, hours: [6, 12, 18], jitter: 0 },
  { text: "every 24 h", days: 60, hours: [0] },
  { text: "every 24 h", days: 60, hours: [14], jitter: 90 },
  { text: "weekdays 02:30", days: 60, hours: [2.5], on: weekdays, jitter: 0 },
  { text: "weekdays, 11 times from 08:00 to 18:00", days: 22, hours: hours(8, 18), on: weekdays, jitter: 0 },
  { text: "Sundays 03:15", days: 120, hours: [3.25], on: (day) => day.getUTCDay() === 0, jitter: 0 },
  { text: "Mon Thu 22:00", days: 90, hours: [22], on: (day) => [1, 4].includes(day.getUTCDay()), jitter: 0 },
  { text: "monthly on the 1st, 04:00", days: 420, hours: [4], on: (day) => day.getUTCDate() === 1, jitter: 0 },
  {
    text: "monthly on the last day, 04:00",
    days: 420,
    hours: [4],
    on: (day) => new Date(+day + DAY).getUTCDate() === 1,
    jitter: 0,
  },
  {
    text: "monthly on the 1st and 15th, 04:00",
    days: 300,
    hours: [4],
    on: (day) => [1, 15].includes(day.getUTCDate()),
    jitter: 0,
  },
  { text: "every 14 days", days: 200, hours: [4], on: (day) => (+day / DAY) % 14 === 3 },
];

describe("a rhythm", () => {
  for (const { text, days, hours, on, jitter = 20 } of KINDS) {
    it(`is seen to be "${text}" within ${jitter} min; alarms nobody when healthy, and at once when it stops`, () => {
      const times = come(crontab(MONDAY, days, hours, on), ZONE, jitter * MINUTE, chance(days + jitter));
      const half = times[Math.floor(times.length / 2)]!;
      assert.deepEqual(alarms(times, Math.max(half, times.at(-1)! - 30 * DAY), times.at(-1)!, ZONE), []);
      const rhythm = rhythmAt(times, times.at(-1)!, ZONE);
      assert.equal(rhythm.text, text);
      assert.deepEqual(rhythm.missed, []);
      const next = come(crontab(MONDAY, days + 40, hours, on), ZONE, 0, () => 0)[times.length]!;
      assert.ok(Math.abs(rhythm.due! - next) <= Math.max(2, jitter) * MINUTE, new Date(rhythm.due!).toISOString());
      const wait = rhythm.dueBy! - rhythm.due!;
      assert.ok(10 * MINUTE <= wait && wait <= Math.max(10 * MINUTE, rhythm.periodMs! / 4), String(wait / MINUTE));
    });
  }

  it("is waited for less than 25 minutes where it comes within 5", () => {
    for (const seed of [1, 2, 3, 4, 5, 6]) {
      const times = come(crontab(MONDAY, 30, [2]), ZONE, 5 * MINUTE, chance(seed));
      const { due, dueBy } = rhythmAt(times, times.at(-1)!, ZONE);
      assert.ok(dueBy! - due! < 25 * MINUTE, `seed ${seed}: ${(dueBy! - due!) / MINUTE}`);
    }
  });

  it("is irregular where nothing repeats: due after the longest usual gap, an alarm at one and a half of it", () => {
    const random = chance(7);
    const times: Instant[] = [MONDAY];
    while (times.length < 40) times.push(times.at(-1)! + Math.round((1 + 4 * random()) * DAY));
    const { text, due, dueBy, missed } = rhythmAt(times, times.at(-1)!);
    assert.match(text, /^irregular, at most (5 days|\d+ days|\d+ h) apart$/);
    const longest = Math.max(...times.slice(1).map((at, i) => at - times[i]!));
    assert.equal(due, times.at(-1)! + longest);
    assert.equal(dueBy, times.at(-1)! + 1.5 * longest);
    assert.deepEqual(missed, []);
  });

  it("may drift: a job that sleeps between its runs comes so long after the last", () => {
    const random = chance(3);
    const times = [MONDAY];
    while (times.length < 60) times.push(times.at(-1)! + 25.5 * HOUR + Math.round(random() * 10 * MINUTE));
    const { text, due } = rhythmAt(times, times.at(-1)!);
    assert.equal(text, "every 26 h");
    assert.ok(Math.abs(due! - times.at(-1)! - 25.6 * HOUR) < 10 * MINUTE);
  });

  it("is not widened by an outage, however long, which is missed night by night", () => {
    const whole = come(crontab(MONDAY, 60, [2]), ZONE, 5 * MINUTE, chance(4));
    const times = whole.filter((_, i) => i < 35 || i >= 49);
    const { text, due, dueBy, missed } = rhythmAt(times, times.at(-1)!, ZONE);
    assert.equal(text, "every 24 h");
    assert.ok(dueBy! - due! < 25 * MINUTE);
    assert.equal(missed.length, 14);
  });

  it("needs five backups; with fewer a generous limit is said", () => {
    const times = crontab(MONDAY, 4, [2]);
    const { rule, dueBy } = rhythmAt(times, times.at(-1)!);
    assert.equal(rule, "only 4 so far, too few to learn a rhythm: 4 days allowed");
    assert.equal(dueBy, times.at(-1)! + 4 * DAY);
  });

  it("expects nothing on the first weekend of an item that has come from Monday to Friday", () => {
    const times = crontab(MONDAY, 12, [2], weekdays);
    assert.deepEqual(alarms(times, times[4]!, times.at(-1)!), []);
  });

  it("is given four days where five came by no rule in less than a week: they have shown no weekend", () => {
    const times = [13, 2, 23, 6, 18].map((hour, day) => MONDAY + day * DAY + hour * HOUR);
    const { rule, dueBy } = rhythmAt(times, times.at(-1)!);
    assert.match(rule, /^irregular, at most .* apart \(learned from 5 backups in less than a week\)$/);
    assert.ok(dueBy! > MONDAY + 7.5 * DAY, new Date(dueBy!).toISOString());
  });

  it("does not expect an item by night before it has shown three nights", () => {
    for (const day of [hours(8, 18), [6, 12, 18]]) {
      const times = come(crontab(MONDAY, 5, day), ZONE, 5 * MINUTE, chance(11));
      assert.deepEqual(alarms(times, times[0]!, times.at(-1)!, ZONE), []);
    }
  });

  it("is one alarm when its hour changes, and learned after five backups", () => {
    for (const [before, after] of [
      [2, 14],
      [2, 5],
      [14, 2],
    ] as const) {
      const old = come(crontab(MONDAY, 60, [before]), ZONE, 5 * MINUTE, chance(before));
      const young = come(crontab(MONDAY + 60 * DAY, 30, [after]), ZONE, 5 * MINUTE, chance(after));
      const times = [...old, ...young];
      assert.deepEqual(alarms(times, young[4]!, young.at(-1)!, ZONE), [], `${before} → ${after}`);
      const { text, due } = rhythmAt(times, young[5]!, ZONE);
      assert.equal(text, "every 24 h");
      assert.ok(Math.abs(due! - young[6]!) < 20 * MINUTE);
    }
  });

  it("is the new one when its hour was moved by as much as it had strayed before, and is kept to the minute since", () => {
    const random = chance(5);
    const before = come(crontab(MONDAY, 60, [22]), ZONE, 40 * MINUTE, random);
    const after = come(crontab(MONDAY + 60 * DAY, 12, [22.25]), ZONE, 2 * MINUTE, random);
    const { due, dueBy } = rhythmAt([...before, ...after], after.at(-1)!, ZONE);
    assert.ok(dueBy! - due! < 25 * MINUTE, `${minutes(dueBy! - due!)} min`);
  });

  it("of Monday to Saturday in its first week comes on Sunday too", () => {
    const times = come(crontab(MONDAY, 6, [3]), ZONE, 0, () => 0);
    assert.equal(rhythmAt(times, times.at(-1)!, ZONE).due, times.at(-1)! + DAY);
  });

  it("is waited for an hour more for a day after clocks have moved, and not before", () => {
    const clocks = Date.UTC(2026, 2, 29, 1); // 02:00 in Berlin is 03:00
    for (const hour of [1, 20]) {
      const times = come(crontab(MONDAY, 120, [hour]), ZONE, 0, () => 0);
      for (const at of times.filter((time) => Math.abs(time - clocks) < 2 * DAY)) {
        const { due, dueBy } = rhythmAt(times, at - HOUR, ZONE);
        assert.equal(due, at);
        const more = clocks - HOUR <= at && at < clocks + DAY;
        assert.equal(dueBy! - due > HOUR, more, new Date(at).toISOString());
      }
    }
  });

  it("is learned anew when a nightly item becomes a weekly one", () => {
    const weekly = crontab(MONDAY + 60 * DAY, 60, [2], (day) => day.getUTCDay() === 0);
    const times = [...crontab(MONDAY, 60, [2]), ...weekly];
    assert.equal(rhythmAt(times, weekly[4]!).text, "Sundays 02:00");
  });
});

describe("a late backup", () => {
  const times = come(crontab(MONDAY, 60, [2]), ZONE, 5 * MINUTE, chance(9));
  const late = times.map((at, i) => (i === 50 ? at + 3 * HOUR : at));

  it("is an alarm until it comes, and is not missed then", () => {
    const found = alarms(late, times[40]!, times.at(-1)!, ZONE);
    assert.ok(found.length >= 2 && found.length <= 3);
    assert.ok(found.every((at) => times[50]! < at && at < late[50]!));
    assert.deepEqual(rhythmAt(late, times.at(-1)!, ZONE).missed, []);
  });
});

describe("daylight saving", () => {
  for (const zone of [
    "Europe/Berlin",
    "America/New_York",
    "Australia/Lord_Howe",
    "America/Santiago",
    "Asia/Shanghai",
  ]) {
    it(`alarms nobody in ${zone}, whether clocks go forward or back`, () => {
      for (const hour of [0, 1.75, 2.5, 3, 23.5]) {
        const times = come(crontab(Date.UTC(2025, 11, 1), 350, [hour]), zone, 5 * MINUTE, chance(hour));
        for (const change of CHANGES[zone] ?? [Date.UTC(2026, 2, 29)]) {
          assert.deepEqual(alarms(times, change - 36 * HOUR, change + 60 * HOUR, zone), [], `${hour} h`);
        }
        assert.deepEqual(rhythmAt(times, times.at(-1)!, zone).missed, []);
      }
    });
  }

  it("lets a job by the clock come by the clock: 02:00 in winter is 02:00 in summer", () => {
    const times = crontab(MONDAY, 83, [2]).map((at) => at - HOUR);
    const { due } = rhythmAt(times, Date.UTC(2026, 2, 29, 12), ZONE);
    assert.equal(due, instant("2026-03-30T02:00:00", ZONE));
  });
});

const CHANGES: Record<string, Instant[]> = {
  "Europe/Berlin": [Date.UTC(2026, 2, 29), Date.UTC(2026, 9, 25)],
  "America/New_York": [Date.UTC(2026, 2, 8), Date.UTC(2026, 10, 1)],
  "Australia/Lord_Howe": [Date.UTC(2026, 3, 5), Date.UTC(2026, 9, 4)],
  "America/Santiago": [Date.UTC(2026, 3, 5), Date.UTC(2026, 8, 6)],
};

describe("a changed schedule", () => {
  it("of weekdays is learned in two weeks, and alarms nobody on a Saturday", () => {
    const early = crontab(MONDAY, 70, [7], weekdays);
    const late = crontab(MONDAY + 70 * DAY, 28, [21.5], weekdays);
    const times = come([...early, ...late], ZONE, 20 * MINUTE, chance(7));
    const change = MONDAY + 70 * DAY;
    const called = alarms(times, change, change + 28 * DAY, ZONE);
    assert.ok(
      called.every((at) => at < change + 7 * DAY),
      called.map((at) => new Date(at).toISOString()).join(" "),
    );
    assert.equal(rhythmAt(times, change + 14 * DAY, ZONE).text.slice(0, 8), "weekdays");
  });
});

describe("what was missed", () => {
  it("is what should have come by the last look, not what nobody could see", () => {
    const backups = crontab(MONDAY, 40, [2]).map((at) => backup(at));
    const last = backups.at(-1)!.at;
    const sight = { unseen: [], copyDelayMs: 0, until: last + 2 * DAY + HOUR };
    const { missed } = learnRhythm({ item: "x", backups }, { usual: "auto", exceptions: [] }, "UTC", sight);
    assert.deepEqual(missed, [last + DAY, last + 2 * DAY]);
  });
});
