import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { brokenSince, regularSince } from "../../../src/judge/rhythm/cusum.ts";

/** `x` is a backup that breaks the rule. */
const read = (pattern: string) => Uint8Array.from(pattern, (one) => (one === "x" ? 1 : 0));
const kept = (count: number) => ".".repeat(count);

describe("a rule is kept", () => {
  const since = (pattern: string) => regularSince(read(pattern));

  it("from the first backup on where nothing or little breaks it", () => {
    assert.equal(since(kept(30)), 0);
    assert.equal(since(`${kept(10)}x${kept(10)}x${kept(10)}`), 0);
  });

  it("from where it was no longer broken four times in a row", () => {
    assert.equal(since(`${kept(10)}xxx${kept(10)}`), 0);
    assert.equal(since(`${kept(10)}xxxx${kept(10)}`), 14);
    assert.equal(since(`xxxx${kept(10)}xxxx${kept(10)}`), 18);
  });

  it("from where it was no longer broken every other time, or seven times in 25", () => {
    assert.equal(since(`${kept(10)}x.x.x.x.x${kept(10)}`), 19);
    assert.equal(since(`${kept(10)}x...x...x...x...x...x${kept(10)}`), 0);
    assert.equal(since(`${kept(10)}x...x...x...x...x...x...x${kept(10)}`), 35);
    assert.equal(since(`${kept(10)}x.......x.......x.......x.......x${kept(10)}`), 0);
  });

  it("not before the newest where that is the fourth to break it", () => {
    assert.equal(since(`${kept(10)}xxxx`), 13);
  });
});

describe("a rule is broken", () => {
  const since = (pattern: string) => brokenSince(read(pattern));

  it("from the first of five backups on that all break it", () => {
    assert.equal(since(`${kept(10)}xxxxx`), 10);
    assert.equal(since(`${kept(10)}xxxx`), undefined);
    assert.equal(since(kept(15)), undefined);
  });

  it("by four of the last five, of which the first and the last break it", () => {
    assert.equal(since(`${kept(10)}x.xxx`), 10);
    assert.equal(since(`${kept(10)}x..xx`), undefined);
  });

  it("until more keep it than break it", () => {
    assert.equal(since(`${kept(10)}xxxxx${kept(5)}`), 10);
    assert.equal(since(`${kept(10)}xxxxx${kept(9)}`), undefined);
  });

  it("by the last sixty backups at the most", () => {
    assert.equal(since(`${kept(10)}${"x".repeat(60)}`), 10);
    assert.equal(since(`${kept(10)}${"x".repeat(61)}`), 11);
  });
});
