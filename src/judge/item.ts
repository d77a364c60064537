// What is to be thought of one item on one node?
import type { Collection, Instant, ItemHistory, ItemVerdict, NodeHistory, NodeVerdict } from "../model.ts";
import { age } from "./age.ts";
import { isArriving } from "./arriving.ts";
import { type Around, ask, type Check, type ItemCase } from "./check.ts";
import { ahead, comeBy } from "./clock.ts";
import { copies } from "./copies.ts";
import { missingItem } from "./missing.ts";
import { isRetired, retire } from "./retired.ts";
import { learnRhythm, neverSeen } from "./rhythm.ts";
import { sidecar } from "./sidecar.ts";
import { size } from "./size.ts";
import { vanished } from "./vanished.ts";
import { longestWay } from "./way.ts";
import { worst } from "./worst.ts";

const CHECKS: Check<ItemCase>[] = [missingItem, vanished, age, ahead, size, copies, sidecar];

/** What all items of a node share. */
export interface Place {
  history: NodeHistory;
  /** The newest visit, and the newest good one. */
  collected: Collection | undefined;
  lastGood: Collection | undefined;
  unseen: NodeVerdict["unseen"];
  seenUntil: Instant;
  looked: boolean;
  allAhead: boolean;
}

export function judgeItem(item: string, place: Place, around: Around): ItemVerdict {
  const { hub, histories, copied, habits, opinions, now, timezone } = around;
  const { history, collected, lastGood, unseen, seenUntil, looked, allAhead } = place;
  const past = pastOf(history, item);
  const come = comeBy(past.backups, now, lastGood?.clockOffsetMs);
  const latest = come.at(-1);
  const elsewhere = latest ? [] : elsewhereOf(item, history, histories);
  const rhythm = latest
    ? learnRhythm(
        { item, backups: come },
        hub.maxage,
        hub.timezone,
        { unseen, until: seenUntil, wayMs: longestWay(come, history.collections) },
        habits,
      )
    : neverSeen(elsewhere, history.collections.find(({ outcome }) => outcome === "ok")?.at ?? Infinity);
  if (isRetired(item, hub)) return retire(item, rhythm, latest);
  const findings = ask(CHECKS, {
    node: history.node,
    item,
    past: come,
    latest,
    settled: !isArriving(past, lastGood),
    sidecar: past.sidecar,
    notes: past.notes ?? [],
    copied: copied.get(item) ?? [],
    elsewhere,
    frozen: hub.frozen,
    opinions,
    rhythm,
    collected,
    seenUntil,
    looked,
    ahead: past.backups.length > come.length ? past.backups.at(-1) : undefined,
    allAhead,
    now,
    timezone,
  });
  return { item, status: worst(findings), findings, rhythm, latest, retired: false };
}

function elsewhereOf(item: string, here: NodeHistory, histories: NodeHistory[]): ItemCase["elsewhere"] {
  const others = histories.filter((other) => other !== here);
  return others.map((other) => ({ node: other.node, backups: pastOf(other, item).backups }));
}

function pastOf({ items }: NodeHistory, item: string): ItemHistory {
  return items.find((known) => known.item === item) ?? { item, backups: [] };
}
