// A plot inside another document looks the same and does not disturb other plots.
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

  it("has a prefix on every id, and wherever an id is used", () => {
    const text = inlined(picture(), "a-");
    assert.match(text, /aria-labelledby="a-title a-desc"/);
    assert.match(text, /<pattern id="a-hatch"/);
    assert.match(text, /fill="url\(#a-hatch\)"/);
  });

  it("keeps its texts, even those that look like an id", () => {
    const text = inlined(picture(` id="x" href="#y" url(#z)`), "a-");
    assert.ok(text.includes(` id="x" href="#y" url(#z)</title>`));
    assert.ok(text.includes(`id="title" url(#hatch)</desc>`));
  });
});

describe("a framed plot", () => {
  it("has the given place and width, and the height that follows", () => {
    const text = framed(picture("x", 960, 300), "a-", 28, 150, 480);
    assert.match(text, /^<svg x="28" y="150" width="480" height="150" class="plot" viewBox="0 0 960 300"/);
  });

  it("has the size of its viewBox", () => {
    assert.deepEqual(sizeOf(picture("x", 960, 300)), { width: 960, height: 300 });
  });
});
