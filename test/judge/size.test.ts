import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { assessSize } from "../../src/judge/sizes/assessment.ts";
import { judgeHub, sizeBands } from "../../src/judge/judge.ts";
import type { Backup, SizeBands } from "../../src/model.ts";
import { civil, DAY, HOUR } from "../../src/time.ts";
import { MIB } from "../../src/units.ts";
import { backup, history, hub, NOON, site, visit } from "../support/histories.ts";
import { days, nightly, noise } from "./sizes/histories.ts";

function bandsOf(backups: Backup[], timezone = "UTC"): SizeBands {
  return sizeBands({ item: "x", backups }, { frozen: 10, timezone }, undefined);
}

/** What the check `size` says of the newest. */
function judged(backups: Backup[], locked = ""): string | undefined {
  const forge = hub(["NORTH"]);
  const looked = { ...visit(NOON + HOUR), locked };
  const verdict = judgeHub(site([forge]), forge, [history("NORTH", [{ item: "x", backups }], [looked])], NOON + HOUR);
  const found = verdict.nodes[0]!.items[0]!.findings.find(({ check }) => check === "size");
  return found && `${found.status}: ${found.reason}`;
}

/** The days on which the check would have spoken, day 0 being the first. */
function spoken(sizes: number[], from = 0, everyMs = DAY): string[] {
  const backups = nightly(sizes, everyMs);
  const { marks } = bandsOf(backups).since(backups[from]!.at);
  return marks.map(({ at, kind, text }) => `${Math.round((at - backups[0]!.at) / everyMs)} ${kind} ${text}`);
}

const even = (count: number) => days(count, (day) => 36.4e6 * (1 + 0.02 * noise(day)));

describe("size", () => {
  it("alarms for a tarball cut short, and says value, baseline and rule", () => {
    assert.equal(
      judged(nightly([...even(30), 25.1e6])),
      "alarm: 25.1 MB, 31 % below the 36.2 MB expected from the last 9 (usual spread ± 1 %; alarm below 31.4 MB)",
    );
  });

  it("lets be what is less than 15 % below, and what is usual for the item", () => {
    assert.equal(judged(nightly([...even(30), 0.88 * 36.4e6])), undefined);
    const noisy = days(60, (day) => 36e6 * Math.exp(0.5 * noise(day)));
    assert.equal(judged(nightly([...noisy, 36e6 * Math.exp(-0.6)])), undefined);
    assert.match(judged(nightly([...noisy, 36e6 * Math.exp(-2.5)]))!, /^alarm: /);
  });

  it("knows the quiet weekends of what comes every hour, and finds what is cut on any day", () => {
    const hourly = (hours: number, cut = -1) =>
      days(hours, (i) => {
        const weekend =
          (NOON - (hours - 1 - i) * HOUR) % (7 * DAY) >= 2 * DAY &&
          (NOON - (hours - 1 - i) * HOUR) % (7 * DAY) < 4 * DAY;
        return (weekend ? 20e6 : 36e6) * (1 + 0.02 * noise(i)) * (i === cut ? 0.7 : 1);
      });
    assert.deepEqual(spoken(hourly(24 * 40), 24 * 8, HOUR), []);
    for (const cut of [24 * 38, 24 * 36, 24 * 33, 24 * 32]) {
      assert.deepEqual(
        spoken(hourly(24 * 40, cut), 24 * 30, HOUR).map((said) => said.split(" ").slice(0, 2).join(" ")),
        [`${cut} short`],
      );
    }
  });

  it("knows a sawtooth of a week after two turns", () => {
    const saw = (day: number) => 36e6 * (day % 7 === 0 ? 1 : 0.05 + 0.05 * (day % 7)) * (1 + 0.02 * noise(day));
    for (let last = 17; last < 40; last++) {
      assert.equal(judged(nightly(days(last + 1, saw))), undefined, `day ${last}`);
      assert.match(
        judged(nightly([...days(last, saw), 0.7 * saw(last)]))!,
        /^alarm: .* on this day of the week/,
        `day ${last}`,
      );
    }
  });

  it("finds a second cut in an item of two weeks, but lets be what is small each week", () => {
    const cut = (day: number) => days(15, (i) => (i === day || i === 14 ? 20e6 : 36.4e6 * (1 + 0.02 * noise(i))));
    assert.match(judged(nightly(cut(9)))!, /^alarm: /);
    assert.equal(judged(nightly(cut(7))), undefined);
  });

  it("expects of what grows as much as the time since the last one has brought", () => {
    const monthly = days(12, (i) => backup(NOON - DAY - (11 - i) * 30 * DAY, Math.round(30e6 * 1.2 ** i)));
    const last = monthly.at(-1)!.bytes;
    assert.equal(judged([...monthly, backup(NOON, last)]), undefined);
    assert.match(judged([...monthly, backup(NOON, 0.8 * last)])!, /^alarm: /);
  });

  it("knows the quiet weekends of what comes three times a day, not evenly", () => {
    const times = [6, 9, 17].map((hour) => hour * HOUR);
    const midnight = NOON - 12 * HOUR;
    const weekday = (at: number) => new Date(at).getUTCDay() % 6 !== 0;
    const backups = days(70, (day) =>
      times.map((time, i) => {
        const at = midnight - (69 - day) * DAY + time;
        return backup(at, Math.round((weekday(at) ? 36e6 : 20e6) * (1 + 0.02 * noise(3 * day + i))));
      }),
    ).flat();
    assert.deepEqual(bandsOf(backups).since(backups[3 * 50]!.at).marks, []);
  });

  it("needs five comparable ones, and a week of them: weekends may be small", () => {
    assert.equal(judged(nightly([...even(7), 1e6])), undefined);
    assert.match(judged(nightly([...even(8), 1e6]))!, /^alarm: /);
    assert.equal(judged(nightly([...even(4), 20e6], 7 * DAY)), undefined);
    assert.match(judged(nightly([...even(5), 20e6], 7 * DAY))!, /^alarm: /);
  });

  it("warns of a jump to more than twice the expected, if it never was so large", () => {
    assert.equal(
      judged(nightly([...even(30), 87.4e6])),
      "warn: 87.4 MB, 2.4 times the 36.2 MB expected from the last 9 (usual spread ± 1 %; warning above 72.4 MB)",
    );
    assert.equal(judged(nightly([...even(30), 87.4e6, ...even(5), 90e6])), undefined);
  });

  it("takes a new level for the usual one when it has held for three backups", () => {
    const purged = [...even(40), ...days(20, (day) => 15e6 * (1 + 0.02 * noise(day)))];
    assert.deepEqual(spoken(purged), ["40 short −59 %", "41 short −58 %"]);
    assert.match(judged(nightly([...purged.slice(0, 45), 10e6]))!, /^alarm: 10 MB, 3\d % below the 1[45]\.?\d? MB /);
  });

  it("follows slow growth and slow decline without a word", () => {
    const grown = days(730, (day) => 36e6 * Math.exp(0.001 * day + 0.01 * noise(day)));
    const declined = days(730, (day) => 36e6 * Math.exp(-0.003 * day + 0.01 * noise(day)));
    assert.deepEqual([spoken(grown), spoken(declined)], [[], []]);
    assert.match(judged(nightly([...grown, 0.83 * grown.at(-1)!]))!, /^alarm: /);
  });

  it("compares weekly full ones with full ones, and the growing ones between with those of their day", () => {
    const week = [1e10, 1e8, 4e8, 8e8, 1.2e9, 1.6e9, 2e9];
    const sawtooth = days(140, (day) => week[day % 7]! * (1 + 0.04 * noise(day)));
    assert.deepEqual(spoken(sawtooth), []);
    const full = judged(nightly([...sawtooth, 7e9]))!;
    assert.match(
      full,
      /^alarm: 7 GB, (29|30) % below the (9\.\d+|10(\.\d)?) GB expected from the last 9 on this day of the week /,
    );
    assert.match(judged(nightly([...sawtooth.slice(0, 138), 0.6 * 1.6e9]))!, /^alarm: /);
    // A night that failed moves no place in the week.
    const gap = nightly([...sawtooth, ...sawtooth.slice(0, 14)]).filter((_, i) => i !== 137 && i !== 143);
    assert.deepEqual(bandsOf(gap).since(0).marks, []);
  });

  it("knows quiet weekends, before five of them have been seen too", () => {
    const quiet = days(120, (day) => (day % 7 < 2 ? 2e5 : 5e7) * Math.exp(0.1 * noise(day)));
    for (let first = 0; first < 7; first++) assert.deepEqual(spoken(quiet.slice(first)), []);
  });

  it("finds nothing odd in sizes that never vary, however small", () => {
    assert.deepEqual(spoken(days(100, () => 45)), []);
    assert.match(judged(nightly([...days(30, () => 1e6), 0.84e6]))!, /± 1 %/);
  });

  it("alarms for nothing and next to nothing, at once and for as long as it lasts", () => {
    assert.equal(judged(nightly([0])), "alarm: 0 bytes: an empty file");
    assert.equal(judged(nightly([5e6, 45])), "alarm: 45 B, next to nothing; the one before was 5 MB");
    assert.equal(judged(nightly([...even(29), 36e6, 900])), "alarm: 900 B, next to nothing; the one before was 36 MB");
    assert.equal(spoken([...even(30), ...days(20, () => 45)]).length, 20);
    assert.equal(spoken([...even(30), ...days(20, () => 900)]).length, 20);
  });

  it("alarms nobody for sizes that the predecessor had rounded up to a MiB", () => {
    const rounded = (bytes: number) => Math.ceil(bytes / MIB) * MIB;
    for (const bytes of [7e3, 900e3, 1.2e6, 30e6]) {
      const old = nightly(days(40, () => rounded(bytes))).map((old) => ({ ...old, exact: false }));
      const exact = (count: number) => days(count, (day) => backup(NOON + (day + 1) * DAY, bytes));
      for (let count = 1; count < 20; count++) {
        const backups = [...old, ...exact(count)];
        assert.deepEqual(bandsOf(backups).since(0).marks, [], `${bytes} bytes, ${count} exact`);
      }
      const cut = { ...backup(NOON + 9 * DAY, bytes / 2) };
      assert.equal(bandsOf([...old, ...exact(8), cut]).since(0).marks.length, 1);
    }
  });

  it("takes a weekend from midnight to midnight, also in the weeks after clocks have moved", () => {
    const zone = "Europe/Berlin";
    const first = Date.UTC(2026, 1, 20);
    const backups = days(24 * 60, (i) => {
      const weekend = civil(first + i * HOUR, zone).getUTCDay() % 6 === 0;
      return backup(first + i * HOUR, Math.round((weekend ? 16e6 : 36e6) * (1 + 0.02 * noise(i))));
    });
    const clocks = Date.UTC(2026, 2, 29);
    assert.deepEqual(bandsOf(backups, zone).since(clocks).marks, []);
  });

  it("compares a job that was moved across midnight with those of its weekday", () => {
    const week = [1e10, 1e8, 4e8, 8e8, 1.2e9, 1.6e9, 2e9];
    const nights = days(100, (day) => {
      const midnight = Math.floor(NOON / DAY) * DAY - (99 - day) * DAY;
      return backup(midnight + (day < 70 ? 22 : 3) * HOUR, Math.round(week[day % 7]! * (1 + 0.02 * noise(day))));
    });
    assert.ok(bandsOf(nights).since(0).marks.length <= 1);
    const cut = nights.map((night, day) => (day === 80 ? { ...night, bytes: 0.7 * night.bytes } : night));
    assert.deepEqual(
      bandsOf(cut)
        .since(0)
        .marks.map(({ at }) => at),
      [cut[80]!.at],
    );
  });

  it("does not forget small weekends because a MiB is much of them, after the predecessor was taken over", () => {
    const size = (day: number) => (day % 7 < 2 ? 24e6 : 60e6) * (1 + 0.02 * noise(day));
    const nights = nightly(days(80, size));
    const takenOver = nights.map((night, i) =>
      i < 60 ? { ...night, bytes: Math.ceil(night.bytes / MIB) * MIB, exact: false } : night,
    );
    assert.deepEqual(bandsOf(takenOver).since(takenOver[50]!.at).marks, []);
  });

  it("waits for a weekend known to the byte where a MiB is much, after the predecessor was taken over", () => {
    const size = (day: number) => (day % 7 < 2 ? 90e3 : 170e3) * (1 + 0.02 * noise(day));
    const nights = nightly(days(80, size));
    for (let first = 50; first < 57; first++) {
      const takenOver = nights.map((night, i) => (i < first ? { ...night, bytes: MIB, exact: false } : night));
      assert.deepEqual(bandsOf(takenOver).since(takenOver[40]!.at).marks, [], `since day ${first}`);
    }
  });

  it("waits for the next visit where a transfer was under way, but not for ever", () => {
    const backups = nightly([...even(30), 25.1e6]);
    assert.equal(judged(backups, "/scm/backup/forge/LOCKED"), undefined);
    assert.equal(
      judged([...backups.map((old) => ({ ...old, at: old.at - DAY })), backup(NOON, 1e6)], "/scm/backup/forge/LOCKED"),
      "alarm: backup of 23 Nov 12:00: 25.1 MB, 31 % below the 36.2 MB expected from the last 9 (usual spread ± 1 %; alarm below 31.4 MB)",
    );
  });
});

describe("a frozen size", () => {
  const frozen = [...even(30), ...days(10, () => 36e6)];

  it("is pointed out after ten nights of the same size to the byte", () => {
    assert.equal(
      judged(nightly(frozen)),
      "warn: the last 10 backups, since 15 Nov 12:00, have the same size to the byte (36 MB); sizes varied before",
    );
    assert.equal(judged(nightly(frozen.slice(0, -1))), undefined);
    assert.deepEqual(bandsOf(nightly(frozen)).since(0).frozen, {
      from: NOON - 9 * DAY,
      to: NOON,
    });
  });

  it("is nothing odd where sizes often stay the same, nor in ten hours", () => {
    assert.equal(
      judged(nightly([...days(30, (day) => 36e6 + Math.floor(day / 3)), ...days(10, () => 37e6)])),
      undefined,
    );
    assert.equal(judged(nightly(frozen, HOUR)), undefined);
    assert.match(judged(nightly([...even(30), ...days(235, () => 36e6)], HOUR))!, /^warn: the last 235 backups, /);
  });
});

describe("what the plot is told of sizes", () => {
  const sizes = days(400, (day) => (day % 50 === 49 ? 0.5 : 1) * 36e6 * (1 + 0.05 * noise(day)));
  const item = { item: "x", backups: nightly(sizes) };

  it("agrees with the check on every backup", () => {
    const marks = bandsOf(item.backups)
      .since(0)
      .marks.map(({ at }) => at);
    const alarmed = item.backups.filter((_, i) => judged(nightly(sizes.slice(0, i + 1)))).map(({ at }) => at);
    assert.deepEqual(marks, alarmed);
    assert.equal(marks.length, 8);
  });

  it("asks of each backup that could be odd, in a history of any kind", () => {
    const kinds = [
      days(500, (day) => 36e6 * (1 + 0.3 * noise(day))),
      days(500, (day) => (day % 7 === 0 ? 1e10 : 1e9 + 2e8 * (day % 7)) * (1 + 0.04 * noise(day))),
      days(
        500,
        (day) => (day % 61 === 60 ? 0 : day % 97 === 96 ? 3e8 : day % 41 === 40 ? 0.8 : 1) * 36e6 * 1.002 ** day,
      ),
      days(500, (day) => 36e6 * 0.99 ** day * (day % 37 === 36 ? 0.7 : 1)),
    ];
    for (const kind of kinds) {
      const backups = nightly(kind);
      const odd = backups.filter((_, i) => assessSize(backups, i, "UTC").kind !== "fine").map(({ at }) => at);
      const marks = bandsOf(backups)
        .since(0)
        .marks.map(({ at }) => at);
      assert.deepEqual(marks, odd);
    }
  });

  it("does not depend on what came before the reach", () => {
    const from = item.backups[300]!.at;
    const short = { item: "x", backups: item.backups.slice(300 - bandsOf(item.backups).reach) };
    assert.deepEqual(bandsOf(short.backups).since(from), bandsOf(item.backups).since(from));
    const same = bandsOf(item.backups)
      .since(0)
      .marks.filter(({ at }) => at >= from);
    assert.deepEqual(bandsOf(item.backups).since(from).marks, same);
    // With too little before it the first ones could not be judged at all.
    assert.deepEqual(bandsOf(item.backups).since(item.backups[349]!.at).marks[0], same[0]);
    assert.ok(
      bandsOf(item.backups)
        .since(from)
        .limits.every(({ from: step }) => step >= from),
    );
  });

  it("is in steps only where a limit moves", () => {
    const { limits } = bandsOf(nightly(even(400))).since(0);
    assert.ok(limits.length > 0 && limits.length < 20, `${limits.length} steps`);
    for (const { low, high } of limits) assert.ok(low > 30e6 && low < 32.5e6 && high > 70e6 && high < 75e6);
  });
});
