// npm run bench:page: what does a hub page cost its reader, compared to one like the predecessor's, in which Highstock draws the same data?
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { extname, join } from "node:path";
import { gzipSync } from "node:zlib";
import { median } from "d3-array";
import { chromium, type Page } from "playwright-core";
import { build } from "../src/commands/build.ts";
import type { Tarball } from "../src/model.ts";
import { inlined } from "../src/pages/picture.ts";
import { openStore } from "../src/store/open.ts";
import { DAY, HOUR, stampOf } from "../src/time.ts";
import { CHROMIUM_ARGS, chromiumPath } from "../test/support/chromium.ts";
import { END } from "../test/plot/subjects.ts";
import { world } from "../test/support/world.ts";
import { makeData } from "./plot/data.ts";

const POINTS = 730;
const ROUNDS = 7;
const HUB = { hub: "ZZ", srvnode: "dayabay", timezone: "Asia/Shanghai", nodes: ["SDU", "NTU", "BNL", "IHEP"] };
const ROOT = "/data/var/scm/backup/dayabay";
/** After the last night's tarballs. */
const NOW = END - 4 * HOUR;
/** The size in which readers open it, and one so high that all four plots are visible. */
const WINDOWS = { "as it opens": { width: 1280, height: 800 }, "all in sight": { width: 1280, height: 5000 } };
type Window = (typeof WINDOWS)[keyof typeof WINDOWS];
const AT_LEAST = { time: 15, bytes: 10 };
// Highcharts has a licence of its own, so it is not a dependency. To compare, install it: npm install --prefix bench
const HIGHSTOCK = join(import.meta.dirname, "node_modules/highcharts/highstock.js");

if (!existsSync(HIGHSTOCK)) throw new Error("Highstock is missing. Run: npm install --prefix bench");
const ROWS = [
  ["task", "main thread, processor", "ms", 0],
  ["script", "  of which script", "ms", 0],
  ["layout", "  layout and style", "ms", 1],
  ["clock", "main thread, by the clock", "ms", 0],
  ["bytes", "on the wire, gzip", "kB", 0],
  ["requests", "requests", "", 0],
  ["scripts", "scripts", "", 0],
] as const;

const folder = mkdtempSync(join(tmpdir(), "bench-page-"));
const out = join(folder, "out");
const wire = { bytes: 0, requests: 0, scripts: 0 };
const server = serve();
const browser = await chromium.launch({ executablePath: chromiumPath()!, args: CHROMIUM_ARGS });
try {
  await publish();
  say(
    `a hub page of ${HUB.nodes.length} nodes, ten items with ${POINTS} tarballs each; Chromium ${browser.version()}; median of ${ROUNDS}`,
  );
  for (const [seen, window] of Object.entries(WINDOWS)) await compare(seen, window);
  say(`\nwanted: at least ${AT_LEAST.time}× less time of the main thread, ${AT_LEAST.bytes}× fewer bytes, no script`);
} finally {
  await browser.close();
  server.close();
  rmSync(folder, { recursive: true });
}

async function compare(seen: string, window: Window): Promise<void> {
  const pages = { ours: "dayabay/ours.html", highstock: "dayabay/highstock.html" };
  const loads: Record<keyof typeof pages, Load[]> = { ours: [], highstock: [] };
  for (let round = -1; round < ROUNDS; round++)
    for (const name of ["ours", "highstock"] as const) {
      const load = await read(pages[name], window);
      if (round >= 0) loads[name].push(load); // The first is a warm-up.
    }
  const [ours, theirs] = [middle(loads.ours), middle(loads.highstock)];
  say("");
  sayRow([`${seen}, ${window.width} × ${window.height}`, "ours", "Highstock", "ratio"]);
  for (const [key, name, unit, digits] of ROWS) {
    const ratio = ours[key] > 0 ? `${(theirs[key] / ours[key]).toFixed(1)}×` : "";
    sayRow([name, ...[ours, theirs].map((load) => `${load[key].toFixed(digits)} ${unit}`), ratio]);
  }
}

interface Load {
  /** Processor time. */
  task: number;
  script: number;
  layout: number;
  /** Elapsed time, including waiting for the processor. */
  clock: number;
  bytes: number;
  requests: number;
  scripts: number;
}

/** A reader with an empty cache. */
async function read(path: string, window: Window): Promise<Load> {
  const context = await browser.newContext({ viewport: window });
  const page = await context.newPage();
  await page.goto(`${base()}/empty.html`); // Starts the process that will show the page too.
  const [processor, clock] = [await meter(page, "threadTicks"), await meter(page, "timeTicks")];
  Object.assign(wire, { bytes: 0, requests: 0, scripts: 0 });
  await page.goto(`${base()}/${path}`, { waitUntil: "networkidle" });
  if (path.includes("highstock")) await page.waitForFunction("window.drawn === 4");
  await page.waitForTimeout(1500); // Wait for animations and late painting.
  const [spent, passed] = [await processor(), await clock()];
  const inline = await page.evaluate("document.scripts.length");
  await context.close();
  return {
    task: spent("TaskDuration"),
    script: spent("ScriptDuration"),
    layout: spent("LayoutDuration") + spent("RecalcStyleDuration"),
    clock: passed("TaskDuration"),
    bytes: wire.bytes / 1000,
    requests: wire.requests,
    scripts: Number(inline),
  };
}

/** Returns a function that tells by how many milliseconds a metric of Chromium has grown. */
async function meter(page: Page, timeDomain: "threadTicks" | "timeTicks") {
  const chrome = await page.context().newCDPSession(page);
  await chrome.send("Performance.enable", { timeDomain });
  const read = async () => {
    const { metrics } = await chrome.send("Performance.getMetrics");
    return new Map(metrics.map(({ name, value }) => [name, 1000 * value]));
  };
  const before = await read();
  return async () => {
    const after = await read();
    return (name: string) => after.get(name)! - before.get(name)!;
  };
}

function middle(loads: Load[]): Load {
  return Object.fromEntries(ROWS.map(([key]) => [key, median(loads, (load) => load[key])])) as unknown as Load;
}

/** The site as we publish it; beside the hub page, one with the plots of all time, and one like the predecessor's. */
async function publish(): Promise<void> {
  writeFileSync(join(folder, "site.cnf"), config());
  const store = await openStore(join(folder, "scm_backup_monitor.db"), [HUB], { now: NOW, keepMs: DAY });
  const told = { root: ROOT, sidecars: [], space: undefined, locked: "", malformed: { count: 0, example: "" } };
  const all = tarballs(); // The same on each node: they are copies.
  for (const node of HUB.nodes) {
    const held = all.filter(({ at }) => at > NOW - 14 * DAY);
    // Two visits: the second finds that old tarballs were purged.
    for (const [at, tarballs] of [
      [NOW - HOUR, all],
      [NOW, held],
    ] as const) {
      const result = { hub: HUB.hub, outcome: "ok" as const, reason: "", tarballs, ...told };
      await store.record({ node, at, ms: 400, clockOffsetMs: 0, results: [result] });
    }
  }
  await store.save();
  await store.close();
  await build(
    { configs: ["site.cnf"], hubs: [] },
    world(folder, NOW, () => {
      throw new Error("a build asks no node");
    }),
  );
  const page = readFileSync(join(out, "dayabay/index.html"), "utf8");
  writeFileSync(join(out, "empty.html"), "<!doctype html><title>empty</title>");
  writeFileSync(join(out, "dayabay/ours.html"), ofAllTime(page));
  writeFileSync(join(out, "dayabay/highstock.html"), predecessorsPage());
  cpSync(HIGHSTOCK, join(out, "highstock.js"));
}

/** The page with the plots of all time instead of those of 90 days. */
function ofAllTime(page: string): string {
  return HUB.nodes.reduce((shown, node, i) => {
    const plot = (range: string) =>
      inlined(readFileSync(join(out, `dayabay/${node}-${range}.svg`), "utf8").trimEnd(), `plot-${i}-`);
    if (!shown.includes(plot("90d"))) throw new Error(`the page does not show 90 days of ${node}`);
    return shown.replace(plot("90d"), () => plot("all"));
  }, page);
}

function tarballs(): Tarball[] {
  return makeData(POINTS, 0).subject.history.items.flatMap(({ item, backups }) =>
    backups.map(({ at, bytes }) => {
      const stamp = stampOf(at, HUB.timezone);
      const dir = `${ROOT}/${item}`;
      return {
        path: `${dir}/${stamp.replace(/(\d+)-(\d+)-(\d+)T(\d+):(\d+):(\d+)/, "$1/$2/$3/$4$5$6")}/x.tar.gz`,
        dir,
        item,
        stamp,
        at,
        bytes,
      };
    }),
  );
}

/** Like the predecessor's: its script fetched each chart's options as JSON, and Highstock drew it in the browser. Here with all points. */
function predecessorsPage(): string {
  const { nodes } = HUB;
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<title>dayabay</title>
<script src="../highstock.js"></script>
${nodes.map((node) => `<div id="container_${node}" style="height: 600px"></div>`).join("\n")}
<script>
window.drawn = 0;
for (const node of ${JSON.stringify(nodes)})
  fetch("../data/scm_backup_monitor_" + node + ".json").then((answer) => answer.json()).then((options) => {
    options.rangeSelector = { selected: 5 };
    options.xAxis.min = options.xAxis.max = undefined;
    options.plotOptions = { series: { dataGrouping: { enabled: false } } };
    Highcharts.stockChart(options, () => { window.drawn++; });
  });
</script>
</html>
`;
}

function config(): string {
  const { hub, srvnode, timezone, nodes } = HUB;
  return [
    ...["[SITE]", `timezone = ${timezone}`, "[HUB]", `${hub} = ${nodes.join(" ")}`],
    ...[`[${hub}]`, `srvnode = ${srvnode}`, `timezone = ${timezone}`, ""],
  ].join("\n");
}

/** Serves files compressed, as web servers do. */
function serve() {
  const types: Record<string, string> = {
    ".html": "text/html",
    ".js": "text/javascript",
    ".svg": "image/svg+xml",
    ".css": "text/css",
    ".json": "application/json",
  };
  return createServer((request, response) => {
    const file = join(out, decodeURIComponent(request.url!));
    if (!existsSync(file)) return void response.writeHead(404).end();
    const body = gzipSync(readFileSync(file));
    wire.bytes += body.length;
    wire.requests++;
    response.writeHead(200, { "content-type": types[extname(file)]!, "content-encoding": "gzip" }).end(body);
  }).listen(0, "127.0.0.1");
}

function base(): string {
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

function sayRow(cells: string[]): void {
  say(cells.map((text) => text.padEnd(28)).join(""));
}

function say(line: string): void {
  process.stdout.write(`${line.trimEnd()}\n`);
}
