// The verdict on one item on one node.
import type { ItemHistory, ItemVerdict, NodeHistory } from "../model.ts";
import { withoutFuture } from "./future.ts";
import { isArriving } from "./arriving.ts";
import { ask, type ItemCase } from "./checks/check.ts";
import { ITEM_CHECKS } from "./checks/checks.ts";
import type { HubContext, NodeContext } from "./context.ts";
import { isRetired, retire } from "./retired.ts";
import { longestCopyDelay } from "./rhythm/copy-delay.ts";
import { learnRhythm, neverSeen } from "./rhythm/rhythm.ts";
import { worst } from "./worst.ts";

export function judgeItem(item: string, context: NodeContext, hubContext: HubContext): ItemVerdict {
  const { hub, histories, copySets, habits, assessments, now, timezone } = hubContext;
  const { history, collected, lastGood, unseen, seenUntil, looked, allFuture } = context;
  const past = pastOf(history, item);
  const arrived = withoutFuture(past.backups, now, lastGood?.clockOffsetMs);
  const latest = arrived.at(-1);
  const others = latest ? [] : othersOf(item, history, histories);
  const rhythm = latest
    ? learnRhythm(
        { item, backups: arrived },
        hub.maxage,
        hub.timezone,
        { unseen, until: seenUntil, copyDelayMs: longestCopyDelay(arrived, history.collections) },
        habits,
      )
    : neverSeen(others, history.collections.find(({ outcome }) => outcome === "ok")?.at ?? Infinity);
  if (isRetired(item, hub)) return retire(item, rhythm, latest);
  const findings = ask(ITEM_CHECKS, {
    hub,
    node: history.node,
    item,
    past: arrived,
    latest,
    complete: !isArriving(past, lastGood),
    sidecar: past.sidecar,
    notes: past.notes ?? [],
    copySets: copySets.get(item) ?? [],
    others,
    assessments,
    rhythm,
    collected,
    seenUntil,
    looked,
    future: past.backups.length > arrived.length ? past.backups.at(-1) : undefined,
    allFuture,
    now,
    timezone,
  });
  return { item, status: worst(findings), findings, rhythm, latest, retired: false };
}

function othersOf(item: string, here: NodeHistory, histories: NodeHistory[]): ItemCase["others"] {
  const others = histories.filter((other) => other !== here);
  return others.map((other) => ({ node: other.node, backups: pastOf(other, item).backups }));
}

function pastOf({ items }: NodeHistory, item: string): ItemHistory {
  return items.find((known) => known.item === item) ?? { item, backups: [] };
}
