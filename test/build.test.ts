// What a build makes, what it leaves alone, and the reasons that it prints.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { before, describe, it } from "node:test";
import { build } from "../src/commands/build.ts";
import { openStore } from "../src/store/open.ts";
import { DAY, HOUR } from "../src/time.ts";
import { scratch, world } from "./support/world.ts";
import { nov, tarball, visit } from "./store/visits.ts";

const OWNER = { hub: "WW", srvnode: "cms02", timezone: "UTC", nodes: ["C", "H1"] };
const NOW = nov(24);
const DRAWN = ["-30d", "-90d", "-1y", "-all", "-overview"].map((name) => `cms02/C${name}.svg`);

const isJsdomLoaded = () => Object.keys(createRequire(import.meta.url).cache).some((file) => file.includes("/jsdom/"));

describe("a build", () => {
  const cleanups: (() => void)[] = [];
  const dir = scratch({ after: (fn) => cleanups.push(fn as () => void) });
  const at = (now: number) =>
    build(
      { configs: ["site.cnf"], hubs: [] },
      world(dir, now, () => assert.fail("asked")),
    );
  /** What was done with each file. */
  const byFile = (log: string[]) => new Map(log.map((line) => line.split(/ {2,}/) as [string, string]));
  const explained = async (now = NOW) => byFile((await at(now)).log);
  /** All published files, with inode and time: one of them changes if a file is replaced or touched. */
  const files = () => {
    const all = readdirSync(join(dir, "out"), { recursive: true, withFileTypes: true });
    const shown = all.filter((entry) => entry.isFile() && !entry.name.startsWith("."));
    const paths = shown.map(({ parentPath, name }) => join(parentPath, name).slice(dir.length + "/out/".length));
    return new Map(
      paths.map((path) => {
        const { ino, mtimeNs } = statSync(join(dir, "out", path), { bigint: true });
        return [path, `${ino} ${mtimeNs}`];
      }),
    );
  };
  const touched = (earlier: Map<string, string>) =>
    [...files()].flatMap(([file, now]) => (/\.svg$/.test(file) && earlier.get(file) !== now ? [file] : [])).sort();

  before(async () => {
    writeFileSync(
      join(dir, "site.cnf"),
      "[SITE]\ntimezone = UTC\n[HUB]\nWW = C H1\n[WW]\nsrvnode = cms02\ntimezone = UTC\n[C]\n[H1]\n",
    );
    await look("C", nov(23));
    await look("H1", nov(23));
  });

  /** Records nine nights of an item that only this node has; the last is `ago` days before 24 November. */
  async function look(node: string, at: number, ago = 2): Promise<void> {
    const store = await openStore(join(dir, "scm_backup_monitor.db"), [OWNER], { now: at, keepMs: DAY });
    const tarballs = Array.from({ length: 9 }, (_, i) => tarball(`repos/${node}`, 24 - ago - i, 1e6 + i));
    await store.record(visit(node, at, tarballs));
    await store.save();
    await store.close();
  }

  it("prints that each file is new the first time", () => {
    const args = ["build", "--explain", "--out", "out", "--as-of", new Date(NOW).toISOString()];
    const cli = join(import.meta.dirname, "../src/cli.ts");
    const tsx = import.meta.resolve("tsx");
    const text = execFileSync(process.execPath, ["--import", tsx, cli, ...args], { cwd: dir, encoding: "utf8" });
    const log = byFile(text.trimEnd().split("\n"));
    assert.deepEqual([...log.keys()].sort(), [...files().keys()].sort());
    for (const path of DRAWN) assert.equal(log.get(path), "drawn: new");
    assert.equal(log.get("cms02/C.html"), "written: new");
  });

  it("draws nothing, touches no plot and does not load jsdom if nothing is new", async () => {
    const earlier = files();
    const log = await explained();
    assert.deepEqual(new Set(log.values()), new Set(["kept: same fingerprint", "kept: same text"]));
    assert.deepEqual(files(), earlier);
    await explained(NOW + HOUR);
    assert.equal(isJsdomLoaded(), false);
    assert.deepEqual(
      touched(earlier).filter((file) => file !== "cms02/report.svg"),
      [],
    );
  });

  it("draws only a node that has new data", async () => {
    const earlier = files();
    await look("C", nov(23) + 6 * HOUR, 1);
    const log = await explained(NOW + HOUR);
    for (const path of DRAWN) assert.match(log.get(path)!, /^drawn: other data/);
    assert.equal(log.get("cms02/C.csv"), "written: other data");
    assert.equal(log.get("cms02/H1.csv"), "kept: same fingerprint");
    assert.equal(log.get("cms02/H1-30d.svg"), "kept: same fingerprint");
    assert.deepEqual(touched(earlier), [...DRAWN, "cms02/report.svg"].sort());
  });

  it("remakes files that somebody has removed or changed", async () => {
    rmSync(join(dir, "out", DRAWN[0]!));
    writeFileSync(join(dir, "out/cms02/C.csv"), "mine");
    const log = await explained(NOW + HOUR);
    assert.equal(log.get(DRAWN[0]!), "drawn: it was missing, or not as we left it");
    assert.equal(log.get("cms02/C.csv"), "written: it was missing, or not as we left it");
  });
});
