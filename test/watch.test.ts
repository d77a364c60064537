// A machine watches other sites by what they publish.
import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { after, before, describe, it } from "node:test";
import { watch } from "../src/commands/watch.ts";
import { statusJson } from "../src/pages/status-json.ts";
import type { SiteVerdict } from "../src/model.ts";
import { DAY, HOUR } from "../src/time.ts";
import { NOON } from "./support/histories.ts";
import { world } from "./support/world.ts";

const WELL: SiteVerdict = {
  asOf: NOON - HOUR,
  nextRun: NOON + 23 * HOUR,
  validUntil: NOON + DAY,
  status: "ok",
  findings: [],
  notes: [],
  hubs: [],
};
const json = (more: Partial<SiteVerdict> = {}) =>
  statusJson.text({ siteVerdict: { ...WELL, ...more }, generator: "test" });
const old = (hoursAgo: number, nights = 20) =>
  JSON.stringify({
    series: [
      { name: "OK", data: [[NOON, 1]] },
      {
        name: "svn/dybsvn",
        data: Array.from({ length: nights }, (_, i) => [NOON - hoursAgo * HOUR - (nights - 1 - i) * DAY, 1.5]),
      },
    ],
  });

const finding = (status: "warn" | "alarm", reason: string) => ({ check: "age" as const, status, reason, gist: "" });
const PAGES: Record<string, string> = {
  "/well/status.json": json(),
  "/stale.json": json({ validUntil: NOON - 1 }),
  "/ahead.json": json({ asOf: NOON + HOUR }),
  "/never.json": json({ validUntil: undefined, status: "unknown" }),
  "/alarm.json": json({
    status: "alarm",
    findings: [finding("warn", "a | bar"), finding("alarm", "\u001b[31mred\u202e")],
  }),
  "/silenced.json": json({
    findings: [{ ...finding("alarm", "known"), silenced: { reason: "a move", until: NOON + DAY } }],
  }),
  "/more.json": JSON.stringify({ ...(JSON.parse(json()) as object), later: { fields: true } }),
  "/newer.json": JSON.stringify({ ...(JSON.parse(json()) as object), format: 2 }),
  "/fresh-2012.json": old(2),
  "/late-2012.json": old(50),
  "/empty-2012.json": old(2, 0),
  "/page.html": "<!doctype html>",
};

describe("watch", () => {
  let server: Server;
  let origin: string;
  before(async () => {
    server = createServer(({ url }, response) => {
      const page = PAGES[url!];
      response.writeHead(page === undefined ? 404 : 200).end(page);
    });
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  after(() => server.close());

  async function watched(...paths: string[]): Promise<[exitCode: number, ...lines: string[]]> {
    const urls = paths.map((path) => (path.startsWith("/") ? origin + path : path));
    const { text, exitCode } = await watch(
      urls,
      world("/", NOON, () => {
        throw new Error("no ssh");
      }),
    );
    return [exitCode, ...text.replaceAll(origin, "").trimEnd().split("\n")];
  }

  it("prints one line if all is well; accepts a folder for its status.json; ignores unknown fields", async () => {
    const line = (url: string) => [0, `SCM BACKUP OK - ${url}: all is well|ok=1 warn=0 unknown=0 alarm=0`];
    assert.deepEqual(await watched("/well/"), line("/well/"));
    for (const url of ["/more.json", "/fresh-2012.json", "/silenced.json"])
      assert.deepEqual(await watched(url), line(url));
  });

  it("raises an alarm for a site that is no longer valid, whatever it says", async () => {
    const [exitCode, first, second] = await watched("/stale.json");
    assert.equal(exitCode, 2);
    assert.match(
      first!,
      /^SCM BACKUP ALARM - \/stale\.json: the monitor has stopped: its pages are as of Tue 24 Nov 2026, /,
    );
    assert.match(second!, /^alarm: \/stale\.json: the monitor has stopped: .* \(collection\)$/);
    assert.deepEqual((await watched("/ahead.json"))[0], 1);
    assert.deepEqual((await watched("/never.json"))[0], 3);
  });

  it("prints the findings of a site, escaped and with only one bar", async () => {
    const [exitCode, ...lines] = await watched("/alarm.json");
    assert.equal(exitCode, 2);
    assert.deepEqual(lines, [
      "SCM BACKUP ALARM - /alarm.json: site: \\x1b[31mred\\u{202e} (age)|ok=0 warn=0 unknown=0 alarm=1",
      "alarm: /alarm.json: site: \\x1b[31mred\\u{202e} (age)",
      "warn: /alarm.json: site: a / bar (age)",
    ]);
  });

  it("judges the 2012 program's JSON by the rhythm of its points", async () => {
    const [exitCode, , line] = await watched("/late-2012.json");
    assert.equal(exitCode, 2);
    assert.match(
      line!,
      /svn\/dybsvn: nothing since 22 Nov 10:00 UTC; due every 24 h ± 1 min \(learned from 20 backups\); due 23 Nov 10:00 UTC/,
    );
    assert.match((await watched("/empty-2012.json"))[2]!, /no tarball/);
  });

  it("is unknown and says why if a site cannot be judged, and judges the others", async () => {
    const [exitCode, first, ...lines] = await watched(
      ...["/well/", "/none.json", "/page.html", "/newer.json", "http://127.0.0.1:1/", "file:///etc/passwd"],
    );
    assert.equal(exitCode, 3);
    assert.equal(first, "SCM BACKUP UNKNOWN - Five of six sites need a look|ok=1 warn=0 unknown=5 alarm=0");
    const reasons = [
      /404 Not Found/,
      /not valid JSON/,
      /neither a status\.json/,
      /ECONNREFUSED|bad port/,
      /must start with http/,
    ];
    assert.equal(lines.length, reasons.length);
    for (const [i, reason] of reasons.entries()) assert.match(lines[i]!, reason);
  });
});
