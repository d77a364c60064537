import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { judgeHub, judgeSite } from "../../src/judge/judge.ts";
import type { Hub, NodeHistory } from "../../src/model.ts";
import { DAY, HOUR, MINUTE } from "../../src/time.ts";
import { backup, history, hub, NOON, series, site, visit } from "../support/histories.ts";

/** Check, status and reason of everything found, with its place. */
function findings(histories: NodeHistory[], now: number, more: Partial<Hub> = {}): string[] {
  const forge = hub(
    histories.map(({ node }) => node),
    more,
  );
  const verdict = judgeHub(site([forge]), forge, histories, now);
  return [
    ...verdict.findings.map((f) => `hub ${f.check} ${f.status}: ${f.reason}`),
    ...verdict.nodes.flatMap((node) => [
      ...node.findings.map((f) => `${node.node} ${f.check} ${f.status}: ${f.reason}`),
      ...node.items.flatMap((item) =>
        item.findings.map((f) => `${node.node} ${item.item} ${f.check} ${f.status}: ${f.reason}`),
      ),
    ]),
  ];
}

const last = NOON - 2 * HOUR;
const nightly = series("svn/main", last, 30);
const OVERDUE =
  "NORTH svn/main age alarm: nothing since 24 Nov 10:00; due every 24 h ± 1 min (learned from 30 backups); the next was due 25 Nov 10:00, alarm since 10:10";

describe("age", () => {
  it("is overdue one second after its due time and its grace, not before", () => {
    const at = (now: number) => findings([history("NORTH", [nightly], [visit(now)])], now);
    assert.deepEqual(at(last + DAY + 10 * MINUTE), []);
    assert.deepEqual(at(last + DAY + 10 * MINUTE + 1000), [OVERDUE]);
  });

  it("waits for a copy as long as it may be on its way, which visits that came too soon have shown", () => {
    const hourly = Array.from({ length: 32 * 24 }, (_, i) =>
      visit(last + DAY + 30 * MINUTE - (32 * 24 - 1 - i) * HOUR),
    );
    const slow = { item: "svn/main", backups: nightly.backups.map((one) => ({ ...one, seen: one.at + 90 * MINUTE })) };
    const at = (hours: number) => {
      const looks = [...hourly, visit(last + DAY + 30 * MINUTE + hours * HOUR)];
      return findings([history("NORTH", [slow], looks)], last + DAY + 30 * MINUTE + hours * HOUR);
    };
    assert.deepEqual(at(0), []);
    assert.match(at(1)[0]!, /alarm since 10:40$/);
  });

  it("names the nodes that have a newer one", () => {
    const now = last + 2 * DAY;
    const found = findings(
      [history("NORTH", [nightly], [visit(now)]), history("SOUTH", [series("svn/main", last + DAY, 31)], [visit(now)])],
      now,
    );
    assert.equal(found[0], `${OVERDUE}; SOUTH has the backup of 25 Nov 10:00`);
  });

  it("is not overdue because somebody reads the page before the next run has looked", () => {
    const found = findings([history("NORTH", [nightly], [visit(last + HOUR)])], last + DAY + 2 * HOUR);
    assert.deepEqual(found, []);
  });

  it("takes no backup for the newest that is stamped in the future", () => {
    const ahead = { item: "svn/main", backups: [...nightly.backups, backup(NOON + 90 * DAY)] };
    const at = (now: number) => findings([history("NORTH", [ahead], [visit(now)])], now);
    assert.match(at(last + 2 * DAY)[0]!, /age alarm: nothing since 24 Nov 10:00/);
    const only = { item: "svn/main", backups: [backup(NOON + 90 * DAY)] };
    const found = findings([history("NORTH", [only], [visit(NOON)])], NOON);
    assert.equal(found[0], "NORTH svn/main missing alarm: every backup here is stamped in the future");
  });

  it("takes a fixed maxage in days, and an exception for items that a pattern names", () => {
    const maxage = { usual: 0.25, exceptions: [{ pattern: "tracs/*", maxage: 7 }] };
    const items = [nightly, series("tracs/main", last, 30)];
    const at = (now: number) => findings([history("NORTH", items, [visit(now)])], now, { maxage });
    assert.deepEqual(at(last + 6 * HOUR), []);
    assert.deepEqual(at(last + 6 * HOUR + 1), [
      "NORTH svn/main age alarm: nothing since 24 Nov 10:00; maxage allows 6 h; alarm since 24 Nov 16:00",
    ]);
    assert.equal(at(last + 7 * DAY + 1).length, 2);
  });

  it("lets one backup stand alone for 35 days", () => {
    const at = (now: number) => findings([history("NORTH", [series("conf/etc", last, 1)], [visit(now)])], now);
    assert.deepEqual(at(last + 35 * DAY), []);
    assert.equal(at(last + 35 * DAY + 1).length, 1);
  });

  it("does not call overdue what came due while nobody could look", () => {
    const collections = [visit(NOON), visit(NOON + 3 * DAY, "unreachable")];
    const found = findings([history("NORTH", [nightly], collections)], NOON + 3 * DAY);
    assert.deepEqual(found, [
      "NORTH unreachable alarm: no answer from 127.0.0.1:22 within 2 s; last good visit 24 Nov 12:00; patience is 26 h, alarm since 25 Nov 14:00",
      "NORTH svn/main age unknown: nothing seen since 24 Nov 10:00; due every 24 h ± 1 min (learned from 30 backups); the next was due 25 Nov 10:00, but the last visit failed",
    ]);
  });

  it("stays overdue when a node falls silent after the alarm", () => {
    const collections = [visit(NOON + 3 * DAY), visit(NOON + 4 * DAY, "unreachable")];
    const found = findings([history("NORTH", [nightly], collections)], NOON + 4 * DAY);
    assert.match(found[1]!, /svn\/main age alarm/);
  });

  it("judges a database without visits by its stamps alone", () => {
    const found = findings([history("NORTH", [nightly], [])], last + 3 * DAY);
    assert.deepEqual(found, [OVERDUE]);
  });
});

describe("missing", () => {
  const ok = [visit(NOON)];

  it("names the nodes that have what this one never got", () => {
    const found = findings([history("NORTH", [nightly], ok), history("SOUTH", [series("x", last, 9)], ok)], NOON);
    assert.deepEqual(found, [
      "NORTH x missing alarm: never seen here; SOUTH has it",
      "SOUTH svn/main missing alarm: never seen here; NORTH has it",
    ]);
  });

  it("gives the copy of a new item a day to come here", () => {
    const fresh = { item: "x", backups: [{ ...backup(last), seen: last + HOUR }] };
    const at = (now: number) =>
      findings([history("NORTH", [nightly], [visit(now)]), history("SOUTH", [fresh, nightly], [visit(now)])], now);
    assert.deepEqual(at(last + 3 * HOUR), [
      "NORTH x missing unknown: not here yet; new on SOUTH, first seen there 24 Nov 11:00",
    ]);
    assert.ok(at(last + DAY + HOUR + 1).includes("NORTH x missing alarm: never seen here; SOUTH has it"));
  });

  it("names no node that held it once and holds it no more", () => {
    const purged = { item: "x", backups: [{ ...backup(last), held: false }] };
    const found = findings([history("NORTH", [nightly], ok), history("SOUTH", [purged, nightly], ok)], NOON);
    assert.deepEqual(found, ["NORTH x missing alarm: never seen here, and no node holds it now"]);
  });

  it("counts as missed here, since somebody looks, what came to another node", () => {
    const forge = hub(["NORTH", "SOUTH"]);
    const visits = [visit(NOON - 3 * DAY), visit(NOON)];
    const histories = [history("NORTH", [], visits), history("SOUTH", [nightly], visits)];
    const [north] = judgeHub(site([forge]), forge, histories, NOON).nodes;
    assert.deepEqual(north!.items[0]!.rhythm.missed, [last - 2 * DAY, last - DAY, last]);
    assert.equal(north!.nights.at(-1)!.missed, 1);
  });

  it("finds a selected item that was never seen anywhere", () => {
    const found = findings([history("NORTH", [], ok)], NOON, { select: ["svn/main"] });
    assert.deepEqual(found, ["NORTH svn/main missing alarm: never seen on any node"]);
  });

  it("alarms when a node answers and holds nothing", () => {
    const empty = [visit(NOON, "ok", 0)];
    assert.deepEqual(findings([history("NORTH", [], empty)], NOON), [
      "NORTH missing alarm: the node answers, but there is no tarball below /scm/backup/forge",
    ]);
    assert.deepEqual(findings([history("NORTH", [nightly], [visit(NOON, "ok", 1)])], NOON), []);
    const one = series("svn/main", last, 1);
    assert.match(findings([history("NORTH", [one], empty)], NOON)[0]!, /; 1 backup was seen there before$/);
    assert.deepEqual(findings([history("NORTH", [nightly], empty)], NOON), [
      "NORTH missing alarm: the node answers, but there is no tarball below /scm/backup/forge; 30 backups were seen there before",
    ]);
  });

  it("finds it in a database without visits too: the predecessor had looked", () => {
    const found = findings([history("NORTH", [nightly], [])], NOON, { select: ["svn/main", "svn/other"] });
    assert.deepEqual(found, ["NORTH svn/other missing alarm: never seen on any node"]);
    assert.match(findings([history("NORTH", [], [])], NOON, { select: ["svn/main"] }).at(-1)!, /missing unknown/);
  });

  const gone = (older: number[], at: (i: number) => number) => ({
    item: "svn/main",
    backups: nightly.backups.map((one, i) => (older.includes(i) ? { ...one, held: false, gone: at(i) } : one)),
  });

  it("takes no purge for a loss: old ones go, young ones stay", () => {
    const purged = gone([0, 1, 2, 3, 4, 5], (i) => NOON - (8 - i) * DAY);
    assert.deepEqual(findings([history("NORTH", [purged], ok)], NOON), []);
  });

  it("finds what is gone although it is younger than what is kept", () => {
    const lost = gone([0, 1, 27], () => NOON - DAY);
    assert.deepEqual(findings([history("NORTH", [lost], ok)], NOON), [
      "NORTH svn/main missing alarm: the backup of 22 Nov 10:00 was found gone 23 Nov 12:00, while the older one of 28 Oct 10:00 is still there",
    ]);
    const newest = gone([28, 29], () => NOON);
    assert.match(
      findings([history("NORTH", [newest], ok)], NOON)[0]!,
      /: 2 backups, the newest of 24 Nov 10:00, were found gone 24 Nov 12:00/,
    );
  });

  it("finds that nothing of an item is left", () => {
    const all = gone(
      nightly.backups.map((_, i) => i),
      () => NOON,
    );
    assert.deepEqual(findings([history("NORTH", [all], ok)], NOON), [
      "NORTH svn/main missing alarm: nothing is left of 30 backups; the last was found gone 24 Nov 12:00",
    ]);
  });

  it("knows those who thin out: all of a week, then one a week", () => {
    const thinned = gone([8, 9, 10, 11, 12, 13], (i) => nightly.backups[i]!.at + 15 * DAY);
    assert.deepEqual(findings([history("NORTH", [thinned], ok)], NOON), []);
  });

  it("does not miss what nobody could look for", () => {
    const found = findings([history("NORTH", [], [visit(NOON, "login")])], NOON, { select: ["svn/main"] });
    assert.deepEqual(found.slice(1), ["NORTH svn/main missing unknown: not seen yet: no visit has succeeded"]);
  });
});

describe("nodes that cannot be looked at", () => {
  it("are unknown, and an alarm where the host key is refused", () => {
    assert.match(findings([history("NORTH", [], [visit(NOON, "failed")])], NOON)[0]!, /^NORTH unreachable unknown: /);
    assert.match(findings([history("NORTH", [], [visit(NOON, "hostkey")])], NOON)[0]!, /^NORTH hostkey alarm: /);
  });

  it("are an alarm once the last good visit is older than patience", () => {
    const at = (now: number) =>
      findings([history("NORTH", [], [visit(NOON), visit(now, "timeout")])], now, { patienceMs: 3 * HOUR });
    assert.match(at(NOON + 3 * HOUR)[0]!, /^NORTH unreachable unknown: /);
    assert.equal(
      at(NOON + 3 * HOUR + 1)[0],
      "NORTH unreachable alarm: no answer from 127.0.0.1:22 within 2 s; last good visit 24 Nov 12:00; patience is 3 h, alarm since 24 Nov 15:00",
    );
    const never = [visit(NOON, "login"), visit(NOON + DAY, "login"), visit(NOON + 2 * DAY, "login")];
    assert.match(
      findings([history("NORTH", [], never)], NOON + 2 * DAY)[0]!,
      /unreachable alarm: .*; no good visit yet; /,
    );
  });
});

describe("collection", () => {
  it("is unknown where nobody has ever looked and nothing is known: of the hub, and of a node", () => {
    assert.deepEqual(findings([history("NORTH", [], [])], NOON), [
      "hub collection unknown: not visited yet",
      "NORTH collection unknown: not visited yet",
    ]);
    assert.deepEqual(findings([history("NORTH", [nightly], [])], NOON), []);
    const forge = hub(["NORTH", "SOUTH"]);
    const looked = history("NORTH", [nightly], [visit(NOON)]);
    const verdict = judgeHub(site([forge]), forge, [looked, history("SOUTH", [], [])], NOON);
    assert.equal(verdict.nodes[1]!.status, "unknown");
  });

  const runs = [0, 1, 2, 3].map((day) => visit(NOON - day * DAY)).reverse();
  const fresh = (now: number) => series("svn/main", now - HOUR, 30);

  it("alarms when nobody has looked for the learned interval and two hours", () => {
    const at = (now: number) => findings([history("NORTH", [fresh(now)], runs)], now);
    assert.deepEqual(at(NOON + DAY + 2 * HOUR), []);
    assert.deepEqual(at(NOON + DAY + 2 * HOUR + 1), [
      "hub collection alarm: not visited since 24 Nov 12:00; runs come every 24 h; the next was due 25 Nov 12:00",
    ]);
  });

  it("does not take a run repeated by hand for a new interval", () => {
    const repeated = [...runs, visit(NOON + MINUTE)];
    const forge = hub(["NORTH"]);
    const verdict = judgeHub(site([forge]), forge, [history("NORTH", [nightly], repeated)], NOON + HOUR);
    assert.equal(verdict.nextRun, NOON + MINUTE + DAY);
  });

  it("makes the site valid until the earliest of its hubs", () => {
    const forge = hub(["NORTH"]);
    const late = judgeHub(site([forge]), forge, [history("NORTH", [nightly], runs.slice(0, 3))], NOON);
    const early = judgeHub(site([forge]), forge, [history("NORTH", [nightly], [])], NOON);
    assert.equal(judgeSite(site([forge]), [late, early], NOON).validUntil, NOON + 2 * HOUR);
    assert.equal(judgeSite(site([forge]), [early], NOON).validUntil, undefined);
  });
});

describe("status", () => {
  it("is the worst of what is found, in the order ok, warn, unknown, alarm", () => {
    const forge = hub(["NORTH", "SOUTH"]);
    const histories = [history("NORTH", [nightly], [visit(NOON)]), history("SOUTH", [nightly], [visit(NOON, "login")])];
    const verdict = judgeHub(site([forge]), forge, histories, NOON);
    assert.deepEqual(
      verdict.nodes.map(({ status }) => status),
      ["ok", "unknown"],
    );
    assert.equal(verdict.status, "unknown");
    assert.equal(judgeSite(site([forge]), [verdict], NOON).status, "unknown");
  });
});

describe("nights", () => {
  it("counts what arrived and what did not on each of thirty days, and knows when nobody could look", () => {
    const gap = { item: "svn/main", backups: nightly.backups.filter((_, i) => i !== 20) };
    const forge = hub(["NORTH"]);
    const collections = [visit(NOON - 2 * DAY), visit(NOON, "unreachable")];
    const cut = { ...gap, backups: gap.backups.slice(0, -2) };
    const [north] = judgeHub(site([forge]), forge, [history("NORTH", [cut], collections)], NOON).nodes;
    const nights = north!.nights;
    assert.equal(nights.length, 30);
    assert.equal(nights.at(-1)!.day, Date.UTC(2026, 10, 24));
    assert.deepEqual(nights.map(({ arrived, missed, looked }) => (looked ? `${arrived}${missed}` : "??")).slice(-11), [
      "10",
      "01",
      "10",
      "10",
      "10",
      "10",
      "10",
      "10",
      "10",
      "??",
      "??",
    ]);
  });

  it("finds no missed night in the weekends of an item that comes on weekdays", () => {
    const weekdays = series("db/x", Date.UTC(2026, 10, 23, 10), 60);
    const backups = weekdays.backups.filter(({ at }) => ![0, 6].includes(new Date(at).getUTCDay()));
    const forge = hub(["NORTH"]);
    const before = NOON - 3 * HOUR;
    const histories = [history("NORTH", [{ item: "db/x", backups }], [visit(before)])];
    const [north] = judgeHub(site([forge]), forge, histories, before).nodes;
    assert.deepEqual(north!.items[0]!.rhythm.missed, []);
  });
});

describe("database", () => {
  it("alarms where a copy took the place of a damaged one, until somebody has seen to it", () => {
    const damage = { at: NOON - HOUR, copiedAt: NOON - DAY, keptAs: "a.db.damaged-20261124T110000Z" };
    const north = history("NORTH", [nightly], [visit(NOON)]);
    assert.deepEqual(findings([{ ...north, damage }], NOON), [
      "hub database alarm: the database was found damaged 24 Nov 11:00 and replaced by the copy of 23 Nov 12:00; " +
        "check the disk, then remove a.db.damaged-20261124T110000Z",
    ]);
    assert.deepEqual(findings([north], NOON), []);
  });
});
