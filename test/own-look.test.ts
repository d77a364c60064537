// What a site may change of its look, and what happens where that goes wrong.
import assert from "node:assert/strict";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, it, type TestContext } from "node:test";
import { unfilled } from "../src/publish/filled.ts";
import { run } from "../src/commands/run.ts";
import type { Transport } from "../src/model.ts";
import { DAY } from "../src/time.ts";
import { NOON } from "./support/histories.ts";
import { scratch, world } from "./support/world.ts";

const silent: Transport = async () => ({ outcome: "unreachable", reason: "no answer", stdout: Buffer.alloc(0) });

function siteIn(t: TestContext) {
  const dir = scratch(t);
  const keys = "footer = Ask Ann & Bob <3\nstyle = own.css\ntemplates = own";
  writeFileSync(
    join(dir, "site.cnf"),
    `[SITE]\nout = out\ntimezone = UTC\n${keys}\n[HUB]\nZZ = SDU\n[ZZ]\nsrvnode = forge\n`,
  );
  writeFileSync(join(dir, "own.css"), "h1 { color: teal }\n");
  mkdirSync(join(dir, "own"));
  return {
    own: (file: string, text: string) => writeFileSync(join(dir, file), text),
    page: (file: string) => readFileSync(join(dir, "out", file), "utf8"),
    runOn: (day: number) =>
      run(
        { configs: [join(dir, "site.cnf")], hubs: [] },
        world(dir, NOON + day * DAY, () => ({ ssh: silent, local: silent })),
      ),
  };
}

describe("a site's own look", () => {
  it("has its footer on every page, its style after ours, its templates for ours", async (t) => {
    const { own, page, runOn } = siteIn(t);
    own("own/mark.hbs", "({{status}})");
    await runOn(0);
    for (const file of ["index.html", "forge/index.html", "forge/SDU.html", "help.html"]) {
      assert.match(page(file), /<p>Ask Ann &amp; Bob &lt;3<\/p>/);
    }
    assert.match(page("style.css"), /^:root[^]*h1 \{ color: teal \}\n$/m);
    assert.match(page("index.html"), /\(unknown\)/);
  });

  it("that is broken costs no other page: the last good one stays, and it is said which file is wrong", async (t) => {
    const { own, page, runOn } = siteIn(t);
    await runOn(0);
    const before = page("forge/index.html");
    own("own/hub.hbs", "{{#each nodes}}");
    await assert.rejects(runOn(1), { code: 78, message: /own\/hub\.hbs: Parse error on line 1/ });
    assert.equal(page("forge/index.html"), before);
    assert.match(page("index.html"), /Wed 25 Nov 2026, 12:00/);
    own("own/hub.hbs", "mended\n");
    await runOn(2);
    assert.equal(unfilled(page("forge/index.html")), "mended\n");
  });
});
