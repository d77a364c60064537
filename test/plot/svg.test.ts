// Elements that are reused from an earlier drawing.
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { append, NONE, openRoot, serialise } from "../../src/plot/svg.ts";
import { SITUATIONS } from "./situations.ts";

describe("a reused element", () => {
  it("shows no trace of the earlier drawing", async () => {
    const alone = new Map<string, string>();
    for (const [name, drawing] of Object.entries(SITUATIONS)) alone.set(name, await drawing.draw());
    for (const [name, drawing] of Object.entries(SITUATIONS).reverse()) {
      assert.equal(await drawing.draw(), alone.get(name), name);
      await SITUATIONS["hostile-30d"]!.draw();
    }
  });

  it("is printed as XMLSerializer prints it", async () => {
    const root = await openRoot("test", { class: "<&>" }, { width: 1.26, title: 'a"b\t\n\r' });
    append(root, "text", NONE, { x: -0.04 }, `<&>"'\u202e`);
    append(append(root, "g", NONE, NONE), "title", NONE, NONE, "]]>");
    const text = serialise(root);
    const { XMLSerializer } = root.element.ownerDocument.defaultView!;
    assert.equal(text.replace(/\n */g, ""), new XMLSerializer().serializeToString(root.element).replace(/\n */g, ""));
  });
});
