// Visits for tests: short to write, with defaults for the rest.
import type { Instant, Outcome, Result, Tarball, Visit } from "../../src/model.ts";
import { visible } from "../../src/text.ts";
import { DAY, instant, stampOf } from "../../src/time.ts";
import type { Owner } from "../../src/store/store.ts";

export const ZONE = "Asia/Shanghai";
export const ROOT = "/data/var/scm/backup/cms02";

export const WW: Owner = { hub: "WW", srvnode: "cms02", timezone: ZONE, nodes: ["C", "H1"] };
export const ZZ: Owner = { hub: "ZZ", srvnode: "dayabay", timezone: ZONE, nodes: ["C", "SDU"] };

/** A run in the year of these visits. */
export const KEEP = { now: Date.UTC(2026, 11, 1), keepMs: 14 * DAY };

/** Noon UTC of a day in November 2026. */
export function nov(day: number): Instant {
  return Date.UTC(2026, 10, day, 12);
}

/** The nightly backup of an item. */
export function tarball(item: string, day: number, bytes: number, file = "x.tar.gz", root = ROOT): Tarball {
  const dir = `${root}/${item}`;
  const dd = String(day).padStart(2, "0");
  const stamp = `2026-11-${dd}T16:10:23`;
  const path = `${dir}/2026/11/${dd}/161023/${file}`;
  return { path, dir, item: visible(item), stamp, at: instant(stamp, ZONE)!, bytes };
}

/** A file with the same name each day, dated by its last change: when that day's backup was made. */
export function changed(item: string, day: number, zone = ZONE, but: Partial<Tarball> = {}): Tarball {
  const file = { ...tarball(item, day, day), path: `${ROOT}/${item}/all.sql.gz`, ...but };
  return { ...file, stamp: stampOf(file.at, zone) };
}

/** A result with nothing but tarballs. */
export const QUIET = { sidecars: [], space: undefined, locked: "", malformed: { count: 0, example: "" } };

export function visit(node: string, at: Instant, tarballs: Tarball[], hub = "WW", root = ROOT): Visit {
  return visitOf(node, at, [{ hub, outcome: "ok", reason: "", root, tarballs, ...QUIET }]);
}

export function failedVisit(node: string, at: Instant, outcome: Outcome, reason: string): Visit {
  return visitOf(node, at, [{ hub: "WW", outcome, reason, root: undefined, tarballs: [], ...QUIET }]);
}

export function visitOf(node: string, at: Instant, results: Result[]): Visit {
  return { node, at, ms: 400, clockOffsetMs: 0, results };
}
