// The demo's made-up backups: what two hubs might have sent to their nodes in about a year.
import type { Instant } from "../../model.ts";
import { DAY, HOUR } from "../../time.ts";

export interface Series {
  srvnode: string;
  item: string;
  /** File name; `%` stands for a number that grows. */
  file: string;
  nodes: string[];
  everyMs: number;
  /** For how many days it has existed. */
  days: number;
  /** How many a node keeps. */
  kept: number;
  /** Size of the tarball `daysAgo` days before the newest; `noise` is between -1 and 1. */
  bytes: (daysAgo: number, noise: number) => number;
}

const kB = 1e3;
const MB = 1e6;
const GB = 1e9;

export const HUBS = { FORGE: "forge", LIBRARY: "library" };
export const NODES = ["NORTH", "SOUTH", "EAST"];
export const SILENT_NODE = "WEST";

const nightly = { everyMs: DAY, days: 370, kept: 10 };
const forge = { srvnode: "forge", nodes: ["NORTH", "SOUTH"] };
const library = { srvnode: "library", nodes: ["SOUTH", "EAST"] };

export const SERIES: Series[] = [
  {
    ...forge,
    ...nightly,
    item: "svn/main",
    file: "main-%.tar.gz",
    bytes: (daysAgo, noise) => 2.52 * GB - daysAgo * 1.1 * MB + noise * 4 * MB,
  },
  {
    ...forge,
    ...nightly,
    item: "tracs/main",
    file: "main.tar.gz",
    bytes: (daysAgo, noise) => (daysAgo > 180 ? 180 : 191) * MB + noise * 0.7 * MB,
  },
  {
    ...forge,
    ...nightly,
    item: "repos/tools",
    file: "tools-%.tar.gz",
    bytes: (_, noise) => 54 * MB + noise * 0.3 * MB,
  },
  {
    ...forge,
    item: "db/tickets",
    file: "tickets.sql.gz",
    everyMs: 7 * DAY,
    days: 364,
    kept: 6,
    bytes: (daysAgo, noise) => 12 * GB - daysAgo * 2 * MB + noise * 60 * MB,
  },
  {
    ...forge,
    item: "logs/web",
    file: "web.log.gz",
    everyMs: HOUR,
    days: 90,
    kept: 48,
    bytes: (daysAgo, noise) => 3.1 * MB - daysAgo * 6 * kB + noise * 8 * kB,
  },
  {
    ...library,
    ...nightly,
    item: "folders/papers",
    file: "papers.tar.gz",
    bytes: (daysAgo, noise) => 1.15 * GB - daysAgo * 0.4 * MB + noise * 3 * MB,
  },
  { ...library, ...nightly, item: "pg/catalogue", file: "catalogue.sql.gz", bytes: (_, noise) => 86 * MB + noise * MB },
  {
    ...library,
    item: "conf/etc",
    file: "etc.tar.gz",
    everyMs: 30 * DAY,
    days: 360,
    kept: 4,
    bytes: (daysAgo, noise) => 7.4 * kB - daysAgo + noise * 40,
  },
  // EAST never got this one: the demo's missing item.
  {
    ...library,
    ...nightly,
    nodes: ["SOUTH"],
    item: "folders/scans",
    file: "scans.tar.gz",
    bytes: (_, noise) => 640 * MB + noise * 5 * MB,
  },
];

/** For so many nights NORTH has not got svn/main. */
const OVERDUE = { item: "svn/main", node: "NORTH", nights: 3 };
/** SOUTH got only this share of last night's tracs/main: the transfer was cut short. */
const CUT = { item: "tracs/main", node: "SOUTH", share: 0.69 };

export interface Tarball {
  /** Below the backup root. */
  path: string;
  at: Instant;
  bytes: number;
  /** Whether the node still has it at the end. */
  kept: boolean;
}

/** What a series has sent to a node by `now`, oldest first. */
export function planSeries(series: Series, node: string, now: Instant): Tarball[] {
  const { item, everyMs, days, file, bytes, kept } = series;
  const newest = newestBefore(now, everyMs);
  const count = Math.floor((days * DAY) / everyMs);
  const tarballs: Tarball[] = [];
  for (let ago = count - 1; ago >= 0; ago--) {
    if (item === OVERDUE.item && node === OVERDUE.node && ago < OVERDUE.nights) continue;
    const index = Math.round(newest / everyMs) - ago;
    const cut = ago === 0 && item === CUT.item && node === CUT.node ? CUT.share : 1;
    const at = newest - ago * everyMs;
    const stamp = new Date(at).toISOString().slice(0, 19).replace("T", "/").replaceAll("-", "/").replaceAll(":", "");
    tarballs.push({
      path: `${series.srvnode}/${item}/${stamp}/${file.replace("%", String(index))}`,
      at,
      bytes: Math.round(bytes((ago * everyMs) / DAY, noise(item.length * 7919 + index)) * cut),
      kept: ago < kept,
    });
  }
  return tarballs;
}

/** When the newest tarball was made: about three hours ago, or less than an hour if the series is hourly. */
function newestBefore(now: Instant, everyMs: number): Instant {
  const past = now - (everyMs === HOUR ? 15 * 60_000 : 3 * HOUR);
  return past - (past % HOUR) + 610_000;
}

/** A hash, not a random number: the copies of a tarball must have the same size. */
function noise(seed: number): number {
  return (((Math.imul(seed ^ (seed >>> 15), 0x2c1b3c6d) >>> 8) % 2001) - 1000) / 1000;
}
