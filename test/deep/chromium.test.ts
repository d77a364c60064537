// What a browser makes of every page: nothing scrolls sideways, nothing is asked for elsewhere, nothing complains.
import assert from "node:assert/strict";
import { createReadStream, existsSync, readdirSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { extname, join } from "node:path";
import { after, before, describe, it } from "node:test";
import { type Browser, chromium } from "playwright-core";
import { CHROMIUM_ARGS, chromiumPath } from "../support/chromium.ts";
import { skipWithout } from "../support/sshd.ts";

const golden = join(import.meta.dirname, "../golden");
const pages = readdirSync(golden, { recursive: true, encoding: "utf8" }).filter((file) =>
  /\/out\/.*\.(html|svg)$/.test(file),
);
const TYPES: Record<string, string> = { ".html": "text/html", ".svg": "image/svg+xml", ".css": "text/css" };

describe("in Chromium", { skip: skipWithout("chromium", "chromium") }, () => {
  let server: Server;
  let browser: Browser;
  let origin: string;

  before(async () => {
    server = createServer(({ url }, response) => {
      const file = join(golden, decodeURIComponent(new URL(url!, "http://x").pathname));
      // Of the reports the expected sites hold the SVG alone, which is the same picture.
      if (file.endsWith("/report.png")) return response.end();
      if (!existsSync(file)) return response.writeHead(404).end();
      response.setHeader("content-type", `${TYPES[extname(file)] ?? "text/plain"}; charset=utf-8`);
      return createReadStream(file).pipe(response);
    });
    await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
    origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    browser = await chromium.launch({ executablePath: chromiumPath()!, args: CHROMIUM_ARGS });
  });
  after(async () => {
    await browser.close();
    server.close();
  });

  for (const [width, colorScheme] of [
    [390, "light"],
    [1280, "dark"],
  ] as const) {
    it(`every page and picture is quiet and fits ${width} px, ${colorScheme}`, async () => {
      const context = await browser.newContext({ viewport: { width, height: 800 }, colorScheme });
      // A picture that is opened has no page that could name an icon; then a browser asks for its own.
      await context.route("**/favicon.ico", (route) => route.fulfill({ status: 200, body: "" }));
      const page = await context.newPage();
      const complaints: string[] = [];
      page.on("console", (message) => complaints.push(`${page.url()} ${message.text()}`));
      page.on("pageerror", (error) => complaints.push(`${page.url()} ${error.message}`));
      page.on("dialog", (dialog) => complaints.push(`${page.url()} ${dialog.type()}`));
      page.on("response", (response) => {
        if (response.status() !== 200) complaints.push(`${response.status()} ${response.url()}`);
      });
      page.on("request", (request) => {
        if (!request.url().startsWith(origin)) complaints.push(`${page.url()} asks ${request.url()}`);
      });
      for (const file of pages) {
        await page.goto(`${origin}/${file}`);
        if (!file.endsWith(".html")) continue;
        const sideways = await page.evaluate("document.documentElement.scrollWidth > innerWidth");
        assert.equal(sideways, false, `${file} scrolls sideways`);
        for (const link of await page.locator("a[href]").all()) {
          const url = new URL((await link.getAttribute("href"))!, page.url());
          if (url.origin !== origin || url.pathname.endsWith("/report.png")) continue;
          const target = join(golden, decodeURIComponent(url.pathname));
          assert.ok(existsSync(target), `${file} links to ${url.pathname}`);
        }
      }
      await context.close();
      assert.deepEqual(complaints, []);
    });
  }
});
