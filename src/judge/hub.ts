// The verdict on a hub.
import type { Hub, HubVerdict, Instant, NodeHistory, Site } from "../model.ts";
import { midnight } from "../time.ts";
import { isArriving } from "./arriving.ts";
import { ask } from "./checks/check.ts";
import { HUB_CHECKS } from "./checks/checks.ts";
import { type CopySet, copySetsOf } from "./copy-sets.ts";
import { matrixOf } from "./matrix.ts";
import { Memo } from "./memo.ts";
import { judgeNode } from "./node.ts";
import type { Learned } from "./rhythm/learn.ts";
import { learnEvery, RUNS } from "./schedule.ts";
import { silenceHub } from "./silence.ts";
import { SizeAssessments } from "./sizes/assessment.ts";
import { worst } from "./worst.ts";

/**
 * Judges one hub. `histories` are its nodes', in the config's order and limited to the selected items; `assessments` keeps
 * the size assessments for the plots.
 */
export function judgeHub(
  site: Site,
  hub: Hub,
  histories: NodeHistory[],
  now: Instant,
  assessments = new SizeAssessments(hub.timezone),
): HubVerdict {
  const names = hub.select.length > 0 ? hub.select : histories.flatMap(({ items }) => items.map(({ item }) => item));
  const items = [...new Set(names)].sort();
  const end = endOfPlots(site, histories, now);
  const copySets = copySetsByItem(items, histories);
  const habits = new Memo<Learned>();
  const context = { hub, timezone: site.timezone, items, histories, copySets, habits, assessments, end, now };
  const nodes = histories.map((history) => judgeNode(history, context));
  const runs = histories.flatMap(({ collections }) => collections.slice(-RUNS).map(({ at }) => at));
  const collectedAt = newest(runs);
  const everyMs = site.everyMs ?? learnEvery(runs);
  const known = histories.some((history) => history.items.length > 0);
  const damage = histories.find((history) => history.damage)?.damage;
  const findings = ask(HUB_CHECKS, { hub, collectedAt, everyMs, damage, known, now, timezone: site.timezone });
  const verdict: HubVerdict = {
    hub: hub.hub,
    srvnode: hub.srvnode,
    status: worst(findings, nodes),
    findings,
    nodes,
    copies: matrixOf({ ...context, nodes }),
    end,
    nextRun: collectedAt === undefined ? undefined : collectedAt + everyMs,
  };
  return silenceHub(verdict, site.silences, now);
}

/** The midnight, in the site's zone, that ends the day of the hub's last visit or else of its newest backup. */
function endOfPlots(site: Site, histories: NodeHistory[], now: Instant): Instant {
  const visits = histories.flatMap(({ collections }) => collections.at(-1)?.at ?? []);
  const tarballs = histories.flatMap(({ items }) => items.flatMap(({ backups }) => backups.at(-1)?.at ?? []));
  return midnight(newest(visits) ?? newest(tarballs) ?? now, site.timezone, 1);
}

/** By item: its recent backups on all nodes. */
function copySetsByItem(names: string[], histories: NodeHistory[]): Map<string, CopySet[]> {
  const pasts = new Map(names.map((item): [string, Parameters<typeof copySetsOf>[0]] => [item, []]));
  for (const { node, items, collections } of histories) {
    const lastGood = collections.findLast(({ outcome }) => outcome === "ok");
    for (const past of items) {
      pasts.get(past.item)?.push({ node, backups: past.backups, arriving: isArriving(past, lastGood) });
    }
  }
  return new Map([...pasts].map(([item, nodes]) => [item, copySetsOf(nodes)]));
}

function newest(times: Instant[]): Instant | undefined {
  return times.length === 0 ? undefined : times.reduce((a, b) => Math.max(a, b));
}
