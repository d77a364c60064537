import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { judgeHub } from "../../src/judge/judge.ts";
import type { Collection, ItemHistory } from "../../src/model.ts";
import { DAY, HOUR } from "../../src/time.ts";
import { backup, history, hub, NOON, series, site, visit } from "../support/histories.ts";

const GB = 1e9;

/** A visit a day, the last one now, that found so much free. */
function visits(free: number[], total = 1000): Collection[] {
  return free.map((gb, i) => ({
    ...visit(NOON - (free.length - 1 - i) * DAY),
    space: { freeBytes: gb * GB, totalBytes: total * GB },
  }));
}

function judged(collections: Collection[], items: ItemHistory[] = [series("svn/main", NOON - HOUR, 30)]) {
  const forge = hub(["NORTH"]);
  const [node] = judgeHub(site([forge]), forge, [history("NORTH", items, collections)], NOON).nodes;
  const [finding] = node!.findings.filter(({ check }) => check === "space");
  return { node: node!, said: finding ? `${finding.status}: ${finding.reason}` : "nothing" };
}

const days = (count: number, free: (day: number) => number) => Array.from({ length: count }, (_, day) => free(day));
/** The same noise in every run, between -1 and 1. */
const noise = (day: number) => ((day * 7919) % 13) / 6 - 1;

describe("space", () => {
  it("warns under 30 days and alarms under 7, and says when, from what, and who grows", () => {
    const falling = (last: number) => visits(days(30, (day) => last + (29 - day) * 10));
    const nightly = (item: string, gb: number): ItemHistory => ({
      item,
      backups: Array.from({ length: 30 }, (_, i) => backup(NOON - HOUR - i * DAY, gb * GB)).reverse(),
    });
    const items = [nightly("svn/dybsvn", 2.9), nightly("tracs/dybsvn", 7.1)];
    assert.equal(judged(falling(300), items).said, "nothing");
    assert.equal(
      judged(falling(290), items).said,
      "warn: full in 29 days, on 23 Dec: 290 GB of 1 TB free, 10 GB less a day; 71 % of the growth is tracs/dybsvn",
    );
    assert.match(judged(falling(70), items).said, /^warn: full in 7 days, on 1 Dec: /);
    assert.match(judged(falling(69), items).said, /^alarm: full in 6 days, on 1 Dec: /);
    assert.match(judged(falling(290)).said, /; the growth is outside this hub's backups$/);
  });

  it("knows that what comes and goes does not grow", () => {
    const nights = (gb: number) => Array.from({ length: 60 }, (_, i) => backup(NOON - HOUR - (59 - i) * DAY, gb * GB));
    const purged = nights(50).map((of, i) => (i < 56 ? { ...of, held: false, gone: of.at + 4 * DAY } : of));
    const items = [
      { item: "db/purged", backups: purged },
      { item: "svn/kept", backups: nights(10) },
    ];
    assert.match(judged(visits(days(30, (day) => 400 - 10 * day)), items).said, /; 100 % of the growth is svn\/kept$/);
  });

  it("hands its numbers to the pages", () => {
    const { node } = judged(visits(days(30, (day) => 500 - day)));
    const { freeBytes, totalBytes, bytesPerDay, full, at } = node.space!;
    assert.deepEqual([freeBytes, totalBytes, bytesPerDay, at], [471 * GB, 1000 * GB, GB, NOON]);
    assert.equal(full, NOON + 471 * DAY);
    assert.equal(judged([visit(NOON)]).node.space, undefined);
  });

  it("says nothing of a node that does not say, of a young series, and of one that grows or stays", () => {
    assert.equal(judged([visit(NOON)]).said, "nothing");
    assert.equal(judged(visits(days(7, (day) => 100 - 10 * day))).said, "nothing");
    assert.equal(judged(visits(days(60, () => 20))).said, "nothing");
    assert.equal(judged(visits(days(60, (day) => 20 + day))).said, "nothing");
    assert.equal(judged(visits(days(60, (day) => 20 + 3 * noise(day)))).said, "nothing");
  });

  it("is not taken in by somebody's cleaning up once", () => {
    for (const ago of [1, 3, 8, 15, 29, 45]) {
      const free = days(60, (day) => 700 - 10 * day + (day >= 60 - ago ? 100 : 0) + noise(day));
      assert.match(
        judged(visits(free)).said,
        /^warn: full in 2\d days, .*, (9\.\d+|10\.\d+|10) GB less a day/,
        `${ago}`,
      );
    }
  });

  it("expects the cleaning that is a habit, and sees when its low points sink", () => {
    const weekly = (sink: number) => days(63, (day) => 100 - 10 * (day % 7) - sink * Math.floor(day / 7) + noise(day));
    assert.equal(judged(visits(weekly(0))).said, "nothing");
    assert.match(judged(visits(weekly(4))).said, /^warn: full in 1\d days/);
    const nightly = days(60, (day) => 50 + 10 * (day % 2));
    assert.equal(judged(visits(nightly)).said, "nothing");
  });

  it("sees that the cleaning which was a habit has stopped", () => {
    const stopped = days(63, (day) => (day < 49 ? 200 - 10 * (day % 7) : 200 - 10 * (day - 49)));
    assert.match(judged(visits(stopped)).said, /^alarm: full in 6 days|^alarm: full in 7|^warn: full in 7 days/);
  });

  it("is not taken in by one large copy", () => {
    for (const ago of [1, 10, 15, 25]) {
      const free = days(60, (day) => (day < 60 - ago ? 900 : 400) + noise(day));
      assert.equal(judged(visits(free)).said, "nothing", `${ago}`);
    }
  });

  it("begins anew with another file system", () => {
    const collections = [...visits(days(30, (day) => 400 - 10 * day)).map((v) => ({ ...v, at: v.at - 20 * DAY }))];
    const other = visits(
      days(20, () => 800),
      4000,
    );
    assert.equal(judged([...collections, ...other]).said, "nothing");
    const large = visits(
      days(40, (day) => 2000 - 10 * day),
      4000,
    ).map((v) => ({ ...v, at: v.at - 10 * DAY }));
    const smaller = visits(days(10, (day) => 200 - day));
    assert.equal(judged([...large, ...smaller]).said, "nothing");
  });

  it("alarms where less is free than a night takes, unless a night comes all the same", () => {
    const night = (last: number) => [
      { item: "svn/main", backups: [...series("x", last, 30).backups.map(({ at }) => backup(at, 5 * GB))] },
    ];
    assert.equal(
      judged(visits([50, 50, 4]), night(NOON - 6 * HOUR)).said,
      "alarm: 4 GB of 1 TB free, but a night's backups take 5 GB",
    );
    assert.equal(judged(visits(days(30, () => 4)), night(NOON - 6 * HOUR)).said, "nothing");
    assert.match(judged(visits(days(30, () => 4)), night(NOON - 6 * HOUR - 29 * DAY)).said, /nothing/);
    assert.match(judged(visits([50, 50, 4, 4, 0]), night(NOON - 54 * HOUR)).said, /^alarm: 0 B of 1 TB free/);
  });

  it("compares what is free with the fullest of the seven days before it was measured", () => {
    const night = (ageMs: number, gb = 5) => ({ item: "x", backups: [backup(NOON - ageMs, gb * GB)] });
    assert.match(judged(visits([50, 50, 4]), [night(6 * DAY)]).said, /^alarm: .* take 5 GB$/);
    assert.equal(judged(visits([50, 50, 4]), [night(7 * DAY)]).said, "nothing");
    const later = [...visits([50, 50, 4]).map((one) => ({ ...one, at: one.at - DAY })), visit(NOON)];
    assert.equal(judged(later, [night(HOUR)]).said, "nothing");
    const two = [night(DAY + HOUR, 3), { ...night(DAY + 5 * HOUR, 3), item: "y" }];
    assert.match(judged(visits([50, 50, 4]), two).said, /take 6 GB$/);
    assert.equal(judged(visits([50, 50, 4]), [night(DAY + HOUR, 3), { ...night(HOUR, 3), item: "y" }]).said, "nothing");
  });

  it("reads the last visit that could look", () => {
    const silent = [...visits(days(30, (day) => 300 - 10 * day)).slice(0, -1), visit(NOON, "unreachable")];
    assert.match(judged(silent).said, /^alarm: full in 2 days, on 25 Nov/);
  });
});
