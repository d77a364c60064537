import assert from "node:assert/strict";
import { appendFileSync, cpSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "node:test";
import { modulesOf, versionOf } from "../src/codeversion.ts";
import { scratch } from "./support/world.ts";

/** The code that makes a file of `out`: its drawing or text, and the judge's rules for the size bands in it. */
const ENTRIES = { plot: "plot/plot.ts", band: "judge/sizes/band.ts", data: "pages/data.ts" };

describe("the version of the code", () => {
  for (const [name, entry] of Object.entries(ENTRIES)) {
    it(`of ${name} changes if any file that it depends on does`, (t) => {
      const src = join(scratch(t), "src");
      cpSync(join(import.meta.dirname, "../src"), src, { recursive: true });
      const before = versionOf(join(src, entry));
      for (const file of modulesOf(join(src, entry))) {
        const text = readFileSync(file);
        appendFileSync(file, "// changed\n");
        assert.notEqual(versionOf(join(src, entry)), before, file);
        writeFileSync(file, text);
        assert.equal(versionOf(join(src, entry)), before, file);
      }
    });
  }

  it("includes indirect and dynamic imports, but no types", () => {
    const src = join(import.meta.dirname, "../src");
    const of = (entry: string) => [...modulesOf(join(src, entry))].map((file) => file.slice(src.length + 1));
    for (const file of ["plot/marks.ts", "plot/colours.ts", "plot/svg.ts", "units.ts", "time.ts"])
      assert.ok(of("plot/plot.ts").includes(file), file);
    for (const file of ["baseline", "period", "assessment", "frozen", "change"])
      assert.ok(of("judge/sizes/band.ts").includes(`judge/sizes/${file}.ts`), file);
    assert.ok(of("judge/sizes/band.ts").includes("statistics.ts"));
    assert.ok(!of("plot/plot.ts").includes("pages/index-page.ts"));
    assert.ok(of("cli.ts").includes("commands/run.ts"), "an import() is one");
  });
});
