// The numbers behind the verdict on an item.
import type { Evidence, ExpectedSize, Hub, HubVerdict, Instant, ItemHistory, NodeHistory } from "../model.ts";
import { copySetsOf } from "./copy-sets.ts";
import { usualLag } from "./lag.ts";
import { longestCopyDelay } from "./rhythm/copy-delay.ts";
import { assessSize } from "./sizes/assessment.ts";

/** For each node of the hub that judges the item; `histories` are those the verdict was made from, in its order. */
export function evidenceOf(item: string, hub: Hub, { nodes }: HubVerdict, histories: NodeHistory[]): Evidence[] {
  const pasts = histories.map(({ node, items }) => ({ node, past: items.find((past) => past.item === item) }));
  return nodes.flatMap((node, i): Evidence[] => {
    const verdict = node.items.find((known) => known.item === item);
    if (!verdict) return [];
    const { backups, sidecar }: Omit<ItemHistory, "item"> = pasts[i]!.past ?? { backups: [] };
    const others = pasts.flatMap(({ node, past }, k) => (k !== i && past ? [{ node, backups: past.backups }] : []));
    const copySets = copySetsOf([{ node: node.node, backups }, ...others].map((one) => ({ ...one, arriving: false })));
    return [
      {
        ...{ node, verdict, backups, sidecar, others },
        copyDelayMs: longestCopyDelay(backups, histories[i]!.collections),
        size: expectedSize(backups, verdict.latest?.at, hub.timezone),
        lagMs: backups.length === 0 ? undefined : usualLag(copySets, backups, node.node),
      },
    ];
  });
}

function expectedSize(backups: ItemHistory["backups"], newest: Instant | undefined, zone: string) {
  const i = backups.findLastIndex(({ at }) => at === newest);
  const { limits, baseline }: Partial<ReturnType<typeof assessSize>> = i < 0 ? {} : assessSize(backups, i, zone);
  if (!limits || !baseline) return undefined;
  const { expected, spread, count, periodMs } = baseline;
  return { bytes: Math.exp(expected), ...limits, spread, count, periodMs } satisfies ExpectedSize;
}
