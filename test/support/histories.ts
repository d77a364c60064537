// Made-up histories and configs for tests. Whatever a test does not give has a plain default.
import type { Backup, Collection, Hub, Instant, ItemHistory, NodeHistory, Silence, Site } from "../../src/model.ts";
import { DAY, HOUR } from "../../src/time.ts";
import { MIB } from "../../src/units.ts";

export const NOON = Date.UTC(2026, 10, 24, 12);

export function backup(at: Instant, bytes = 1e6): Backup {
  return { at, bytes, exact: true, files: 1, path: `/scm/backup/forge/x/${at}.tar.gz`, held: true };
}

/** `count` backups, the last of them at `last`. */
export function series(item: string, last: Instant, count: number, everyMs = DAY): ItemHistory {
  return { item, backups: Array.from({ length: count }, (_, i) => backup(last - (count - 1 - i) * everyMs)) };
}

export function visit(at: Instant, outcome: Collection["outcome"] = "ok", tarballs = 10): Collection {
  const reason = outcome === "ok" ? "" : "no answer from 127.0.0.1:22 within 2 s";
  const told = { root: "/scm/backup/forge", space: undefined, locked: "", clockOffsetMs: 0 };
  return { at, ms: 400, outcome, reason, ...told, tarballs, malformed: { count: 0, example: "" } };
}

export function history(node: string, items: ItemHistory[], collections: Collection[]): NodeHistory {
  return { hub: "FORGE", node, items, collections };
}

export function hub(nodes: string[], more: Partial<Hub> = {}): Hub {
  return {
    hub: "FORGE",
    srvnode: "forge",
    dbpath: "/nowhere/test.db",
    select: [],
    reporturl: undefined,
    email: [],
    message: undefined,
    timezone: "UTC",
    patterns: ["*.gz"],
    stamp: "/%Y/%m/%d/%H%M%S/",
    maxage: { usual: "auto", exceptions: [] },
    retired: [],
    frozen: 10,
    scale: "panels",
    patienceMs: 26 * HOUR,
    nodes: nodes.map((node) => ({ node, slug: node, root: "$SCM_FOLD/backup/forge", jspath: `/nowhere/${node}.json` })),
    ...more,
  };
}

export function site(hubs: Hub[], more: Partial<Site> = {}): Site {
  return {
    files: ["/nowhere/site.cnf"],
    title: "Backups",
    out: "/nowhere/out",
    timezone: "UTC",
    footer: undefined,
    templates: undefined,
    style: undefined,
    everyMs: undefined,
    ssh: { config: undefined, connectMs: 2000, loginMs: 20_000, nodeMs: 60_000, outputBytes: 8 * MIB, records: 20_000 },
    concurrency: 10,
    deadlineMs: 900_000,
    keepMs: 14 * DAY,
    hubs,
    nodes: [],
    silences: [],
    ignored: [],
    ...more,
  };
}

export function silence(more: Partial<Silence> = {}): Silence {
  const any = ["*"];
  return {
    ...{ name: "disks", place: "site.cnf:9", hub: any, node: any, item: any, check: any },
    ...{ from: undefined, until: NOON + DAY, weekly: [], timezone: "UTC", reason: "disk exchange", ...more },
  };
}
