// Once a wrong layout is corrected, no trace of it is left.
import assert from "node:assert/strict";
import { mkdirSync, rmSync, truncateSync, utimesSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, it, type TestContext } from "node:test";
import { check } from "../src/commands/check.ts";
import { collectCommand } from "../src/commands/collect.ts";
import { transports } from "../src/commands/transports.ts";
import { DAY, HOUR, stampOf } from "../src/time.ts";
import { scratch, world } from "./support/world.ts";

/** The night of the first backup. */
const FIRST = Date.UTC(2026, 10, 1, 20);
/** The layout was right for five nights or none, wrong for two, then right again. */
const [RIGHT, WRONG_UNTIL, NIGHTS] = [5, 7, 10];
const COLLECTION_RETENTION_MS = 3;
const ITEMS = ["svn/main", "svn/old"];

/** A node that keeps three nights and is visited each morning. */
function aSite(context: TestContext) {
  const dir = scratch(context);
  const path = (item: string, night: number) => {
    const stamp = stampOf(FIRST + night * DAY, "UTC").replace(/(\d+)-(\d+)-(\d+)T(\d+):(\d+):(\d+)/, "$1/$2/$3/$4$5$6");
    return join(dir, "backup/forge", item, stamp, "x.tar.gz");
  };
  const other = join(dir, "backup/other/web/www/2026/11/01/200000/x.tar.gz");
  mkdirSync(dirname(other), { recursive: true });
  writeFileSync(other, "x");
  const configure = (...keys: string[]) => {
    const hub = ["[FORGE]", "srvnode = forge", "timezone = UTC", ...keys];
    if (!keys.some((key) => key.startsWith("root"))) hub.push(`root = ${dir}/backup/forge`);
    const lines = [
      "[SITE]",
      "timezone = UTC",
      "[HUB]",
      "FORGE = HERE",
      ...hub,
      "[HERE]",
      "transport = local",
      "shell = sh -c",
    ];
    writeFileSync(join(dir, "site.cnf"), [...lines, ""].join("\n"));
  };
  const morning = (night: number) => FIRST + night * DAY + 9 * HOUR;
  /** Lets nights pass, each with its backups, purge and visit. */
  const pass = async (from: number, to: number, items = ITEMS) => {
    for (let night = from; night < to; night++) {
      for (const item of items) {
        const file = path(item, night);
        mkdirSync(dirname(file), { recursive: true });
        writeFileSync(file, "");
        truncateSync(file, 2e6 + night);
        writeFileSync(`${file}.log`, "all is well\n");
        for (const each of [file, `${file}.log`])
          utimesSync(each, FIRST / 1000 + night * 86_400, FIRST / 1000 + night * 86_400);
        rmSync(dirname(path(item, night - COLLECTION_RETENTION_MS)), { recursive: true, force: true });
      }
      await collectCommand({ configs: ["site.cnf"], hubs: [] }, world(dir, morning(night), transports));
    }
  };
  const verdictAt = async (night: number) => {
    const here = world(dir, morning(night), transports);
    const { text } = await check({ configs: ["site.cnf"], hubs: [] }, here, { json: true });
    return JSON.parse(text) as Verdict;
  };
  return { dir, path, configure, pass, verdictAt };
}

interface Verdict {
  hubs: { nodes: (Judged & { items: (Judged & { item: string })[] })[] }[];
}

interface Judged {
  findings: { check: string; reason: string }[];
}

/** The findings on the node, except on its clock, which the test does not set; and its items. */
function toldOf({ hubs }: Verdict): string[] {
  const [{ findings, items }] = hubs[0]!.nodes as [Verdict["hubs"][0]["nodes"][0]];
  const node = findings.filter(({ check }) => check !== "clock").map(({ reason }) => reason);
  return [...node, ...items.map((each) => [each.item, ...each.findings.map(({ reason }) => reason)].join(": "))];
}

const WRONG: Record<string, string> = {
  "stamp = mtime": "stamp = mtime",
  "a stamp of days": "stamp = /%Y/%m/%d/",
  "a pattern that nothing fits": "pattern = *.zst",
  "a pattern that fits too much": "pattern = *",
  "a root too high": "root = ROOT/backup",
  "another server's root": "root = ROOT/backup/other",
};

describe("a wrong layout", () => {
  async function correct(site: ReturnType<typeof aSite>, key: string, right: number): Promise<void> {
    site.configure();
    await site.pass(0, right);
    site.configure(key.replace("ROOT", site.dir));
    await site.pass(right, WRONG_UNTIL);
    site.configure();
    await site.pass(WRONG_UNTIL, NIGHTS);
  }

  for (const [what, key] of Object.entries(WRONG)) {
    it(`leaves no finding after it is corrected: ${what}`, async (t) => {
      const site = aSite(t);
      await correct(site, key, RIGHT);
      assert.deepEqual(toldOf(await site.verdictAt(NIGHTS - 1)), ITEMS);
    });
  }

  it("leaves none if it was the first one", async (t) => {
    const site = aSite(t);
    await correct(site, "stamp = mtime", 0);
    assert.deepEqual(toldOf(await site.verdictAt(NIGHTS - 1)), ITEMS);
  });

  it("shows its own items as of its time", async (t) => {
    const site = aSite(t);
    await correct(site, "stamp = mtime", RIGHT);
    const told = toldOf(await site.verdictAt(WRONG_UNTIL - 1)).map((line) => line.replace(/:.*/, ""));
    assert.ok(told.includes("svn/main/2026/11/07/200000"), told.join("\n"));
    assert.deepEqual(toldOf(await site.verdictAt(RIGHT - 1)), ITEMS);
  });

  it("does not end the alarm of an item that is really gone", async (t) => {
    const site = aSite(t);
    site.configure();
    await site.pass(0, RIGHT);
    rmSync(join(site.dir, "backup/forge/svn/old"), { recursive: true });
    for (let night = RIGHT; night < NIGHTS; night++) {
      site.configure(
        ...(night === RIGHT + 1 ? ["stamp = /%Y/%m/%d/"] : night > RIGHT + 1 ? ["pattern = *.gz *.zst"] : []),
      );
      await site.pass(night, night + 1, ["svn/main"]);
    }
    assert.match(toldOf(await site.verdictAt(NIGHTS - 1)).join("\n"), /^svn\/main\nsvn\/old: nothing is left/m);
  });
});
