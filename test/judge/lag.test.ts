import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { copySetsOf } from "../../src/judge/copy-sets.ts";
import { firstSeen, usualLag } from "../../src/judge/lag.ts";
import type { Backup } from "../../src/model.ts";
import { DAY, HOUR } from "../../src/time.ts";
import { backup, NOON } from "../support/histories.ts";

describe("the lag of a node", () => {
  /** The n-th backup is first seen there at once, and here so many hours later. */
  function lag(hours: number[], here = hours.length) {
    const seen = (i: number, later: number) => ({ ...backup(NOON + i * DAY), seen: NOON + i * DAY + later * HOUR });
    const there = hours.map((_, i) => seen(i, 0));
    const own = hours.slice(0, here).map((late, i) => seen(i, late));
    const sets = copySetsOf([
      { node: "C", backups: there, arriving: false },
      { node: "SDU", backups: own, arriving: false },
    ]);
    const found = usualLag(sets, own, "SDU");
    return found === undefined ? undefined : found / HOUR;
  }

  it("is the 0.95 quantile of how much later than elsewhere copies were seen here", () => {
    assert.equal(lag([1, 1, 1, 1, 1]), 1);
    assert.equal(lag([0, 10, 20, 30, 40, 50, 60, 70, 80, 90, 100]), 95);
  });

  it("is not known from fewer than five", () => {
    assert.equal(lag([1, 1, 1, 1]), undefined);
    assert.equal(lag([1, 1, 1, 1, 1], 4), undefined);
    assert.equal(lag([1, 1, 1, 1, 1, 1], 5), 1);
  });

  it("is none where the node was first", () => {
    assert.equal(lag([-1, -1, -1, -1, -1]), 0);
  });

  it("ends with a newer copy, where a node gets only some", () => {
    const all = Array.from({ length: 12 }, (_, i) => ({ ...backup(NOON + i * HOUR), seen: NOON + i * HOUR }));
    const some = all.filter((_, i) => i % 2 === 1);
    const sets = copySetsOf([
      { node: "C", backups: all, arriving: false },
      { node: "SDU", backups: some, arriving: false },
    ]);
    assert.equal(usualLag(sets, some, "SDU")! / HOUR, 1);
  });

  it("is not told by what the predecessor saw: it did not record when", () => {
    const [old, seen] = [backup(NOON), { ...backup(NOON), seen: NOON + HOUR }];
    const set = (...copies: Backup[]) => ({
      at: NOON,
      copies: copies.map((one, i) => ({ node: `${i}`, backup: one })),
    });
    assert.equal(firstSeen(set(seen, { ...seen, seen: NOON })), NOON);
    assert.equal(firstSeen(set(seen, old)), undefined);
    assert.equal(firstSeen(set()), undefined);
  });
});
