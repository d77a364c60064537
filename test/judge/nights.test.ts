import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { countNights } from "../../src/judge/nights.ts";
import type { ItemVerdict } from "../../src/model.ts";
import { DAY, HOUR } from "../../src/time.ts";
import { backup } from "../support/histories.ts";

describe("the last thirty nights", () => {
  const end = Date.UTC(2026, 10, 25);
  const verdict = (missed: number[]) => ({ rhythm: { missed } }) as ItemVerdict;
  const told = (backups: number[], missed: number[], unseen: { from: number; to: number }[] = []) => {
    const spans = unseen.map((span) => ({ ...span, why: "unreachable" as const }));
    const items = [{ item: "x", backups: backups.map((at) => backup(at)) }];
    return countNights(items, [verdict(missed)], spans, end, "UTC");
  };
  const short = (nights: ReturnType<typeof told>) =>
    nights.slice(-3).map(({ arrived, missed, looked }) => `${arrived} ${missed}${looked ? "" : " ?"}`);

  it("begin and end at midnight", () => {
    const nights = told([end - DAY - 1, end - DAY, end - 1, end], []);
    assert.equal(nights.length, 30);
    assert.deepEqual(short(nights), ["0 0", "1 0", "2 0"]);
    assert.equal(nights[0]!.day, end - 30 * DAY);
    const oldest = told([end - 30 * DAY - 1, end - 30 * DAY, end - 29 * DAY], []);
    assert.deepEqual([oldest[0]!.arrived, oldest[1]!.arrived], [1, 1]);
  });

  it("count what was missed", () => {
    assert.deepEqual(short(told([], [end - 2 * DAY, end - HOUR])), ["0 0", "0 1", "0 1"]);
  });

  it("were not looked at where nothing is known and no visit succeeded for a part of them", () => {
    const away = [{ from: end - 2 * DAY, to: end - DAY }];
    assert.deepEqual(short(told([], [], away)), ["0 0", "0 0 ?", "0 0"]);
    assert.deepEqual(short(told([end - 2 * DAY], [], away)), ["0 0", "1 0", "0 0"]);
    assert.deepEqual(short(told([], [end - 2 * DAY], away)), ["0 0", "0 1", "0 0"]);
    assert.deepEqual(short(told([], [], [{ from: end - DAY - 1, to: end - DAY + 1 }])), ["0 0", "0 0 ?", "0 0 ?"]);
  });
});
