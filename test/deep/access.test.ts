// Can everybody use every page: with a screen reader, a keyboard, twice the size, on paper?
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { type Browser, type BrowserContextOptions, chromium, type Page } from "playwright-core";
import { CHROMIUM_ARGS, chromiumPath } from "../support/chromium.ts";
import { skipWithout } from "../support/sshd.ts";

const golden = join(import.meta.dirname, "../golden");
const pages = readdirSync(golden, { recursive: true, encoding: "utf8" }).filter((file) =>
  /\/out\/.*\.html$/.test(file),
);
const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

interface Violation {
  id: string;
  nodes: { html: string; failureSummary: string }[];
}

describe("every page", { skip: skipWithout("chromium", "chromium") }, () => {
  let browser: Browser;
  before(async () => {
    browser = await chromium.launch({ executablePath: chromiumPath()!, args: CHROMIUM_ARGS });
  });
  after(() => browser.close());

  async function onEach(options: BrowserContextOptions, look: (page: Page, file: string) => Promise<void>) {
    const context = await browser.newContext(options);
    const page = await context.newPage();
    for (const file of pages) {
      await page.goto(`file://${join(golden, file)}`);
      await look(page, file);
    }
    await context.close();
  }

  for (const colorScheme of ["light", "dark"] as const) {
    it(`has nothing that axe objects to, ${colorScheme}`, () =>
      // The pages' own policy lets no script in, ours neither.
      onEach({ colorScheme, bypassCSP: true, viewport: { width: 1280, height: 800 } }, async (page, file) => {
        await page.evaluate("for (const details of document.querySelectorAll('details')) details.open = true");
        await page.evaluate(axe);
        const violations = await page.evaluate<Violation[]>("axe.run().then(({ violations }) => violations)");
        const told = violations.map(({ id, nodes }) => `${id}: ${nodes[0]!.html}: ${nodes[0]!.failureSummary}`);
        assert.deepEqual(told, [], file);
      }));
  }

  it("is reached whole by the keyboard: each link and fold in turn, seen where it is", () =>
    onEach({ viewport: { width: 1280, height: 800 } }, async (page, file) => {
      const count = await page.evaluate<number>("document.querySelectorAll('a[href], summary').length");
      const reached = new Set<number>();
      for (let i = 0; i < count; i++) {
        await page.keyboard.press("Tab");
        const [nth, outline] = await page.evaluate<[number, string]>(`[
          [...document.querySelectorAll("a[href], summary")].indexOf(document.activeElement),
          getComputedStyle(document.activeElement).outlineStyle]`);
        assert.notEqual(outline, "none", `${file}: nobody sees where the focus is at ${nth}`);
        reached.add(nth);
      }
      const folded = await page.evaluate<number>("document.querySelectorAll('details:not([open]) a[href]').length");
      assert.equal(reached.size, count - folded, file);
    }));

  it("opens its folds by the keyboard", () =>
    onEach({}, async (page, file) => {
      for (const summary of await page.locator("summary").all()) {
        await summary.focus();
        await page.keyboard.press("Enter");
      }
      assert.equal(await page.locator("details:not([open])").count(), 0, file);
    }));

  it("scrolls only downwards at twice the size", () =>
    onEach({ viewport: { width: 640, height: 400 }, deviceScaleFactor: 2 }, async (page, file) => {
      assert.equal(await page.evaluate("document.documentElement.scrollWidth > innerWidth"), false, file);
    }));
});
