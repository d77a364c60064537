import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { isAllFuture, withoutFuture } from "../../src/judge/future.ts";
import { DAY, HOUR, MINUTE } from "../../src/time.ts";
import { backup, NOON, series } from "../support/histories.ts";

describe("backups stamped in the future", () => {
  it("are those more than five minutes ahead of our clock, or of the node's if that is ahead", () => {
    const kept = (byMs: number, offsetMs?: number) =>
      withoutFuture([backup(NOON), backup(NOON + byMs)], NOON, offsetMs).length;
    assert.deepEqual([kept(5 * MINUTE), kept(5 * MINUTE + 1)], [2, 1]);
    assert.deepEqual([kept(HOUR + 5 * MINUTE, HOUR), kept(HOUR + 5 * MINUTE + 1, HOUR)], [2, 1]);
    assert.equal(kept(5 * MINUTE, -HOUR), 2);
    assert.deepEqual(withoutFuture([backup(NOON + DAY)], NOON), []);
  });

  it("are all there is where each item of the last day has one", () => {
    const [now, old, future] = [series("a", NOON, 3), series("b", NOON - 2 * DAY, 3), series("c", NOON + HOUR, 3)];
    assert.ok(isAllFuture([future], NOON));
    assert.ok(isAllFuture([future, old], NOON));
    assert.ok(!isAllFuture([future, now], NOON));
    assert.ok(!isAllFuture([old], NOON));
    assert.ok(!isAllFuture([], NOON));
    const purged = { ...now, backups: now.backups.map((one) => ({ ...one, held: false })) };
    assert.ok(isAllFuture([future, purged], NOON));
  });
});
