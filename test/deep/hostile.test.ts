// Names from a compromised node, in a real browser: on every page and in every picture they are text and nothing else.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { extname, join } from "node:path";
import { after, before, describe, it } from "node:test";
import { type Browser, chromium } from "playwright-core";
import { run } from "../../src/commands/run.ts";
import { CHROMIUM_ARGS, chromiumPath } from "../support/chromium.ts";
import { NOON } from "../support/histories.ts";
import { HOSTILE_NAMES, nodeWith } from "../support/hostile.ts";
import { skipWithout } from "../support/sshd.ts";
import { world } from "../support/world.ts";

const NODES = 14;
const PER_NODE = Math.ceil(HOSTILE_NAMES.length / NODES);
/** What a person may write into site.cnf. */
const TEXT = `"><img src=x onerror=alert(1)></title></text>{{x}}`;
const CSP = "default-src 'none'; img-src 'self'; style-src 'self' 'unsafe-inline'";
const TYPES: Record<string, string> = { ".html": "text/html", ".svg": "image/svg+xml", ".css": "text/css" };

/** The whole site of a hub whose items have these names; all else is the same. */
async function publish(dir: string, names: string[]): Promise<string[]> {
  const tags = Array.from({ length: NODES }, (_, i) => `<b>${i}`);
  const config = [
    `[SITE]\nout = out\ntimezone = UTC\ntitle = ${TEXT}\nfooter = ${TEXT}\n[HUB]\nZZ = ${tags.join(" ")}`,
    `[ZZ]\nsrvnode = forge\ntimezone = UTC\nmessage = ${TEXT}\nreporturl = http://example.org/?a=1&b="`,
  ];
  writeFileSync(join(dir, "site.cnf"), config.join("\n"));
  await run(
    { configs: [join(dir, "site.cnf")], hubs: [] },
    world(dir, NOON, () => {
      const ssh: ReturnType<typeof nodeWith> = (node, command, signal) => {
        const nth = tags.indexOf(node.node);
        return nodeWith(names.slice(nth * PER_NODE, (nth + 1) * PER_NODE), NOON)(node, command, signal);
      };
      return { ssh, local: ssh };
    }),
  );
  return readdirSync(join(dir, "out"), { recursive: true, encoding: "utf8" })
    .filter((file) => /\.(html|svg)$/.test(file))
    .sort();
}

describe(`${HOSTILE_NAMES.length} hostile names`, () => {
  let dirs: string[];
  let files: string[];

  before(async () => {
    dirs = ["hostile", "tame"].map((name) => mkdtempSync(join(tmpdir(), `scm-backup-monitor-${name}-`)));
    files = await publish(dirs[0]!, HOSTILE_NAMES);
    assert.deepEqual(
      await publish(
        dirs[1]!,
        HOSTILE_NAMES.map((_, i) => `item-${i}`),
      ),
      files,
    );
  });
  after(() => dirs.forEach((dir) => rmSync(dir, { recursive: true, force: true })));

  it("are enough, and most of them are shown", () => {
    assert.ok(HOSTILE_NAMES.length >= 500);
    const { hubs } = JSON.parse(readFileSync(join(dirs[0]!, "out/status.json"), "utf8")) as {
      hubs: { nodes: { items: unknown[] }[] }[];
    };
    const shown = hubs.flatMap(({ nodes }) => nodes.flatMap(({ items }) => items)).length;
    assert.ok(shown >= 500, `${shown} items`);
  });

  it("leave every picture well-formed XML", { skip: skipWithout("xmllint", "libxml2-utils") }, () => {
    const pictures = files.filter((file) => file.endsWith(".svg")).map((file) => join(dirs[0]!, "out", file));
    execFileSync("xmllint", ["--noout", "--nonet", ...pictures]);
  });

  describe("in Chromium", { skip: skipWithout("chromium", "chromium") }, () => {
    let browser: Browser;
    let server: Server;
    let origin: string;

    before(async () => {
      server = createServer(({ url }, response) => {
        const [, variant, ...path] = decodeURIComponent(new URL(url!, "http://x").pathname).split("/");
        const file = path.join("/");
        if (!files.includes(file) && file !== "style.css") return response.writeHead(404).end();
        const guarded = variant !== "unguarded";
        const text = readFileSync(join(dirs[variant === "tame" ? 1 : 0]!, "out", file), "utf8");
        response.setHeader("content-type", `${TYPES[extname(file)]!}; charset=utf-8`);
        if (guarded) response.setHeader("content-security-policy", CSP);
        return response.end(guarded ? text : text.replace(/<meta http-equiv="Content-Security-Policy"[^>]*>/, ""));
      });
      await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
      origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
      browser = await chromium.launch({ executablePath: chromiumPath()!, args: CHROMIUM_ARGS });
    });
    after(async () => {
      await browser.close();
      server.close();
    });

    /** What a browser has to say of each file, and the elements and attributes that it makes of it. */
    async function visit(variant: string) {
      const context = await browser.newContext();
      // What a name may do, a refresh or a dialog, must fail this test and not hold it up.
      context.setDefaultTimeout(20_000);
      // A picture that is opened has no page that could name an icon; then a browser asks for its own.
      await context.route("**/favicon.ico", (route) => route.fulfill({ status: 200, body: "" }));
      const page = await context.newPage();
      const complaints: string[] = [];
      const complain = (what: string) => complaints.push(`${page.url()}: ${what}`);
      page.on("console", (message) => complain(message.text()));
      page.on("pageerror", (error) => complain(error.message));
      page.on("dialog", (dialog) => {
        complain(`${dialog.type()} ${dialog.message()}`);
        dialog.dismiss().catch(() => undefined);
      });
      page.on("request", (request) => {
        if (!request.url().startsWith(`${origin}/${variant}/`) && !request.url().endsWith("/favicon.ico")) {
          complain(`asks for ${request.url()}`);
        }
      });
      const made: Record<string, string[]> = {};
      for (const file of files) {
        await page.goto(`${origin}/${variant}/${file.split("/").map(encodeURIComponent).join("/")}`);
        made[file] = await page.evaluate<string[]>(`[...new Set([...document.querySelectorAll("*")].flatMap((element) =>
          [element.localName, ...element.getAttributeNames().map((name) => element.localName + " " + name)]))].sort()`);
      }
      await context.close();
      return { complaints, made };
    }

    it(
      "make no dialog, no error, no request elsewhere and no element, with the policy and without",
      { timeout: 600_000 },
      async () => {
        const tame = await visit("tame");
        assert.deepEqual(tame.complaints, []);
        for (const variant of ["guarded", "unguarded"]) {
          const { complaints, made } = await visit(variant);
          assert.deepEqual(complaints, []);
          for (const file of files) {
            const known = new Set(tame.made[file]);
            const extra = made[file]!.filter((name) => !known.has(name));
            assert.deepEqual(extra, [], `${variant} ${file}`);
          }
        }
      },
    );
  });
});
