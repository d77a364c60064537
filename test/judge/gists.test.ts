// What the margin of a plot says of each finding, in up to about 28 characters.
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { judgeHub, judgeSite } from "../../src/judge/judge.ts";
import type { Collection, Finding, ItemHistory } from "../../src/model.ts";
import { DAY, HOUR, MINUTE } from "../../src/time.ts";
import { backup, history, hub, NOON, series, silence, site, visit } from "../support/histories.ts";
import { days, noise } from "./sizes/histories.ts";

const LAST = NOON - 2 * HOUR;
const RUNS = days(30, (day) => visit(NOON - (29 - day) * DAY));

interface Situation {
  items?: ItemHistory[];
  others?: ItemHistory[];
  visits?: Collection[];
  now?: number;
}

/** The gists of the hub, of its first node and of the items there. */
function gists({ items = [nights()], others, visits = RUNS, now = NOON }: Situation): string[] {
  const histories = [history("C", items, visits), ...(others ? [history("SDU", others, RUNS)] : [])];
  const forge = hub(histories.map(({ node }) => node));
  const { findings, nodes } = judgeHub(site([forge]), forge, histories, now);
  const all: Finding[] = [...findings, ...nodes[0]!.findings, ...nodes[0]!.items.flatMap((item) => item.findings)];
  return all.map(({ check, gist }) => `${check}: ${gist}`);
}

/** Thirty nights of about 36 MB, each another; the last ones as given, in MB. */
function nights(...last: number[]): ItemHistory {
  const { item, backups } = series("x", LAST, 30);
  const sized = backups.map((one, i) => {
    const own = last[i - 30 + last.length];
    return {
      ...one,
      bytes: own === undefined ? Math.round(36e6 * (1 + 0.01 * noise(i))) : own * 1e6,
      seen: one.at + HOUR,
    };
  });
  return { item, backups: sized };
}

const free = (gb: number, fall = 0) =>
  RUNS.map((run, i) => ({ ...run, space: { freeBytes: (gb + (29 - i) * fall) * 1e9, totalBytes: 1e12 } }));
const offset = (ms: number) => RUNS.with(-1, { ...RUNS.at(-1)!, clockOffsetMs: ms });
const before = (count: number) => ({ item: "x", backups: nights().backups.slice(0, 30 - count) });

describe("a finding in a few words", () => {
  it("is nothing where all is well", () => {
    assert.deepEqual(gists({}), []);
    assert.deepEqual(gists({ others: [nights()] }), []);
  });

  const cases: [string, Situation][] = [
    ["age: nothing since 21 Nov 10:00", { items: [before(3)] }],
    ["age: due 24 Nov 10:00, not seen", { items: [before(1)], visits: [...RUNS.slice(0, -1), visit(NOON, "timeout")] }],
    ["unreachable: visit failed", { visits: [...RUNS.slice(0, -1), visit(NOON, "timeout")] }],
    ["hostkey: host key refused", { visits: [...RUNS.slice(0, -1), visit(NOON, "hostkey")] }],
    ["missing: holds no tarball", { visits: [...RUNS.slice(0, -1), visit(NOON, "ok", 0)] }],
    ["missing: never seen here", { items: [], others: [nights()] }],
    ["missing: new, not here yet", { items: [], others: [{ item: "x", backups: nights().backups.slice(-1) }] }],
    ["missing: all stamped in the future", { items: [{ item: "x", backups: [backup(NOON + DAY)] }] }],
    ["missing: gone since 23 Nov 12:00", { items: [gone(27)] }],
    ["size: size −31 %", { items: [nights(25)] }],
    ["size: size ×2.5", { items: [nights(90)] }],
    ["size: empty", { items: [nights(0)] }],
    ["size: 900 B, next to nothing", { items: [nights(0.0009)] }],
    ["size: same size since 15 Nov", { items: [nights(...Array<number>(10).fill(36))] }],
    ["copies: 25 MB here, 36 MB on SDU", { items: [nights(25)], others: [nights(36)] }],
    ["copies: copy of 23 Nov 10:00 differs", { items: [nights(35, 36)], others: [nights(36, 36)] }],
    ["space: full about 4 Dec", { visits: free(100, 10) }],
    ["space: only 10 MB free", { visits: [...free(100).slice(0, -1), free(0.01).at(-1)!] }],
    ["clock: clock 12 min behind", { visits: offset(-12 * MINUTE) }],
    ["clock: clock 2 h ahead", { visits: offset(2 * HOUR) }],
    ["clock: stamped 25 Nov 12:00", { items: [{ item: "x", backups: [...nights().backups, backup(NOON + DAY)] }] }],
    ["collection: not visited", { now: NOON + 3 * DAY }],
    ["collection: not visited yet", { items: [], visits: [] }],
  ];
  for (const [gist, situation] of cases)
    it(`is "${gist}"`, () => {
      const found = gists(situation);
      assert.ok(found.includes(gist), found.join("; "));
    });

  it("of a silence that matches nothing says that it is unused", () => {
    const forge = hub(["C"]);
    const own = site([forge], { silences: [silence({ name: "typo", node: ["NTU"] })] });
    const verdict = judgeHub(own, forge, [history("C", [nights()], RUNS)], NOON);
    assert.deepEqual(
      judgeSite(own, [verdict], NOON).findings.map(({ gist }) => gist),
      ["silence typo is unused"],
    );
  });
});

function gone(i: number): ItemHistory {
  const { item, backups } = nights();
  return { item, backups: backups.with(i, { ...backups[i]!, held: false, gone: NOON - DAY }) };
}
