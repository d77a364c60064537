// Is an item retired, and does it still arrive?
import { matches } from "../glob.ts";
import type { Hub, HubVerdict, Instant, ItemVerdict, Rhythm } from "../model.ts";
import { printList, printTime } from "../units.ts";

export function isRetired(item: string, { retired }: Hub): boolean {
  return retired.some((pattern) => matches(pattern, item));
}

/** A retired item keeps its history, gaps included; nothing is missed after its newest backup. */
export function retire(item: string, rhythm: Rhythm, latest: ItemVerdict["latest"]): ItemVerdict {
  const missed = rhythm.missed.filter((due) => latest && due < latest.at);
  return { item, status: "ok", findings: [], rhythm: { ...rhythm, missed }, latest, retired: true };
}

/** Notes on retired items that still keep their rhythm, and on patterns that match nothing. */
export function noteRetired(
  { retired }: Hub,
  { hub, srvnode, nodes }: HubVerdict,
  now: Instant,
  zone: string,
): string[] {
  const items = nodes.flatMap((node) => node.items.map((item) => ({ ...item, node: node.node })));
  const back = items.filter((item) => item.retired && item.latest && now <= (item.rhythm.dueBy ?? -Infinity));
  const idle = retired.filter((pattern) => !items.some(({ item }) => matches(pattern, item)));
  return [
    ...[...new Set(back.map(({ item }) => item))].map((name) => {
      const here = back.filter(({ item }) => item === name);
      const newest = Math.max(...here.map(({ latest }) => latest!.at));
      const where = printList(here.map(({ node }) => node));
      return (
        `${name} of ${srvnode} is retired but still arrives on ${where}, last ${printTime(newest, zone, now)}; ` +
        `remove it from retired, or stop its job`
      );
    }),
    ...idle.map((pattern) => `retired = ${pattern} in [${hub}] matches no item`),
  ];
}
