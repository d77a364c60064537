// npm run bench:build: what does a build of 1,000 nodes cost the first time, with nothing new, and with one node changed?
import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import initSqlJs from "sql.js";
import { openStore } from "../src/store/open.ts";
import type { Owner } from "../src/store/store.ts";
import type { Tarball } from "../src/model.ts";
import { DAY, HOUR, instant } from "../src/time.ts";
import { MIB } from "../src/units.ts";

const [HUBS, NODES, ITEMS, NIGHTS] = [Number(process.env.HUBS ?? 50), 20, 5, 120];
/** How many nights are still on the nodes. */
const HELD = 7;
const LAST = Date.UTC(2026, 10, 24);
/** The last visit to all nodes, after the last night's tarballs. The builds are later that day. */
const LOOKED = LAST + 2 * HOUR;
const WARM_AT_MOST = { share: 0.05, seconds: 5 };

/** Prints what it took at the end. Its module cache tells whether jsdom was loaded. */
const PRELOAD = `
import { createRequire } from "node:module";
process.on("exit", () => {
  const jsdom = Object.keys(createRequire("${import.meta.url}").cache).some((file) => file.includes("/jsdom/"));
  const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage();
  process.stderr.write(JSON.stringify({ jsdom, cpu: (userCPUTime + systemCPUTime) / 1e6, mib: maxRSS / 1024 }));
});`;

const folder = mkdtempSync(join(process.env.BENCH_DIR ?? tmpdir(), "bench-"));
const database = join(folder, "scm.db");
const hubs = Array.from({ length: HUBS }, (_, h) => ({
  hub: `H${h}`,
  srvnode: `cms${h}`,
  timezone: "Asia/Shanghai",
  nodes: Array.from({ length: NODES }, (_, n) => `N${h}-${n}`),
}));
const changed = { owner: hubs[0]!, node: hubs[0]!.nodes[3]! };

try {
  writeFileSync(join(folder, "site.cnf"), config());
  await plant();
  await look(hubs.flatMap((owner) => owner.nodes.map((node) => ({ owner, node }))));
  say(`${HUBS} hubs × ${NODES} nodes × ${ITEMS} items × ${NIGHTS} nights, ${mb(statSync(database).size)}`);
  const cold = build("cold, everything is new");
  const warm = build("nothing new", cold);
  build("the same, an hour later", cold, 1);
  await look([changed], 1);
  build("one node changed", cold, 1);
  const share = warm.seconds / cold.seconds;
  say(
    `\nnothing new takes ${(100 * share).toFixed(1)} % of the cold build (at most ${100 * WARM_AT_MOST.share} %) ` +
      `and ${warm.seconds.toFixed(1)} s (at most ${WARM_AT_MOST.seconds})`,
  );
} finally {
  rmSync(folder, { recursive: true });
}

interface Figures {
  seconds: number;
}

function build(what: string, cold?: Figures, hoursLater = 0): Figures {
  const before = plots();
  const asOf = new Date(LOOKED + (2 + hoursLater) * HOUR).toISOString();
  const started = performance.now();
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [
      ...["--import", `data:text/javascript,${encodeURIComponent(PRELOAD)}`],
      ...[join(import.meta.dirname, "../dist/cli.js"), "build", "--explain", "--as-of", asOf],
    ],
    { cwd: folder, encoding: "utf8", maxBuffer: 2 ** 28 },
  );
  const seconds = (performance.now() - started) / 1000;
  if (status !== 0) throw new Error(stderr);
  const { jsdom, cpu, mib } = JSON.parse(stderr) as { jsdom: boolean; cpu: number; mib: number };
  const drawn = stdout.split("\n").filter((line) => line.includes("  drawn: ")).length;
  const touched = [...plots()].filter(([file, mtime]) => before.get(file) !== mtime).length;
  const share = cold ? `${((100 * seconds) / cold.seconds).toFixed(1)} %` : "";
  say(
    `${what.padEnd(26)} ${seconds.toFixed(1).padStart(6)} s ${share.padStart(7)}  (processor ${cpu.toFixed(1)} s, peak ` +
      `${mib.toFixed(0)} MiB); ${drawn} plots drawn, ${touched} touched, jsdom ${jsdom ? "" : "not "}loaded`,
  );
  return { seconds };
}

/** The plots, and when each was written. */
function plots(): Map<string, bigint> {
  const out = join(folder, "out");
  const files = readdirSync(folder).includes("out") ? readdirSync(out, { recursive: true, encoding: "utf8" }) : [];
  const svgs = files.filter((file) => file.endsWith(".svg") && /-(30d|90d|1y|all|overview|full)/.test(file));
  return new Map(svgs.map((file) => [file, statSync(join(out, file), { bigint: true }).mtimeNs]));
}

function config(): string {
  const sections = hubs.map(({ hub, srvnode, timezone }) =>
    [`[${hub}]`, `srvnode = ${srvnode}`, `timezone = ${timezone}`, "dbpath = scm.db", ""].join("\n"),
  );
  const backups = hubs.map(({ hub, nodes }) => `${hub} = ${nodes.join(" ")}`);
  return ["[SITE]", "timezone = Asia/Shanghai", "[HUB]", ...backups, ...sections].join("\n");
}

/** The predecessor's table, in the order in which it grew. */
async function plant(): Promise<void> {
  const { Database } = await initSqlJs();
  const db = new Database();
  db.run("create table tgzs (nodepath text primary key, node text, dir text, date text, size real)");
  const insert = db.prepare("insert into tgzs values (?, ?, ?, ?, ?)");
  db.run("begin");
  for (let ago = NIGHTS; ago > 0; ago--)
    for (const owner of hubs)
      for (const node of owner.nodes)
        for (const { path, dir, stamp, bytes } of night(owner, ago))
          insert.run([`${node}:${path}`, node, dir, stamp, bytes / MIB]);
  db.run("commit");
  writeFileSync(database, db.export());
}

/** A visit to these nodes finds the last nights; a later one finds that the oldest was purged. */
async function look(nodes: { owner: Owner; node: string }[], hoursLater = 0): Promise<void> {
  const at = LOOKED + hoursLater * HOUR;
  const store = await openStore(database, hubs, { now: at, keepMs: DAY });
  const told = {
    root: "/data/var/scm/backup",
    sidecars: [],
    space: undefined,
    locked: "",
    malformed: { count: 0, example: "" },
  };
  for (const { owner, node } of nodes) {
    const held = hoursLater > 0 ? HELD - 1 : HELD;
    const tarballs = Array.from({ length: held }, (_, i) => night(owner, held - i)).flat();
    const result = { hub: owner.hub, outcome: "ok" as const, reason: "", tarballs, ...told };
    await store.record({ node, at, ms: 400, clockOffsetMs: 0, results: [result] });
  }
  await store.save();
  await store.close();
}

/** The tarball of each item in the night that many days ago. */
function night({ srvnode, timezone }: Owner, ago: number): Tarball[] {
  const day = new Date(LAST - ago * DAY).toISOString().slice(0, 10);
  return Array.from({ length: ITEMS }, (_, i) => {
    const item = `${i & 1 ? "repos" : "tracs"}/proj${i >> 1}`;
    const stamp = `${day}T16:1${i}:23`;
    const dir = `/data/var/scm/backup/${srvnode}/${item}`;
    const path = `${dir}/${stamp.replace(/(\d+)-(\d+)-(\d+)T(\d+):(\d+):(\d+)/, "$1/$2/$3/$4$5$6")}/x.tar.gz`;
    return { path, dir, item, stamp, at: instant(stamp, timezone)!, bytes: 5e7 + 2e5 * ((ago * 7 + i) % 100) };
  });
}

function mb(bytes: number): string {
  return `${(bytes / 1e6).toFixed(0)} MB`;
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}
