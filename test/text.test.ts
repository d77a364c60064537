import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { bytesOf, raw, visible } from "../src/text.ts";

describe("text from a node", () => {
  it("can be turned back into its bytes, whatever they are", () => {
    fc.assert(fc.property(fc.uint8Array(), (bytes) => bytesOf(raw(bytes)).equals(Buffer.from(bytes))));
  });

  it("is unchanged if it has no unsafe characters", () => {
    for (const text of ["repos/env", "ünïcödé", "备份", "שלום", "a\\b", "🙂", "<script>"]) {
      assert.equal(visible(raw(Buffer.from(text))), text);
    }
  });

  it("has characters escaped that could affect a terminal, a page or a reader", () => {
    assert.equal(visible("a\x1b[31m\n\x00\x7f"), "a\\x1b[31m\\x0a\\x00\\x7f");
    assert.equal(
      visible("x\u202egzt.\u2066\u200f\u2028\ufeff\u0085"),
      "x\\u{202e}gzt.\\u{2066}\\u{200f}\\u{2028}\\u{feff}\\u{85}",
    );
    assert.equal(visible(raw(Buffer.from([0x61, 0xff, 0xfe]))), "a\\xff\\xfe");
    assert.equal(visible("\uffff\ud800"), "\\u{ffff}\\u{d800}");
  });

  it("never makes two names look the same", () => {
    const bytes = fc.uint8Array({ max: 0xff, maxLength: 6 });
    const tricky = fc.stringMatching(/^[\\xu{}0-9a-f\x1b\x85]{0,8}$/).map((text) => new TextEncoder().encode(text));
    const name = fc.oneof(bytes, tricky);
    fc.assert(
      fc.property(name, name, (a, b) => {
        const same = Buffer.from(a).equals(Buffer.from(b));
        assert.equal(visible(raw(a)) === visible(raw(b)), same);
      }),
      { numRuns: 2000 },
    );
  });

  it("is well-formed XML text once escaped", () => {
    // XML 1.0, 2.2: Char
    const forbidden = /[^\x20-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/u;
    fc.assert(fc.property(fc.uint8Array(), (bytes) => !forbidden.test(visible(raw(bytes)))));
  });
});
