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

describe("age", () => {
  it("is overdue one second after twice the usual interval, not before", () => {
    const at = (now: number) => findings([history("NORTH", [nightly], [visit(now)])], now);
    assert.deepEqual(at(last + 2 * DAY), []);
    assert.deepEqual(at(last + 2 * DAY + 1000), [
      "NORTH svn/main age alarm: nothing since 24 Nov 10:00; due every 24 h",
    ]);
  });

  it("takes a fixed maxage in days, and an exception for items that a pattern names", () => {
    const maxage = { usual: 0.25, exceptions: [{ pattern: "tracs/*", maxage: 7 }] };
    const items = [nightly, series("tracs/main", last, 30)];
    const at = (now: number) => findings([history("NORTH", items, [visit(now)])], now, { maxage });
    assert.deepEqual(at(last + 6 * HOUR), []);
    assert.deepEqual(at(last + 6 * HOUR + 1), [
      "NORTH svn/main age alarm: nothing since 24 Nov 10:00; it may be at most 6 h old",
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
      "NORTH unreachable unknown: no answer from 127.0.0.1:22 within 2 s; last seen 24 Nov 12:00",
      "NORTH svn/main age unknown: nothing known since 24 Nov 10:00; due by 26 Nov 10:00, but nobody could look",
    ]);
  });

  it("stays overdue when a node falls silent after the alarm", () => {
    const collections = [visit(NOON + 3 * DAY), visit(NOON + 4 * DAY, "unreachable")];
    const found = findings([history("NORTH", [nightly], collections)], NOON + 4 * DAY);
    assert.match(found[1]!, /svn\/main age alarm/);
  });

  it("judges a database without visits by its stamps alone", () => {
    const found = findings([history("NORTH", [nightly], [])], last + 3 * DAY);
    assert.deepEqual(found, ["NORTH svn/main age alarm: nothing since 24 Nov 10:00; due every 24 h"]);
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
    assert.deepEqual(found, ["NORTH svn/main missing alarm: never seen, here or on another node"]);
  });

  it("alarms when a node answers and holds nothing", () => {
    const empty = [visit(NOON, "ok", 0)];
    assert.deepEqual(findings([history("NORTH", [], empty)], NOON), [
      "NORTH missing alarm: reachable, but there is no tarball below /scm/backup/forge",
    ]);
    assert.deepEqual(findings([history("NORTH", [nightly], empty)], NOON), [
      "NORTH missing alarm: reachable, but there is no tarball below /scm/backup/forge; 30 tarballs had been seen there before",
    ]);
  });

  it("finds it in a database without visits too: the predecessor had looked", () => {
    const found = findings([history("NORTH", [nightly], [])], NOON, { select: ["svn/main", "svn/other"] });
    assert.deepEqual(found, ["NORTH svn/other missing alarm: never seen, here or on another node"]);
    assert.match(findings([history("NORTH", [], [])], NOON, { select: ["svn/main"] }).at(-1)!, /missing unknown/);
  });

  it("does not miss what nobody could look for", () => {
    const found = findings([history("NORTH", [], [visit(NOON, "login")])], NOON, { select: ["svn/main"] });
    assert.deepEqual(found.slice(1), ["NORTH svn/main missing unknown: never seen; nobody could look yet"]);
  });
});

describe("hosts that cannot be looked at", () => {
  it("are unknown, and an alarm where the host key is refused", () => {
    assert.match(findings([history("NORTH", [], [visit(NOON, "failed")])], NOON)[0]!, /^NORTH unreachable unknown: /);
    assert.match(findings([history("NORTH", [], [visit(NOON, "hostkey")])], NOON)[0]!, /^NORTH hostkey alarm: /);
  });
});

describe("collection", () => {
  it("is unknown where nobody has ever looked and nothing is known", () => {
    assert.deepEqual(findings([history("NORTH", [], [])], NOON), ["hub collection unknown: nobody has looked yet"]);
    assert.deepEqual(findings([history("NORTH", [nightly], [])], NOON), []);
  });

  const runs = [0, 1, 2, 3].map((day) => visit(NOON - day * DAY)).reverse();
  const fresh = (now: number) => series("svn/main", now - HOUR, 30);

  it("alarms when nobody has looked for the learned interval and two hours", () => {
    const at = (now: number) => findings([history("NORTH", [fresh(now)], runs)], now);
    assert.deepEqual(at(NOON + DAY + 2 * HOUR), []);
    assert.deepEqual(at(NOON + DAY + 2 * HOUR + 1), [
      "hub collection alarm: nobody has looked since 24 Nov 12:00; the next run was due 25 Nov 12:00",
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
    assert.equal(judgeSite([late, early], NOON).validUntil, NOON + 2 * HOUR);
    assert.equal(judgeSite([early], NOON).validUntil, undefined);
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
    assert.equal(judgeSite([verdict], NOON).status, "unknown");
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
    const histories = [history("NORTH", [{ item: "db/x", backups }], [visit(NOON)])];
    const [north] = judgeHub(site([forge]), forge, histories, NOON).nodes;
    assert.deepEqual(north!.items[0]!.rhythm.missed, []);
  });
});
