// npm run bench:store: what does it cost to open, judge and save a database of a million tarballs, compared to the minimum that sql.js needs?
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import initSqlJs from "sql.js";
import type { Site } from "../src/model.ts";
import { DAY } from "../src/time.ts";
import { hub, site } from "../test/support/histories.ts";

// 10 hubs × 5 nodes × 20 items × 1000 nights, each in a path like the predecessor's:
// /data/var/scm/backup/cms02/repos/env/2012/11/13/161023/env-3591.tar.gz
const [HUBS, NODES, ITEMS, NIGHTS] = [10, 5, 20, 1000];
const LAST = Date.UTC(2026, 10, 23);
const NOW = LAST + DAY;

// In processes of their own, with the compiled code: as a run, without the time to compile TypeScript.
const dist = join(import.meta.dirname, "../dist");
const WORK = `
  import { readFileSync, rmSync, writeFileSync } from "node:fs";
  import initSqlJs from "sql.js";
  import { selectedHistories, Stores } from "${dist}/commands/site.js";
  import { judgeHub } from "${dist}/judge/judge.js";
  const [task, path, now, text] = process.argv.slice(1);
  const config = JSON.parse(text);
  const start = performance.now();
  const laps = [];
  let last = start;
  const lap = (name) => {
    laps.push(name + " " + ((performance.now() - last) / 1000).toFixed(2));
    last = performance.now();
  };
  if (task === "bare") {
    const { Database } = await initSqlJs();
    const database = new Database(readFileSync(path));
    lap("open");
    database.exec("pragma integrity_check");
    lap("check");
    writeFileSync(path + ".bare", database.export());
    lap("export");
    rmSync(path + ".bare");
  } else {
    const silent = () => undefined;
    const log = { say: console.error, warn: console.error, detail: silent, progress: silent };
    const stores = await Stores.open(config, { now: Number(now), log });
    lap("open");
    let known = 0;
    for (const hub of config.hubs) {
      const verdict = judgeHub(config, hub, await selectedHistories(hub, stores, Number(now)), Number(now));
      known += verdict.nodes.reduce((sum, { held }) => sum + held.tarballs, 0);
    }
    if (known !== ${HUBS * NODES * ITEMS * NIGHTS}) throw new Error(known + " tarballs");
    lap("judge");
    if (task !== "check") {
      const [{ hub, nodes }] = config.hubs;
      const told = { tarballs: [], sidecars: [], locked: "", malformed: { count: 0, example: "" } };
      const results = [{ hub, outcome: "timeout", reason: "", ...told }];
      await stores.of(config.hubs[0]).record({ node: nodes[0].node, at: Number(now), ms: 1, clockOffsetMs: 0, results });
      await stores.save();
      lap("save");
    }
  }
  const seconds = (performance.now() - start) / 1000;
  const { userCPUTime } = process.resourceUsage();
  // The peak of this program only; maxRSS would include the process that forked it.
  const peak = Number(/VmHWM:\\s*(\\d+)/.exec(readFileSync("/proc/self/status", "utf8"))[1]) / 1024;
  const user = (userCPUTime / 1e6).toFixed(1);
  const told = \`\${seconds.toFixed(1)} s (\${laps.join(", ")}; user \${user} s), peak \${peak.toFixed(0)} MiB\`;
  process.stdout.write(JSON.stringify({ seconds, text: told }));`;

const folder = mkdtempSync(join(process.env.BENCH_DIR ?? tmpdir(), "bench-"));
try {
  const file = join(folder, "scm.db");
  await plant(file);
  say("the predecessor's table", `${mb(statSync(file).size)}, ${HUBS * NODES * ITEMS * NIGHTS} rows`);
  const bare = child("bare", file);
  say("  sql.js: open, integrity_check, export", bare.text);
  report("  ours, the first time: open, judge, save", child("first", file), bare);
  say("our file", mb(statSync(file).size));
  const warmBare = child("bare", file);
  say("  sql.js: open, integrity_check, export", warmBare.text);
  report("  ours: open, judge, a visit, save", child("first", file), warmBare);
  say("  check: open, judge", child("check", file).text);
} finally {
  rmSync(folder, { recursive: true });
}

interface Figures {
  seconds: number;
  text: string;
}

function child(task: string, path: string): Figures {
  const words = ["--input-type=module", "-e", WORK, task, path, String(NOW), JSON.stringify(configOf(path))];
  return JSON.parse(
    execFileSync(process.execPath, words, { encoding: "utf8", stdio: ["ignore", "pipe", "inherit"] }),
  ) as Figures;
}

function report(what: string, ours: Figures, bare: Figures): void {
  say(what, `${ours.text}; ${(ours.seconds / bare.seconds).toFixed(2)}× sql.js (at most 10 s and 512 MiB)`);
}

function configOf(dbpath: string): Site {
  const hubs = Array.from({ length: HUBS }, (_, h) =>
    hub(
      Array.from({ length: NODES }, (_, n) => `N${n}`),
      { hub: `H${h}`, srvnode: `cms${String(h).padStart(2, "0")}`, dbpath, timezone: "Asia/Shanghai" },
    ),
  );
  return site(hubs, { timezone: "Asia/Shanghai" });
}

/** Night by night, in the order in which it grew. */
async function plant(path: string): Promise<void> {
  const { Database } = await initSqlJs();
  const database = new Database();
  database.run("create table tgzs (nodepath text primary key, node text, dir text, date text, size real)");
  const insert = database.prepare("insert into tgzs values (?, ?, ?, ?, ?)");
  database.run("begin");
  for (let night = 0; night < NIGHTS; night++) {
    const day = new Date(LAST - (NIGHTS - 1 - night) * DAY).toISOString().slice(0, 10);
    for (let h = 0; h < HUBS; h++)
      for (let n = 0; n < NODES; n++)
        for (let i = 0; i < ITEMS; i++) {
          const name = `proj${i >> 1}`;
          const dir = `/data/var/scm/backup/cms${String(h).padStart(2, "0")}/${i & 1 ? "repos" : "tracs"}/${name}`;
          const at = `16${String(10 + i)}23`;
          const file = i & 1 ? `${name}-${3000 + night}.tar.gz` : `${name}.tar.gz`;
          const path = `${dir}/${day.replaceAll("-", "/")}/${at}/${file}`;
          insert.run([`N${n}:${path}`, `N${n}`, dir, `${day}T16:${10 + i}:23`, 50 + ((night * 7 + i) % 100)]);
        }
  }
  database.run("commit");
  writeFileSync(path, database.export());
}

function mb(bytes: number): string {
  return `${(bytes / 1e6).toFixed(0)} MB`;
}

function say(what: string, figures: string): void {
  console.log(`${what.padEnd(42)} ${figures}`);
}
