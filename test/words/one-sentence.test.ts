// A verdict has the same sentence everywhere.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { before, describe, it } from "node:test";
import { check } from "../../src/commands/check.ts";
import { build } from "../../src/commands/build.ts";
import { transports } from "../../src/commands/transports.ts";
import type { SiteVerdict } from "../../src/model.ts";
import { DAY } from "../../src/time.ts";
import { concludeHub, concludeNode, concludeSite } from "../../src/words/conclusions.ts";
import { summarise } from "../../src/words/summary.ts";
import { RUN, smallSite } from "../support/small-site.ts";
import { scratch, world } from "../support/world.ts";

const cleanups: (() => void)[] = [];
const dir = scratch({ after: (fn) => cleanups.push(fn as () => void) });
const NOW = RUN + 2 * DAY;

describe("an overdue item", () => {
  const said = new Map<string, string>();
  let verdict: SiteVerdict;

  before(async () => {
    const small = smallSite(dir);
    await small.run(RUN);
    await small.run(NOW);
    const request = { configs: [small.config], hubs: [] };
    const built = await build(request, world(dir, NOW, transports));
    verdict = built.verdict;
    const { text } = await check(request, world(dir, NOW, transports), {});
    const explained = await check(request, world(dir, NOW, transports), { explain: "svn/main" });
    said.set("check", text).set("check --explain", explained.text);
    said.set("run", summarise(verdict, built.site).join("\n"));
    const files = ["index.html", "status.json", "forge/index.html", "forge/HERE.html", "forge/images.html"];
    const pictures = ["forge/HERE-30d.svg", "forge/HERE-all.svg", "forge/report.svg"];
    for (const file of [...files, ...pictures]) said.set(file, readFileSync(join(small.out, file), "utf8"));
  });

  const has = (place: string, sentence: string) =>
    assert.ok(said.get(place)!.includes(sentence), `${place}: ${sentence}`);

  it("has the same conclusion of the site on the index, for plugins and at a terminal", () => {
    for (const place of ["index.html", "check", "run"]) has(place, concludeSite(verdict));
  });

  it("has the same conclusion of its hub on the hub's pages and in the report", () => {
    for (const place of ["forge/index.html", "forge/images.html", "forge/report.svg"])
      has(place, concludeHub(verdict.hubs[0]!));
  });

  it("has the same conclusion of its node on the node's page, beside its images and in its plots", () => {
    const conclusion = concludeNode(verdict.hubs[0]!.nodes[0]!);
    for (const place of ["forge/HERE.html", "forge/images.html", "forge/HERE-30d.svg", "forge/HERE-all.svg"])
      has(place, conclusion);
  });

  it("has the same reason everywhere", () => {
    const { reason } = verdict.hubs[0]!.nodes[0]!.items[0]!.findings[0]!;
    assert.match(reason, /^nothing since /);
    const places = ["check", "check --explain", "run", "index.html", "status.json", "forge/index.html"];
    for (const place of [...places, "forge/HERE.html", "forge/HERE-30d.svg"]) has(place, reason);
  });
});
