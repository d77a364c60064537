import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { longestCopyDelay } from "../../../src/judge/rhythm/copy-delay.ts";
import { DAY, HOUR, MINUTE } from "../../../src/time.ts";
import { backup, NOON, visit } from "../../support/histories.ts";

/** Nightly backups, the last one at noon, each seen by the first visit after it had been under way for so long. */
function delay(count: number, underWay: (i: number) => number, visits = hourly(count)) {
  const backups = Array.from({ length: count }, (_, i) => {
    const at = NOON - (count - 1 - i) * DAY;
    const seen = visits.find((one) => one.outcome === "ok" && one.at >= at + underWay(i))?.at;
    return seen === undefined ? backup(at) : { ...backup(at), seen };
  });
  return longestCopyDelay(backups, visits) / MINUTE;
}

/** A visit at half past each hour, up to one day after the last backup. */
function hourly(days: number) {
  return Array.from({ length: 24 * (days + 1) }, (_, i) =>
    visit(NOON + DAY + 30 * MINUTE - (24 * (days + 1) - i) * HOUR),
  );
}

describe("the delay of a copy", () => {
  it("is how old copies were, at the most, at a visit that did not find them yet", () => {
    assert.equal(
      delay(10, (i) => (i === 4 ? 3 * HOUR : 2 * HOUR)),
      150,
    );
    assert.equal(
      delay(10, () => 40 * MINUTE),
      30,
    );
  });

  it("is nothing where each visit found what there was", () => {
    assert.equal(
      delay(10, () => 20 * MINUTE),
      0,
    );
    assert.equal(longestCopyDelay([], []), 0);
  });

  it("does not count visits that failed: these found nothing", () => {
    const visits = hourly(10).map((one) =>
      one.at % DAY === (NOON % DAY) + 90 * MINUTE ? visit(one.at, "unreachable") : one,
    );
    assert.equal(
      delay(10, () => 2 * HOUR, visits),
      30,
    );
  });

  it("is not stretched by an outage of the copying", () => {
    assert.equal(
      delay(30, (i) => (i === 20 ? 20 * HOUR : 2 * HOUR)),
      90,
    );
  });

  it("is that of the last sixty backups", () => {
    assert.equal(
      delay(70, (i) => (i === 10 ? 3 * HOUR : 2 * HOUR)),
      150,
    );
    assert.equal(
      delay(70, (i) => (i === 9 ? 3 * HOUR : 2 * HOUR)),
      90,
    );
  });

  it("is not known from what the predecessor saw", () => {
    const visits = hourly(4);
    const [old, seen] = [backup(NOON - DAY), { ...backup(NOON), seen: NOON + 90 * MINUTE }];
    assert.equal(longestCopyDelay([seen], visits) / MINUTE, 30);
    assert.equal(longestCopyDelay([{ ...seen, at: NOON - 2 * DAY, seen: NOON - DAY }, old, seen], visits) / MINUTE, 30);
  });
});
