// Links work whatever the names are.
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { href, hrefToFile } from "../../src/pages/links.ts";
import { site } from "../support/histories.ts";

describe("a link", () => {
  const base = "http://example.org/monitor/";
  const cases = [
    ["index.html", "cms02/index.html"],
    ["cms02/C.html", "index.html"],
    ["cms02/C.html", "cms02/index.html"],
    ["cms02/index.html", "data/scm_backup_monitor_Z9:229.json"],
    ["index.html", "javascript:alert(1)/index.html"],
    ["index.html", `a b?c#d%e"f/index.html`],
    [`a b?c#d%e"f/C.html`, "style.css"],
  ] as const;
  for (const [from, to] of cases) {
    it(`from ${from} reaches ${to}`, () => {
      const urlOf = (path: string) => new URL(path.split("/").map(encodeURIComponent).join("/"), base);
      const reached = new URL(href(from, to), urlOf(from));
      assert.equal(
        reached.href.replaceAll("%3A", ":"),
        `${base}${to.split("/").map(encodeURIComponent).join("/")}`.replaceAll("%3A", ":"),
      );
    });
  }

  it("is not taken for a scheme", () => {
    assert.match(href("index.html", "javascript:alert(1)"), /^\.\/javascript%3A/);
  });

  it("is not made for a file outside out", () => {
    const made = site([], { out: "/srv/out" });
    assert.equal(hrefToFile(made, "cms02/C.html", "/srv/out/data/x.json"), "../data/x.json");
    assert.equal(hrefToFile(made, "cms02/C.html", "/srv/data/x.json"), undefined);
  });
});
