import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { fit, widthOf } from "../../src/plot/measure.ts";

const FACE = { "font-size": 12, "font-weight": "bold" };

describe("a text that does not fit", () => {
  it("loses its middle, if it is a name", () => {
    assert.equal(fit("svn/dybsvn", 100, FACE), "svn/dybsvn");
    assert.equal(fit("repos/a-rather-long-name-2026", 100, FACE), "repos/…-2026");
  });

  it("is cut between words, never within a number", () => {
    assert.equal(fit("1.32 GB here, 1.34 GB on IHEP", 130, FACE, true), "1.32 GB here, …");
  });

  it("always fits when shortened", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 200 }), fc.integer({ min: 15, max: 200 }), (text, room) => {
        const short = fit(text, room, FACE);
        assert.ok(widthOf(short, FACE) <= room);
        assert.ok(short === text || short.includes("…"));
      }),
    );
  });

  it("is measured as wide as DejaVu Sans, or a little wider", () => {
    // The lower bounds are as Chromium measures them.
    const regular = widthOf("every 24 h", { "font-size": 11 });
    assert.ok(regular >= 59.04 && regular < 63, String(regular));
    const bold = widthOf("svn/dybsvn", FACE);
    assert.ok(bold >= 76.4 && bold < 77.5, String(bold));
  });
});
