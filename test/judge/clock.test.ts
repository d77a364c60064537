import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { judgeHub } from "../../src/judge/judge.ts";
import type { Collection, ItemHistory } from "../../src/model.ts";
import { DAY, HOUR, MINUTE } from "../../src/time.ts";
import { history, hub, NOON, series, site, visit } from "../support/histories.ts";

const well = series("svn/main", NOON - HOUR, 30);

function judged(items: ItemHistory[], offsetMs = 0, more: Collection[] = []) {
  const collections = [{ ...visit(NOON - MINUTE), clockOffsetMs: offsetMs }, ...more];
  const forge = hub(["NORTH"]);
  const [node] = judgeHub(site([forge]), forge, [history("NORTH", items, collections)], NOON).nodes;
  const told = (findings: NonNullable<typeof node>["findings"]) =>
    findings.filter(({ check }) => check === "clock").map(({ status, reason }) => `${status}: ${reason}`);
  return { node: told(node!.findings), items: node!.items.map(({ findings }) => told(findings)), verdict: node! };
}

describe("a node's clock", () => {
  it("may be 5 minutes off; then it is a warning, and from an hour on an alarm", () => {
    assert.deepEqual(judged([well], 5 * MINUTE).node, []);
    assert.deepEqual(judged([well], -5 * MINUTE).node, []);
    assert.deepEqual(judged([well], -12 * MINUTE).node, [
      "warn: the node's clock is 12 min behind this machine's; one of them is wrong: run date -u on both",
    ]);
    assert.match(judged([well], 5 * MINUTE + 1).node[0]!, /^warn: the node's clock is 5 min ahead of this machine's;/);
    assert.match(judged([well], -HOUR - 1).node[0]!, /^alarm: the node's clock is 1 h behind/);
  });

  it("is as it was when somebody could look", () => {
    assert.match(judged([well], -12 * MINUTE, [visit(NOON, "unreachable")]).node[0]!, /12 min behind/);
  });
});

describe("a stamp in the future", () => {
  const ahead = (item: string, byMs: number) => series(item, NOON + byMs, 30);

  it("is never ok", () => {
    for (const byMs of [6 * MINUTE, 7 * HOUR, 300 * DAY]) {
      const { items, verdict } = judged([ahead("svn/main", byMs), well]);
      assert.match(items[0]![0]!, /^warn: stamped .*, in the future[,;] /);
      assert.notEqual(verdict.items[0]!.status, "ok");
    }
    assert.deepEqual(judged([ahead("svn/main", 5 * MINUTE)]).items, [[]]);
  });

  it("is not told again where the node's own clock is as much ahead", () => {
    assert.deepEqual(judged([ahead("svn/main", 11 * MINUTE)], 6 * MINUTE).items, [[]]);
    assert.equal(judged([ahead("svn/main", 12 * MINUTE)], 6 * MINUTE).items[0]!.length, 1);
  });

  it("of one item is its own clock's, of all of them it is the zone's", () => {
    const both = [ahead("db/x", 7 * HOUR), ahead("svn/main", 8 * HOUR)];
    const [first] = judged(both).items;
    assert.deepEqual(first, [
      "warn: stamped 24 Nov 19:00, in the future, like all recent backups on this node: the hub's timezone in site.cnf is probably wrong",
    ]);
    const [alone] = judged([ahead("db/x", 7 * HOUR), well]).items;
    assert.deepEqual(alone, ["warn: stamped 24 Nov 19:00, in the future; the clock that wrote the stamp is wrong"]);
    const [far] = judged([ahead("db/x", 300 * DAY)]).items;
    assert.match(far![0]!, /the clock that wrote the stamp is wrong$/);
  });
});
