// Through nginx and Apache, with the configurations that we ship: what a reader is told, and that it is never half a page.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { once } from "node:events";
import { chmodSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { Agent, get, type IncomingHttpHeaders, type IncomingMessage, type OutgoingHttpHeaders } from "node:http";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { gunzipSync } from "node:zlib";
import { DARK_STYLE } from "../../src/plot/plot.ts";
import { unfilled } from "../../src/publish/filled.ts";
import { HOUR } from "../../src/time.ts";
import { RUN, smallSite, type SmallSite } from "../support/small-site.ts";
import { skipWithout } from "../support/sshd.ts";
import { SERVERS, startWebServer, type WebServer } from "../support/webserver.ts";
import { scratch } from "../support/world.ts";

const HASH = `'sha256-${createHash("sha256").update(DARK_STYLE).digest("base64")}'`;
const POLICY = `default-src 'none'; img-src 'self'; style-src 'self' ${HASH}`;

interface Reply {
  status: number;
  headers: IncomingHttpHeaders;
  body: Buffer;
}

for (const name of ["nginx", "Apache"] as const) {
  const { program, aptPackage } = SERVERS[name];
  describe(`through ${name}`, { skip: skipWithout(program, aptPackage) }, () => {
    let site: SmallSite;
    let server: WebServer;
    let agent: Agent;
    const cleanups: (() => void)[] = [];

    before(async () => {
      const dir = scratch({ after: (fn) => cleanups.push(fn as () => void) });
      chmodSync(dir, 0o755); // the servers' workers are no root
      site = smallSite(dir);
      await site.run(RUN);
      for (const file of ["feed.atom", "metrics.prom"]) writeFileSync(join(site.out, file), "x\n".repeat(1000));
      server = await startWebServer(name, site.out);
      agent = new Agent({ keepAlive: true, maxSockets: 16 });
    });
    after(async () => {
      agent.destroy();
      await server.stop();
      for (const cleanup of cleanups) cleanup();
    });

    async function ask(path: string, headers: OutgoingHttpHeaders = {}): Promise<Reply> {
      const request = get(server.url + path, { agent, headers });
      let response: IncomingMessage;
      try {
        [response] = (await once(request, "response")) as [IncomingMessage];
      } catch (error) {
        // The server closed the kept connection just when we used it again: no answer at all.
        if (!request.reusedSocket) throw error;
        return ask(path, headers);
      }
      const chunks: Buffer[] = [];
      for await (const chunk of response) chunks.push(chunk as Buffer);
      return { status: response.statusCode!, headers: response.headers, body: Buffer.concat(chunks) };
    }

    it("every file has its type", async () => {
      const types = {
        "": "text/html; charset=utf-8",
        "forge/": "text/html; charset=utf-8",
        "forge/HERE.html": "text/html; charset=utf-8",
        "style.css": "text/css; charset=utf-8",
        "forge/HERE.csv": "text/csv; charset=utf-8",
        "metrics.prom": "text/plain; charset=utf-8",
        "forge/HERE-30d.svg": "image/svg+xml",
        "favicon.svg": "image/svg+xml",
        "status.json": "application/json",
        "data/scm_backup_monitor_HERE.json": "application/json",
        "feed.atom": "application/atom+xml",
      };
      for (const [path, type] of Object.entries(types)) {
        const { status, headers } = await ask(path);
        assert.deepEqual([path, status, headers["content-type"]], [path, 200, type]);
      }
    });

    it("every file comes with the policy that lets the plots' own style in, and no other", async () => {
      for (const path of ["", "forge/HERE-30d.svg", "status.json"]) {
        const { headers } = await ask(path);
        assert.equal(headers["content-security-policy"], POLICY, path);
        assert.equal(headers["x-content-type-options"], "nosniff");
        assert.equal(headers["x-robots-tag"], "noindex");
        assert.equal(headers["cache-control"], "no-cache");
        assert.equal(headers.refresh, undefined);
      }
    });

    it("what begins with a dot is nobody's business", async () => {
      for (const path of [".manifest.json", ".lock", "forge/.scm-backup-monitor-1.tmp"]) {
        writeFileSync(join(site.out, "forge/.scm-backup-monitor-1.tmp"), "half a page");
        const { status, body } = await ask(path);
        assert.ok([403, 404].includes(status), `${path}: ${status}`);
        assert.ok(!body.includes("half a page") && !body.includes("fingerprint"));
      }
    });

    it("text is compressed for who can read that", async () => {
      for (const path of ["", "style.css", "forge/HERE-30d.svg", "forge/HERE.html"]) {
        const plain = await ask(path);
        const packed = await ask(path, { "accept-encoding": "gzip" });
        assert.equal(packed.headers["content-encoding"], "gzip", path);
        assert.match(packed.headers.vary!, /accept-encoding/i);
        assert.ok(gunzipSync(packed.body).equals(plain.body));
      }
    });

    for (const encoding of ["identity", "gzip"]) {
      it(`what a run left as it was is known to be what the reader has (${encoding})`, async () => {
        // Pages tell the time of the run.
        const files = readdirSync(site.out, { recursive: true, encoding: "utf8" }).filter(
          (path) => /\.(svg|css|csv)$|^data\/.*json$/.test(path) && !path.endsWith("report.svg"),
        );
        assert.equal(files.filter((path) => path.endsWith(".svg")).length, 6);
        const headers = { "accept-encoding": encoding };
        const had = new Map<string, string>();
        for (const path of files) had.set(path, (await ask(path, headers)).headers.etag!);
        await site.run(RUN + HOUR * (encoding === "gzip" ? 2 : 1));
        for (const path of files) {
          const { status, body } = await ask(path, { ...headers, "if-none-match": had.get(path)! });
          assert.equal(status, 304, path);
          assert.equal(body.length, 0);
        }
      });
    }

    /** What readers see in so many reads while another process writes five pages again and again. */
    async function readWhile(how: "published" | "in place" | "unlinked", step: number, reads: number) {
      const pages = join(site.out, "pages");
      mkdirSync(pages, { recursive: true });
      chmodSync(pages, 0o755);
      const writer = spawn(process.execPath, ["--input-type=module", "-e", WRITER, how, pages, String(step)], {
        stdio: ["ignore", "pipe", "inherit"],
      });
      const seen = { torn: 0, failed: 0, generations: new Set<string>() };
      try {
        await once(writer.stdout, "data");
        let left = reads;
        const reader = async () => {
          while (left-- > 0) {
            try {
              const { status, body } = await ask(`pages/${left % 5}.html`);
              if (status !== 200) seen.failed++;
              else if (!isWhole(body.toString(), step)) seen.torn++;
              else seen.generations.add(/^\d+/.exec(body.toString())![0]);
            } catch {
              seen.torn++; // cut off: the page became shorter while it was sent
            }
          }
        };
        await Promise.all(Array.from({ length: 16 }, reader));
      } finally {
        writer.kill("SIGKILL");
      }
      return seen;
    }

    it("10,000 reads while pages are published give no half page and no missing one", async (t) => {
      const { torn, failed, generations } = await readWhile("published", 10, 10_000);
      t.diagnostic(`${generations.size} generations seen`);
      assert.deepEqual({ torn, failed }, { torn: 0, failed: 0 });
      assert.ok(generations.size > 20);
    });

    // Apache asks for a file's length, and then opens it by its name. nginx opens it first.
    it("10,000 reads of pages that grow and shrink by blocks give no missing one, and through Apache few that it cut", async (t) => {
      const { torn, failed } = await readWhile("published", 1_000, 10_000);
      t.diagnostic(`${torn} of 10000 cut`);
      assert.equal(failed, 0);
      assert.ok(name === "nginx" ? torn === 0 : torn < 100);
    });

    it("the same reads see it when pages are written in place, or removed first", async (t) => {
      const inPlace = await readWhile("in place", 1_000, 2_000);
      const unlinked = await readWhile("unlinked", 1_000, 2_000);
      t.diagnostic(
        `in place: ${inPlace.torn} torn of 2000; unlinked: ${unlinked.failed} not 200, ${unlinked.torn} torn`,
      );
      assert.ok(inPlace.torn > 20);
      assert.ok(unlinked.failed > 0);
    });
  });
}

/** Each line says of which generation the page is, and how many lines there are follows from that. */
function isWhole(page: string, step: number): boolean {
  const line = page.slice(0, 9);
  return unfilled(page) === line.repeat(5_010 + (Number(line) % 7) * step);
}

const WRITER = `
  import { unlinkSync, writeFileSync } from "node:fs";
  import { join } from "node:path";
  import { openPublisher } from "${import.meta.dirname}/../../dist/publish/open.js";
  import { filled } from "${import.meta.dirname}/../../dist/publish/filled.js";
  const [how, folder, step] = process.argv.slice(1);
  for (let generation = 1; ; generation++) {
    const text = (String(generation).padStart(8, "0") + "\\n").repeat(5010 + (generation % 7) * step);
    const publisher = await openPublisher(folder);
    for (let page = 0; page < 5; page++) {
      const file = join(folder, page + ".html");
      if (how === "unlinked" && generation > 1) unlinkSync(file);
      if (how === "published") await publisher.write(page + ".html", filled(page + ".html", text));
      else writeFileSync(file, text);
    }
    if (how === "published") await publisher.finish(() => false);
    if (generation === 1) console.log("begun");
  }`;

describe("the configurations that we ship", () => {
  for (const file of ["nginx.conf", "apache.conf"]) {
    it(`${file} names the hash of what stands in the plots' <style>`, () => {
      const config = readFileSync(join(import.meta.dirname, "../../docs", file), "utf8");
      assert.ok(config.includes(`"${POLICY}"`), HASH);
      const golden = join(import.meta.dirname, "../golden/seed/out/cms02");
      for (const svg of ["C-30d.svg", "C-overview.svg", "report.svg"]) {
        const [, style] = /<style>([^]*?)<\/style>/.exec(readFileSync(join(golden, svg), "utf8"))!;
        assert.equal(style, DARK_STYLE, svg);
      }
    });
  }
});
