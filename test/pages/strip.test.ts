// The night strip, bar by bar.
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { Night } from "../../src/model.ts";
import { addNights } from "../../src/words/nights.ts";
import { drawStrip } from "../../src/pages/strip.ts";
import { nights, node, ZONE } from "./made.ts";

const SIZE = { pitch: 7, height: 26 };

/** Top and bottom of each kind of bar in the newest night, which is at x = 203. */
function tonight(night: Partial<Night>, ...others: Partial<Night>[]) {
  const nodes = [night, ...others].map((of, i) => node(`N${i}`, [], { nights: nights({ 0: of }) }));
  const { bars, missed, unseen } = drawStrip(nodes, ZONE, SIZE);
  const at = (path: string) => {
    const [, top, bottom] = /M203(?:\.5)? ([\d.]+)H[\d.]+V([\d.]+)/.exec(path) ?? [];
    return top === undefined ? undefined : [Math.floor(Number(top)), Math.ceil(Number(bottom))];
  };
  return { bar: at(bars), missed: at(missed), unseen: at(unseen) };
}

describe("a bar of the night strip", () => {
  it("is full if every copy arrived", () => {
    assert.deepEqual(tonight({}), { bar: [0, 26], missed: undefined, unseen: undefined });
  });

  it("has the share that did not arrive outlined on top", () => {
    assert.deepEqual(tonight({ arrived: 3, missed: 3 }), { bar: [13, 26], missed: [0, 13], unseen: undefined });
    assert.deepEqual(tonight({ arrived: 0, missed: 6 }), { bar: undefined, missed: [0, 26], unseen: undefined });
  });

  it("shows even the smallest share", () => {
    assert.deepEqual(tonight({ arrived: 9999, missed: 1 }), { bar: [5, 26], missed: [0, 5], unseen: undefined });
  });

  it("is dashed without a good visit", () => {
    assert.deepEqual(tonight({ arrived: 0, looked: false }), { bar: undefined, missed: undefined, unseen: [0, 26] });
  });

  it("is half dashed if one of two nodes had no good visit", () => {
    const half = tonight({}, { arrived: 0, looked: false });
    assert.deepEqual(half, { bar: [13, 26], missed: undefined, unseen: [0, 13] });
  });

  it("is low if nothing was due", () => {
    assert.deepEqual(tonight({ arrived: 0 }), { bar: [24, 26], missed: undefined, unseen: undefined });
  });
});

describe("the nights of a hub", () => {
  it("are the sums of its nodes", () => {
    const added = addNights([node("A", []), node("B", [], { nights: nights({ 0: { missed: 2, looked: false } }) })]);
    assert.equal(added.length, 30);
    assert.deepEqual({ ...added.at(-1), day: 0 }, { day: 0, arrived: 12, missed: 2, unseen: 1, nodes: 2 });
  });

  it("are none without backups", () => {
    assert.equal(drawStrip([node("A", [], { nights: [] })], ZONE, SIZE).bars, "");
  });
});
