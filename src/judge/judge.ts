// What is to be thought of the backups of a hub, and of all of them? Pure: history, config and an instant in, verdict out.
import type {
  Finding,
  Hub,
  HubVerdict,
  Instant,
  ItemHistory,
  ItemVerdict,
  NodeHistory,
  NodeVerdict,
  Site,
  SiteVerdict,
  Status,
} from "../model.ts";
import { STATUSES } from "../model.ts";
import { midnight } from "../time.ts";
import { age } from "./age.ts";
import type { Check, HubCase, ItemCase, NodeCase } from "./check.ts";
import { collection, GRACE, learnEvery } from "./collection.ts";
import { missingItem, missingTarballs } from "./missing.ts";
import { countNights } from "./nights.ts";
import { learnRhythm, neverSeen } from "./rhythm.ts";
import { unreachable } from "./unreachable.ts";
import { findUnseen } from "./unseen.ts";

const HUB_CHECKS: Check<HubCase>[] = [collection];
const NODE_CHECKS: Check<NodeCase>[] = [unreachable, missingTarballs];
const ITEM_CHECKS: Check<ItemCase>[] = [missingItem, age];

/** One hub from the histories of all of its nodes, in the config's order and limited to the selected items. */
export function judgeHub(site: Site, hub: Hub, histories: NodeHistory[], now: Instant): HubVerdict {
  const names = hub.select.length > 0 ? hub.select : histories.flatMap(({ items }) => items.map(({ item }) => item));
  const items = [...new Set(names)].sort();
  const end = endOfPlots(site, histories, now);
  const nodes = histories.map((history) => judgeNode(site, hub, items, histories, history, end, now));
  const runs = histories.flatMap(({ collections }) => collections.map(({ at }) => at));
  const collectedAt = newest(runs);
  const everyMs = site.everyMs ?? learnEvery(runs);
  const known = histories.some((history) => history.items.length > 0);
  const findings = ask(HUB_CHECKS, { collectedAt, everyMs, known, now, timezone: site.timezone });
  return {
    hub: hub.hub,
    srvnode: hub.srvnode,
    status: worst(findings, nodes),
    findings,
    nodes,
    end,
    nextRun: collectedAt === undefined ? undefined : collectedAt + everyMs,
  };
}

/** The midnight at the end of the day, in the site's zone, of the hub's last visit; without one, of its newest tarball. */
function endOfPlots(site: Site, histories: NodeHistory[], now: Instant): Instant {
  const visits = histories.flatMap(({ collections }) => collections.at(-1)?.at ?? []);
  const tarballs = histories.flatMap(({ items }) => items.flatMap(({ backups }) => backups.at(-1)?.at ?? []));
  return midnight(newest(visits) ?? newest(tarballs) ?? now, site.timezone, 1);
}

export function judgeSite(hubs: HubVerdict[], now: Instant): SiteVerdict {
  const due = hubs.flatMap(({ nextRun }) => nextRun ?? []);
  const nextRun = due.length === 0 ? undefined : Math.min(...due);
  return {
    asOf: now,
    nextRun,
    validUntil: nextRun === undefined ? undefined : nextRun + GRACE,
    status: worst([], hubs),
    findings: [],
    hubs,
  };
}

function judgeNode(
  site: Site,
  hub: Hub,
  items: string[],
  histories: NodeHistory[],
  history: NodeHistory,
  end: Instant,
  now: Instant,
): NodeVerdict {
  const { timezone } = site;
  const collected = history.collections.at(-1);
  const lastGood = history.collections.findLast(({ outcome }) => outcome === "ok");
  const firstGood = history.collections.find(({ outcome }) => outcome === "ok");
  const unseen = findUnseen(history);
  const backups = history.items.flatMap((past) => past.backups);
  const looked = lastGood !== undefined || (!collected && backups.length > 0);
  const verdicts = items.map((item): ItemVerdict => {
    const past = pastOf(history, item);
    const latest = past.backups.at(-1);
    const elsewhere = histories
      .filter((other) => other !== history)
      .map((other) => ({ other, ...pastOf(other, item) }));
    const rhythm = latest
      ? learnRhythm(past, hub.maxage, unseen, now)
      : neverSeen(elsewhere, firstGood?.at ?? Infinity);
    const seenElsewhere = elsewhere.some(({ backups }) => backups.length > 0);
    const heldOn = elsewhere.filter(({ backups }) => backups.some(({ held }) => held)).map(({ other }) => other.node);
    const findings = ask(ITEM_CHECKS, {
      latest,
      rhythm,
      collected,
      lastGood,
      looked,
      seenElsewhere,
      heldOn,
      now,
      timezone,
    });
    return { item, status: worst(findings), findings, rhythm, latest };
  });
  const held = backups.filter((backup) => backup.held);
  const findings = ask(NODE_CHECKS, { collected, lastGood, known: backups.length, now, timezone });
  return {
    node: history.node,
    status: worst(findings, verdicts),
    findings,
    collected,
    lastGood,
    items: verdicts,
    held: { tarballs: count(held, "files"), bytes: count(held, "bytes") },
    nights: backups.length === 0 && !collected ? [] : countNights(history.items, verdicts, unseen, end, timezone),
    unseen,
  };
}

function pastOf({ items }: NodeHistory, item: string): ItemHistory {
  return items.find((known) => known.item === item) ?? { item, backups: [] };
}

function ask<Case>(checks: Check<Case>[], subject: Case): Finding[] {
  return checks.flatMap((check) => check(subject) ?? []);
}

function worst(findings: Finding[], parts: { status: Status }[] = []): Status {
  const levels = [...findings, ...parts].map(({ status }) => STATUSES.indexOf(status));
  return STATUSES[Math.max(0, ...levels)]!;
}

function count<Key extends string>(things: Record<Key, number>[], key: Key): number {
  return things.reduce((sum, thing) => sum + thing[key], 0);
}

function newest(times: Instant[]): Instant | undefined {
  return times.length === 0 ? undefined : times.reduce((a, b) => Math.max(a, b));
}
