// Made-up nodes with verdicts in the judge's form.
import type { Subject } from "../../src/plot/view.ts";
import type { Backup, Finding, ItemVerdict, NodeVerdict, Status } from "../../src/model.ts";
import { sizeBands } from "../../src/judge/judge.ts";
import { STATUSES } from "../../src/model.ts";
import { DAY, HOUR, midnight } from "../../src/time.ts";

export const SHANGHAI = "Asia/Shanghai";
/** Midnight at the end of 24 November 2026 there. */
export const END = Date.UTC(2026, 10, 24, 16);

export interface Item {
  item: string;
  backups: Backup[];
  missed?: number[];
  rhythm?: string;
  finding?: Finding;
}

export interface Node {
  node?: string;
  timezone?: string;
  end?: number;
  scale?: Subject["scale"];
  findings?: Finding[];
  unseen?: NodeVerdict["unseen"];
}

export function subject(items: Item[], { node = "SDU", timezone = SHANGHAI, end = END, ...more }: Node = {}): Subject {
  const verdicts = items.map(verdict);
  const backups = items.flatMap((item) => item.backups.filter(({ held }) => held));
  const statuses = [...verdicts, ...(more.findings ?? [])].map(({ status }) => status);
  return {
    srvnode: "dayabay",
    scale: more.scale ?? "panels",
    slug: node.replace(/[^A-Za-z0-9._-]/g, "-"),
    history: { hub: "ZZ", node, items: items.map(({ item, backups }) => ({ item, backups })), collections: [] },
    verdict: {
      node,
      status: worst(statuses),
      findings: more.findings ?? [],
      collected: undefined,
      lastGood: undefined,
      items: verdicts,
      held: { tarballs: backups.length, bytes: backups.reduce((sum, { bytes }) => sum + bytes, 0) },
      nights: [],
      unseen: more.unseen ?? [],
      space: undefined,
    },
    bands: (item) => sizeBands(item, { frozen: 10, timezone: "UTC" }, undefined),
    timezone,
    end,
  };
}

/** A backup each night at 16:10 in Shanghai; the last `held` of them are still on the node. */
export function nightly(nights: number, bytes: (night: number) => number, held = 7, end = END): Backup[] {
  return Array.from({ length: nights }, (_, i) =>
    backup(midnight(end, SHANGHAI, i - nights) + 16 * HOUR + DAY / 144, bytes(i), i >= nights - held),
  );
}

export function backup(at: number, bytes: number, held = true): Backup {
  return { at, bytes, exact: true, files: 1, path: "", held };
}

export const overdue: Finding = {
  check: "age",
  status: "alarm",
  reason: "nothing since 22 Nov 16:10; every 24 h",
  gist: "nothing since 22 Nov 16:10",
};

/** Six items like those of a real node: growing with missed nights, cut short, flat, a step, full and differential, monthly. */
export function sixItems(nights: number, more: Node = {}): Subject {
  const noise = (i: number, share: number) => 1 + (share * (((i * 7919) % 101) - 50)) / 50;
  const missing = new Set([nights - 16, nights - 2, nights - 1]);
  const all = nightly(nights, (i) => Math.round(2.1e9 * (1 + (i + 400 - nights) / 2200) * noise(i, 0.002)), 9);
  const monthStarts = [...Array(Math.ceil(nights / 30)).keys()].map((i) => Date.UTC(2026, 10 - i, 1, 8)).reverse();
  const cut: Finding = {
    check: "size",
    status: "alarm",
    reason: "31 % below the usual size",
    gist: "31 % below the usual size",
  };
  const frozen: Finding = {
    check: "size",
    status: "warn",
    reason: "the same bytes for 12 nights",
    gist: "same bytes for 12 nights",
  };
  return subject(
    [
      {
        item: "conf/etc",
        backups: monthStarts.map((at, i) => backup(at, 7200 + 20 * i, i > monthStarts.length - 4)),
        rhythm: "every 31 days",
      },
      {
        item: "db/offline",
        backups: nightly(
          nights,
          (i) => ((i + 2 + 350 - nights) % 7 === 0 ? 12.4e9 : 1e9 + 2.4e8 * ((i + 2 + 350 - nights) % 7)),
          14,
        ),
      },
      {
        item: "svn/dybaux",
        backups: nightly(nights, (i) => Math.round((nights - i > 190 ? 181e6 : 190e6) * noise(i, 0.003))),
      },
      {
        item: "svn/dybsvn",
        backups: all.filter((_, i) => !missing.has(i)),
        missed: all.filter((_, i) => missing.has(i)).map(({ at }) => at),
        finding: overdue,
      },
      {
        item: "tracs/dybaux",
        backups: nightly(nights, (i) => (nights - i < 12 ? 54_012_345 : Math.round(53.5e6 * noise(i, 0.006)))),
        finding: frozen,
      },
      {
        item: "tracs/dybsvn",
        backups: nightly(nights, (i) =>
          i === nights - 1 ? 794e6 : Math.round(1.13e9 * (1 + (i - nights) / 4000) * noise(i, 0.003)),
        ),
        finding: cut,
      },
    ],
    more,
  );
}

function verdict({ item, backups, missed = [], rhythm = "every 24 h", finding }: Item): ItemVerdict {
  return {
    item,
    status: finding?.status ?? "ok",
    findings: finding ? [finding] : [],
    rhythm: { text: rhythm, rule: `due ${rhythm}`, periodMs: DAY, due: undefined, dueBy: undefined, missed },
    latest: backups.at(-1),
    retired: false,
  };
}

function worst(statuses: Status[]): Status {
  return statuses.reduce<Status>((a, b) => (STATUSES.indexOf(b) > STATUSES.indexOf(a) ? b : a), "ok");
}
