// The verdict on one node of a hub.
import type { ItemHistory, NodeHistory, NodeVerdict } from "../model.ts";
import { isAllFuture } from "./future.ts";
import { ask } from "./checks/check.ts";
import { NODE_CHECKS } from "./checks/checks.ts";
import type { HubContext } from "./context.ts";
import { judgeItem } from "./item.ts";
import { countNights } from "./nights.ts";
import { foresee } from "./outlook.ts";
import { findUnseen } from "./unseen.ts";
import { worst } from "./worst.ts";

export function judgeNode(history: NodeHistory, hubContext: HubContext): NodeVerdict {
  const { hub, end, now, timezone } = hubContext;
  const { node, items, collections } = history;
  const collected = collections.at(-1);
  const lastGood = collections.findLast(({ outcome }) => outcome === "ok");
  const unseen = findUnseen(history);
  const outlook = foresee(collections, items);
  const known = items.reduce((sum, { backups }) => sum + backups.length, 0);
  const seenUntil = collected ? (lastGood?.at ?? -Infinity) : now;
  const looked = lastGood !== undefined || (!collected && known > 0);
  const context = { history, collected, lastGood, unseen, seenUntil, looked, allFuture: isAllFuture(items, now) };
  const verdicts = hubContext.items.map((item) => judgeItem(item, context, hubContext));
  const findings = ask(NODE_CHECKS, { hub, collected, lastGood, known, items, collections, outlook, now, timezone });
  return {
    node,
    status: worst(findings, verdicts),
    findings,
    collected,
    lastGood,
    items: verdicts,
    held: heldOf(items),
    nights: known === 0 && !collected ? [] : countNights(items, verdicts, unseen, end, timezone),
    unseen,
    space: outlook,
  };
}

function heldOf(items: ItemHistory[]): NodeVerdict["held"] {
  const held = { tarballs: 0, bytes: 0 };
  for (const { backups } of items) {
    for (const backup of backups) {
      if (!backup.held) continue;
      held.tarballs += backup.files;
      held.bytes += backup.bytes;
    }
  }
  return held;
}
