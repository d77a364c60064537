import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { findUnseen } from "../../src/judge/unseen.ts";
import { DAY } from "../../src/time.ts";
import { history, NOON, series, visit } from "../support/histories.ts";

describe("the spans in which no visit succeeded", () => {
  const found = (...outcomes: string[]) => {
    const visits = outcomes.map((outcome, i) => visit(NOON + i * DAY, outcome === "ok" ? "ok" : "timeout"));
    const spans = findUnseen(history("C", [series("x", NOON, 3)], visits)).slice(1);
    return spans.map(({ from, to, why }) => `${(from - NOON) / DAY}-${(to - NOON) / DAY} ${why}`);
  };

  it("are from a good visit to the next one, or to the last failed one", () => {
    assert.deepEqual(found("ok", "no", "no", "ok", "ok", "no"), ["0-3 unreachable", "4-5 unreachable"]);
    assert.deepEqual(found("no", "no", "ok"), ["0-2 unreachable"]);
    assert.deepEqual(found("ok", "ok"), []);
    assert.deepEqual(found("no", "no"), ["0-1 unreachable"]);
  });

  it("begin with the time before the first visit, or before the oldest backup if that is older", () => {
    const first = (visits: number, oldest: number) =>
      findUnseen(history("C", [{ item: "y", backups: [] }, series("x", oldest, 1)], [visit(visits)]))[0];
    assert.deepEqual(first(NOON, NOON - DAY), { from: 0, to: NOON - DAY, why: "before first look" });
    assert.deepEqual(first(NOON, NOON + DAY), { from: 0, to: NOON, why: "before first look" });
    assert.deepEqual(findUnseen(history("C", [series("x", NOON, 1)], [])), []);
  });
});
