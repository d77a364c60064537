// A plot inside another document keeps its picture and loses what would disturb the others.
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { framed, inlined, sizeOf } from "../../src/pages/picture.ts";
import { picture } from "./made.ts";

describe("an inlined plot", () => {
  it("has no prolog and no style", () => {
    const text = inlined(`<?xml version="1.0"?>\n${picture()}`, "a-");
    assert.match(text, /^<svg /);
    assert.doesNotMatch(text, /<style/);
  });

  it("has ids of its own, also where they are used", () => {
    const text = inlined(picture(), "a-");
    assert.match(text, /aria-labelledby="a-title a-desc"/);
    assert.match(text, /<pattern id="a-hatch"/);
    assert.match(text, /fill="url\(#a-hatch\)"/);
  });

  it("keeps every word, also one that looks like an id", () => {
    const text = inlined(picture(` id="x" href="#y" url(#z)`), "a-");
    assert.ok(text.includes(` id="x" href="#y" url(#z)</title>`));
    assert.ok(text.includes(`id="title" url(#hatch)</desc>`));
  });
});

describe("a framed plot", () => {
  it("stands where it is put, as wide as it is told and as high as that makes it", () => {
    const text = framed(picture("x", 960, 300), "a-", 28, 150, 480);
    assert.match(text, /^<svg x="28" y="150" width="480" height="150" class="plot" viewBox="0 0 960 300"/);
  });

  it("is as large as its viewBox says", () => {
    assert.deepEqual(sizeOf(picture("x", 960, 300)), { width: 960, height: 300 });
  });
});
