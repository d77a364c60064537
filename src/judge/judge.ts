// What is to be thought of the backups of a hub, and of all of them? Pure: history, config and an instant in, verdict out.
import type { Hub, HubVerdict, Instant, NodeHistory, Site, SiteVerdict } from "../model.ts";
import { midnight } from "../time.ts";
import { isArriving } from "./arriving.ts";
import { ask, type Check, type HubCase } from "./check.ts";
import { collection, GRACE, learnEvery, RUNS } from "./collection.ts";
import { type Copied, gatherCopies } from "./copied.ts";
import { database } from "./database.ts";
import { endedSilences, idleSilences } from "./idle.ts";
import type { Learned } from "./learn.ts";
import { matrixOf } from "./matrix.ts";
import { Memory } from "./memory.ts";
import { judgeNode } from "./node.ts";
import { Opinions } from "./opinion.ts";
import { noteRetired } from "./retired.ts";
import { silenceHub } from "./silence.ts";
import { worst } from "./worst.ts";

const CHECKS: Check<HubCase>[] = [database, collection];

export { appraise, appraiser, type Asked, reach } from "./appraise.ts";
export { Memory } from "./memory.ts";

/** One hub from the histories of all of its nodes, in the config's order and limited to the selected items. */
export function judgeHub(site: Site, hub: Hub, histories: NodeHistory[], now: Instant): HubVerdict {
  const names = hub.select.length > 0 ? hub.select : histories.flatMap(({ items }) => items.map(({ item }) => item));
  const items = [...new Set(names)].sort();
  const end = endOfPlots(site, histories, now);
  const copied = copiesOf(items, histories);
  const learned = { habits: new Memory<Learned>(), opinions: new Opinions(hub.timezone) };
  const around = { hub, timezone: site.timezone, items, histories, copied, ...learned, end, now };
  const nodes = histories.map((history) => judgeNode(history, around));
  const runs = histories.flatMap(({ collections }) => collections.slice(-RUNS).map(({ at }) => at));
  const collectedAt = newest(runs);
  const everyMs = site.everyMs ?? learnEvery(runs);
  const known = histories.some((history) => history.items.length > 0);
  const damage = histories.find((history) => history.damage)?.damage;
  const findings = ask(CHECKS, { collectedAt, everyMs, damage, known, now, timezone: site.timezone });
  const verdict: HubVerdict = {
    hub: hub.hub,
    srvnode: hub.srvnode,
    status: worst(findings, nodes),
    findings,
    nodes,
    copies: matrixOf({ ...around, nodes }),
    end,
    nextRun: collectedAt === undefined ? undefined : collectedAt + everyMs,
  };
  return silenceHub(verdict, site.silences, now);
}

/** The midnight at the end of the day, in the site's zone, of the hub's last visit; without one, of its newest tarball. */
function endOfPlots(site: Site, histories: NodeHistory[], now: Instant): Instant {
  const visits = histories.flatMap(({ collections }) => collections.at(-1)?.at ?? []);
  const tarballs = histories.flatMap(({ items }) => items.flatMap(({ backups }) => backups.at(-1)?.at ?? []));
  return midnight(newest(visits) ?? newest(tarballs) ?? now, site.timezone, 1);
}

/** `hubs`: those of the site that are judged, in its order. */
export function judgeSite(site: Site, hubs: HubVerdict[], now: Instant): SiteVerdict {
  const findings = idleSilences(site, hubs, now);
  const notes = [
    ...endedSilences(site, now),
    ...hubs.flatMap((verdict) =>
      noteRetired(
        site.hubs.find(({ hub }) => hub === verdict.hub)!,
        verdict,
        now,
        site.timezone,
      ),
    ),
  ];
  const due = hubs.flatMap(({ nextRun }) => nextRun ?? []);
  const nextRun = due.length === 0 ? undefined : Math.min(...due);
  return {
    asOf: now,
    nextRun,
    validUntil: nextRun === undefined ? undefined : nextRun + GRACE,
    status: worst(findings, hubs),
    findings,
    notes,
    hubs,
  };
}

/** By item: what several nodes got of it lately. */
function copiesOf(names: string[], histories: NodeHistory[]): Map<string, Copied[]> {
  const pasts = new Map(names.map((item): [string, Parameters<typeof gatherCopies>[0]] => [item, []]));
  for (const { node, items, collections } of histories) {
    const lastGood = collections.findLast(({ outcome }) => outcome === "ok");
    for (const past of items) {
      pasts.get(past.item)?.push({ node, backups: past.backups, arriving: isArriving(past, lastGood) });
    }
  }
  return new Map([...pasts].map(([item, nodes]) => [item, gatherCopies(nodes)]));
}

function newest(times: Instant[]): Instant | undefined {
  return times.length === 0 ? undefined : times.reduce((a, b) => Math.max(a, b));
}
