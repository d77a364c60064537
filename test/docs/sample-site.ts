// The site of docs/commands.md: one hub on two nodes, one of which has missed two nights.
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Instant, Space, Tarball, Visit } from "../../src/model.ts";
import { openStore } from "../../src/store/open.ts";
import { DAY, HOUR, MINUTE, stampOf } from "../../src/time.ts";

/** When the pages of the manual were written. */
export const NOW = Date.UTC(2026, 10, 24, 17, 10);

const CONFIG = `[SITE]
timezone = UTC
[HUB]
ZZ = SDU NTU
[ZZ]
srvnode = dayabay
timezone = UTC
`;
const NIGHTS = 58;
const KEPT = 10;
/** Minutes after 16:10 by which each night's backup came; nine of ten within 20. */
const DELAYS = [0, 20, -20, 9, -9, 5, -5, 15, -15, 0];
const ITEMS = { "svn/dybsvn": 2.48e9, "tracs/dybaux": 1.2e9 };

/** Writes `dir`/site.cnf and the database beside it; gives the config's path. */
export async function sampleSite(dir: string): Promise<string> {
  const config = join(dir, "site.cnf");
  writeFileSync(config, CONFIG);
  const nodes = ["SDU", "NTU"];
  const owner = { hub: "ZZ", srvnode: "dayabay", timezone: "UTC", nodes };
  const store = await openStore(join(dir, "scm_backup_monitor.db"), [owner], { now: NOW, keepMs: 14 * DAY });
  for (let ago = NIGHTS + 1; ago >= 0; ago--) for (const node of nodes) await store.record(visit(node, ago));
  await store.save();
  await store.close();
  return config;
}

/** An hour after the backup of that many nights ago was due. */
function visit(node: string, ago: number): Visit {
  const tarballs = Object.keys(ITEMS).flatMap((item) => {
    const newest = node === "SDU" && item === "svn/dybsvn" ? Math.max(ago, 2) : ago;
    return Array.from({ length: KEPT }, (_, i) => newest + i)
      .filter((night) => night <= NIGHTS + 1)
      .map((night) => tarball(item as keyof typeof ITEMS, night));
  });
  const root = "/data/var/scm/backup/dayabay";
  const space: Space = { freeBytes: 290e9 + ago * 2e9, totalBytes: 1e12 };
  const told = { sidecars: [], space, locked: "", malformed: { count: 0, example: "" } };
  const results = [{ hub: "ZZ", outcome: "ok" as const, reason: "", root, tarballs, ...told }];
  return { node, at: NOW - ago * DAY, ms: 400, clockOffsetMs: 0, results };
}

function tarball(item: keyof typeof ITEMS, ago: number): Tarball {
  const night = NIGHTS + 1 - ago;
  const delay = ago === 2 ? 0 : DELAYS[night % DELAYS.length]!;
  const at: Instant = NOW - HOUR - ago * DAY + delay * MINUTE;
  const stamp = stampOf(at, "UTC");
  const dir = `/data/var/scm/backup/dayabay/${item}`;
  const path = `${dir}/${stamp.slice(0, 10).replaceAll("-", "/")}/${stamp.slice(11).replaceAll(":", "")}/${item.split("/")[1]!}-${20_300 + night}.tar.gz`;
  return { path, dir, item, stamp, at, bytes: ITEMS[item] + (night - NIGHTS) * 2e6 + ((night * 7) % 5) * 3e6 };
}
