import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { costOf, type Fit, graceFor, greatestUsual, isRegular } from "../../../src/judge/rhythm/jitter.ts";
import { DAY, HOUR, MINUTE } from "../../../src/time.ts";

const fit = (more: Partial<Fit>): Fit => ({ spacingMs: DAY, spreadMs: 0, exceptions: 0, cost: 0, ...more });

describe("the grace", () => {
  it("is ten minutes plus twice the spread", () => {
    assert.equal(graceFor(fit({ spreadMs: 0 }), 100), 10 * MINUTE);
    assert.equal(graceFor(fit({ spreadMs: 30 * MINUTE }), 100), 10 * MINUTE + 60 * MINUTE * 1.02);
  });

  it("is longer when it was learned from few backups", () => {
    assert.equal(graceFor(fit({ spreadMs: 30 * MINUTE }), 5), 10 * MINUTE + 60 * MINUTE * 1.4);
  });

  it("is at most a quarter of the spacing, and at least ten minutes", () => {
    assert.equal(graceFor(fit({ spreadMs: 10 * HOUR }), 100), 6 * HOUR);
    assert.equal(graceFor(fit({ spreadMs: 5 * MINUTE, spacingMs: 20 * MINUTE }), 100), 10 * MINUTE);
  });
});

describe("a rule is believed", () => {
  it("up to a spread of a fifth of the spacing", () => {
    assert.ok(isRegular(fit({ spreadMs: DAY / 5 }), 32, 1));
    assert.ok(!isRegular(fit({ spreadMs: DAY / 5 + 1 }), 32, 1));
    assert.ok(isRegular(fit({ spreadMs: DAY / 5 }), 1000, 1));
    assert.ok(!isRegular(fit({ spreadMs: DAY / 5 + 1 }), 1000, 1));
  });

  it("with a smaller spread where it was learned from few backups, two of which each slot takes", () => {
    assert.ok(isRegular(fit({ spreadMs: DAY / 10 }), 17, 1));
    assert.ok(!isRegular(fit({ spreadMs: DAY / 10 + 1 }), 17, 1));
    assert.ok(isRegular(fit({ spreadMs: DAY / 10 }), 21, 3));
    assert.ok(!isRegular(fit({ spreadMs: DAY / 10 + 1 }), 21, 3));
  });

  it("always within five minutes", () => {
    assert.ok(isRegular(fit({ spreadMs: 5 * MINUTE }), 2, 1));
    assert.ok(!isRegular(fit({ spreadMs: 5 * MINUTE + 1 }), 2, 1));
  });

  it("unless more than every fourth backup is an exception; one always may be", () => {
    assert.ok(isRegular(fit({ exceptions: 8 }), 32, 1));
    assert.ok(!isRegular(fit({ exceptions: 9 }), 32, 1));
    assert.ok(isRegular(fit({ exceptions: 1 }), 3, 1));
    assert.ok(!isRegular(fit({ exceptions: 2 }), 5, 1));
  });
});

describe("the length of a description", () => {
  it("grows by the logarithm of the spread for each backup, and by 5 for each word", () => {
    assert.equal(costOf(10, 20 * MINUTE, 2), 10 * Math.log(20) + 10);
  });

  it("takes a spread below three minutes for three", () => {
    assert.equal(costOf(10, 0, 0), 10 * Math.log(3));
    assert.equal(costOf(10, 3 * MINUTE, 0), costOf(10, 0, 0));
  });
});

describe("the greatest usual value", () => {
  it("is the greatest, but for an outage of more than twice what is usual and an hour", () => {
    const nights = (longest: number) => [...Array.from({ length: 19 }, () => 24 * HOUR), longest];
    assert.equal(greatestUsual(nights(30 * HOUR)), 30 * HOUR);
    assert.equal(greatestUsual(nights(49 * HOUR)), 49 * HOUR);
    assert.equal(greatestUsual(nights(49 * HOUR + 1)), 24 * HOUR);
  });

  it("is 0 of nothing", () => {
    assert.equal(greatestUsual([]), 0);
  });
});
