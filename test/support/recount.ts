// Counts a golden case a second time, from the records and without any code of src/: it cuts stamps out of paths by position,
// takes all zones to be eight hours ahead, and adds up in plain loops. Then it compares the result with the site.
import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

interface Count {
  bytes: number;
  files: number;
  held: boolean;
}

/** `srvnode node item` → instant in ms → what was there then. */
type Counts = Map<string, Map<number, Count>>;

interface StatusJson {
  hubs: {
    srvnode: string;
    nodes: { node: string; items: { item: string; latest: { at: string; bytes: number } | null }[] }[];
  }[];
}

export function recount(folder: string): void {
  const counts = countRecords(folder);
  const status = JSON.parse(readFileSync(join(folder, "out/status.json"), "utf8")) as StatusJson;
  let compared = 0;
  for (const { srvnode, nodes } of status.hubs) {
    for (const { node, items } of nodes) {
      const slug = node.replace(":", "-");
      const csv = readFileSync(join(folder, "out", srvnode, `${slug}.csv`), "utf8")
        .trim()
        .split("\r\n")
        .slice(1);
      const rows = new Set(
        csv.map((line) => line.replace(/^("(?:[^"]|"")*"|[^,]*),([^,]*),(\d+),\w+,(\d+),(\w+),.*$/s, "$2 $3 $4 $5")),
      );
      for (const { item, latest } of items) {
        const times = counts.get(`${srvnode} ${node} ${item}`);
        if (!times) continue; // Another test checks its finding.
        const newest = Math.max(...times.keys());
        assert.equal(latest?.at, isoOf(newest), `${node} ${item}`);
        assert.equal(latest.bytes, times.get(newest)!.bytes, `${node} ${item}`);
        for (const [at, { bytes, files, held }] of times) {
          assert.ok(
            rows.has(`${isoOf(at)} ${bytes} ${files} ${String(held)}`),
            `${node} ${item} ${isoOf(at)} ${bytes}`,
          );
          compared++;
        }
      }
      checkPlotted(folder, srvnode, node, counts);
    }
  }
  assert.ok(compared > 50, "something was compared");
}

function countRecords(folder: string): Counts {
  const counts: Counts = new Map();
  for (const visit of readdirSync(join(folder, "visits")).sort()) {
    for (const file of readdirSync(join(folder, "visits", visit))) {
      const node = file.replace("-", ":");
      const seen = new Set<Count>();
      for (const line of readFileSync(join(folder, "visits", visit, file), "utf8").split("\n")) {
        const match =
          /^file \d (\d+) \S+ .*?\/backup\/([^/]+)\/(.+)\/(\d{4})\/(\d\d)\/(\d\d)\/(\d\d)(\d\d)(\d\d)\/[^/]+$/.exec(
            line,
          );
        if (!match) continue;
        const [, bytes, srvnode, item, ...stamp] = match;
        const [y, m, d, h, min, s] = stamp.map(Number);
        const at = Date.UTC(y!, m! - 1, d, h! - 8, min, s);
        if (new Date(at + 8 * 3_600_000).getUTCDate() !== d) continue; // 30 February
        const key = `${srvnode!} ${node} ${item!}`;
        const times = counts.get(key) ?? new Map<number, Count>();
        counts.set(key, times);
        let count = times.get(at);
        if (!count || !seen.has(count)) times.set(at, (count = { bytes: 0, files: 0, held: true }));
        seen.add(count);
        count.bytes += Number(bytes);
        count.files += 1;
      }
      for (const [key, times] of counts) {
        if (key.split(" ")[1] === node) for (const count of times.values()) count.held = seen.has(count);
      }
    }
  }
  return counts;
}

/** The predecessor's JSON: every point in MiB at its instant, and the number for each day. */
function checkPlotted(folder: string, srvnode: string, node: string, counts: Counts): void {
  const names = [`scm_backup_monitor_${srvnode}_${node}.json`, `scm_backup_monitor_${node}.json`];
  const file = names.map((name) => join(folder, "out/data", name)).find((path) => existsSync(path));
  const { series } = JSON.parse(readFileSync(file!, "utf8")) as {
    series: { name: string; data: [number, number][] }[];
  };
  let points = 0;
  for (const { name: item, data } of series.slice(1)) {
    const times = counts.get(`${srvnode} ${node} ${item}`);
    if (!times) continue;
    assert.deepEqual(
      new Map(data),
      new Map([...times].sort(([a], [b]) => a - b).map(([at, { bytes }]) => [at, bytes / 1048576])),
    );
    points += data.length;
  }
  assert.ok(series[0]!.data.reduce((sum, [, count]) => sum + count, 0) >= points);
}

function isoOf(at: number): string {
  return new Date(at).toISOString().replace(".000Z", "Z");
}
