// What a newcomer sees first.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { lstatSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, describe, it } from "node:test";
import { claim } from "../src/commands/demo/folder.ts";
import { scratch } from "./support/world.ts";

const cleanups: (() => void)[] = [];
const dir = scratch({ after: (fn) => cleanups.push(fn as () => void) });
const tmp = join(dir, "tmp");
mkdirSync(tmp);
after(() => {
  for (const cleanup of cleanups) cleanup();
});

/** Runs in its own process group, so that processes that it leaves running are found. */
async function demo(...args: string[]) {
  const cli = join(import.meta.dirname, "../dist/cli.js");
  const child = spawn(process.execPath, [cli, "demo", ...args], {
    cwd: dir,
    detached: true,
    env: { ...process.env, TMPDIR: tmp },
  });
  let said = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (text: Buffer) => (said += text.toString()));
  const code = await new Promise((done) => child.once("close", done));
  assert.throws(() => process.kill(-child.pid!, 0), { code: "ESRCH" }, "nothing is left running");
  return { code, said };
}

function diskOf(folder: string): number {
  const names = readdirSync(folder, { recursive: true, encoding: "utf8" });
  return names.reduce((sum, name) => sum + lstatSync(join(folder, name)).blocks * 512, 0);
}

describe("the demo", () => {
  it("finds what is wrong over real ssh, says where to look, and leaves nothing else behind", async () => {
    const { code, said } = await demo();
    assert.equal(code, 0, said);
    assert.match(said, /^Three backups and one node need a look\.$/m);
    assert.match(
      said,
      /^ {2}alarm +forge NORTH svn\/main: nothing since .*; due every 24 h ± .* \(learned from \d+ backups\); the next was due .*, alarm since .*; SOUTH has the backup of .*\.$/m,
    );
    assert.match(
      said,
      /^ {2}alarm +forge SOUTH tracs\/main: 132 MB, 31 % below the .* expected .* smaller than the copy on NORTH/m,
    );
    assert.match(said, /^ {2}alarm +library EAST folders\/scans: never seen here; SOUTH has it\.$/m);
    assert.match(
      said,
      /^ {2}alarm +library WEST: no answer from 127\.0\.0\.1:\d+ within 1 s; no good visit yet; patience is 26 h, .*\.$/m,
    );
    assert.match(said, new RegExp(`^See ${dir}/out/index\\.html$`, "m"));
    const [place] = readdirSync(tmp);
    assert.match(said, new RegExp(`^Config, keys, backups and database are in ${tmp}/${place!}$`, "m"));
    assert.deepEqual([readdirSync(tmp).length, readdirSync(dir).sort()], [1, ["out", "tmp"]]);
    assert.ok(diskOf(dir) < 200e6, `${diskOf(dir)} bytes of disk`);
  });

  it("knows about a year of tarballs, most of them purged since, from 7 kB to 12 GB", () => {
    const rows = ["forge/NORTH", "forge/SOUTH", "library/EAST"].flatMap((node) =>
      readFileSync(join(dir, `out/${node}.csv`), "utf8")
        .trim()
        .split("\r\n")
        .slice(1),
    );
    const cells = rows.map((row) => row.split(","));
    const times = cells.map(([, stamp]) => Date.parse(stamp!));
    const bytes = cells.map(([, , size]) => Number(size));
    assert.ok((Math.max(...times) - Math.min(...times)) / 86_400_000 > 360);
    assert.ok(Math.min(...bytes) < 7500 && Math.max(...bytes) > 11.9e9);
    assert.ok(cells.filter(([, , , , , held]) => held === "false").length > rows.length / 2);
    const cut = cells.filter(([item, , , , , , path]) => item === "tracs/main" && path!.includes("/SOUTH/")).at(-1);
    assert.ok(Number(cut![2]) < 140e6, "last night's tracs/main is short on SOUTH");
  });

  it("replaces its own files, but no real site", () => {
    const out = join(dir, "out");
    assert.equal(claim(out, "demo DIR"), out);
    writeFileSync(join(out, "status.json"), JSON.stringify({ hubs: [{ srvnode: "forge" }, { srvnode: "dayabay" }] }));
    assert.throws(() => claim(out, "demo DIR"), { code: 74 });
  });

  it("does not touch anything that the demo did not make", async () => {
    mkdirSync(join(dir, "mine"));
    writeFileSync(join(dir, "mine/thesis.txt"), "all of it");
    const { code, said } = await demo("mine");
    assert.equal(code, 74);
    assert.match(said, /mine contains something that the demo did not make\. Name another folder/);
    assert.deepEqual(readdirSync(join(dir, "mine")), ["thesis.txt"]);
  });
});
