// The pictures of the gallery are still the approved ones; kept are the hash, size and words of each.
// UPDATE=1 approves the present pictures. Look at them first: npm run gallery
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "node:test";
import { drawSituation } from "../support/gallery/draw.ts";
import { SITUATIONS } from "../support/gallery/situations.ts";
import { named } from "./read.ts";

const golden = join(import.meta.dirname, "../support/gallery/golden.json");
const MAX_BYTES = 150_000;

describe("the gallery", () => {
  const drawn: Record<string, object> = {};
  const approved = JSON.parse(readFileSync(golden, "utf8")) as Record<string, object>;

  for (const situation of SITUATIONS) {
    it(`looks as approved: ${situation.name}`, async () => {
      for (const { file, svg } of await drawSituation(situation)) {
        const [words] = named(svg, "desc");
        const hash = createHash("sha256").update(svg).digest("hex").slice(0, 16);
        drawn[file] = { hash, kB: Math.ceil(svg.length / 1000), words: words!.text };
        assert.ok(svg.length <= MAX_BYTES, `${file} has ${svg.length} bytes`);
        if (!process.env.UPDATE) assert.deepEqual(drawn[file], approved[file], `npm run gallery, look at ${file}`);
      }
    });
  }

  it("has no approval for a picture that no longer exists", () => {
    if (process.env.UPDATE) writeFileSync(golden, `${JSON.stringify(drawn, null, 2)}\n`);
    else assert.deepEqual(Object.keys(approved), Object.keys(drawn));
  });
});
