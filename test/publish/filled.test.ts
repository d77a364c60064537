import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { filled, unfilled } from "../../src/publish/filled.ts";

describe("a page as it is published", () => {
  it("keeps its length if its text changes a little", () => {
    const page = (time: string) => filled("forge/index.html", `<p>as of ${time}: größer</p>\n`);
    assert.equal(Buffer.byteLength(page("9 Nov")), 4096);
    assert.equal(Buffer.byteLength(page("10 November")), 4096);
  });

  it("fills whole blocks, and can be read without the padding", () => {
    for (const length of [1, 4094, 4095, 4096, 4097, 8191, 10_000]) {
      const text = `${"x".repeat(length - 1)}\n`;
      const page = filled("status.json", text);
      assert.equal(Buffer.byteLength(page) % 4096, 0);
      assert.ok(Buffer.byteLength(page) - length < 4096);
      assert.equal(unfilled(page), text);
    }
  });

  it("is not padded if empty lines would matter", () => {
    for (const path of ["forge/SDU.csv", "style.css", "metrics.prom"]) assert.equal(filled(path, "a\n"), "a\n");
  });
});
