// The manual hangs together: its index names every page, its links lead somewhere, the commands that it prints exist.
import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, it } from "node:test";
import { page, PAGES, ROOT } from "./pages.ts";

const TEXTS = ["README.md", "CONTRIBUTING.md", "CHANGELOG.md", ...PAGES.map((name) => `docs/${name}`)];
const { version, engines, scripts } = JSON.parse(page("package.json")) as {
  version: string;
  engines: { node: string };
  scripts: Record<string, string>;
};

/** As GitHub makes the anchor of a heading. */
function anchor(heading: string): string {
  return heading
    .toLowerCase()
    .replace(/[^\w\s-]/g, "")
    .trim()
    .replace(/\s/g, "-");
}

function anchorsOf(path: string): string[] {
  return [...page(path).matchAll(/^#+ (.*)$/gm)].map(([, heading]) => anchor(heading!));
}

describe("the manual", () => {
  it("has an index that names each page once, and a README that leads to it", () => {
    const named = [...page("docs/README.md").matchAll(/^- \[.*?\]\((.*?)\): \S/gm)].map(([, name]) => name!);
    assert.deepEqual(named.toSorted(), PAGES.filter((name) => name !== "README.md").toSorted());
    assert.ok(page("README.md").includes("](docs/README.md)"));
  });

  for (const path of TEXTS) {
    it(`${path} has links that lead somewhere`, () => {
      for (const [, target] of page(path).matchAll(/\]\((?!https?:)(.*?)\)/g)) {
        const [file, place] = target!.split("#");
        const to = file === "" ? path : join(dirname(path), file!);
        assert.ok(existsSync(join(ROOT, to)), `${path}: ${target!}`);
        if (place) assert.ok(anchorsOf(to).includes(place), `${path}: ${target!}`);
      }
    });

    it(`${path} names no npm script that does not exist`, () => {
      for (const [, script] of page(path).matchAll(/npm run (?:--silent )?([\w:]+)/g))
        assert.ok(script! in scripts, `npm run ${script!}`);
    });
  }

  it("begins each page with what it is for", () => {
    for (const name of PAGES) assert.match(page(`docs/${name}`), /^# .+\n\n[A-Z].{40}/, name);
  });

  it("names the versions of Node that package.json allows", () => {
    const [oldest, next, newest] = engines.node.match(/\d+\.\d+(?=\.)/g)!;
    assert.ok(page("README.md").includes(`Node ${oldest} or newer (or ${next!}, or ${newest!.split(".")[0]!})`));
  });

  it("has a changelog of this version", () => {
    const [latest] = page("CHANGELOG.md").match(/^## .*$/m)!;
    assert.match(latest, new RegExp(`^## ${version.replaceAll(".", "\\.")}(, not yet released)?$`));
  });
});
