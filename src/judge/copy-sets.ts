// Which nodes have which of an item's backups?
import type { Backup, Instant } from "../model.ts";
import { DAY } from "../time.ts";
import { printList, printTime } from "../units.ts";

export const WINDOW = 30 * DAY;

/** One backup of an item on the nodes that have or had it. */
export interface CopySet {
  at: Instant;
  copies: { node: string; backup: Backup }[];
}

/** One item's backups of the last thirty days on all nodes, oldest first; what may still be arriving is left out. Empty if only one node has any. */
export function copySetsOf(items: { node: string; backups: Backup[]; arriving: boolean }[]): CopySet[] {
  const pasts = items.filter(({ backups }) => backups.length > 0);
  if (pasts.length < 2) return [];
  const since = Math.max(...pasts.map(({ backups }) => backups.at(-1)!.at)) - WINDOW;
  const stamps = new Map<Instant, CopySet>();
  for (const { node, backups, arriving } of pasts) {
    for (let i = backups.length - (arriving ? 2 : 1); i >= 0 && backups[i]!.at >= since; i--) {
      const backup = backups[i]!;
      const known = stamps.get(backup.at);
      if (known) known.copies.push({ node, backup });
      else stamps.set(backup.at, { at: backup.at, copies: [{ node, backup }] });
    }
  }
  return [...stamps.values()].sort((a, b) => a.at - b.at);
}

/** The newest backup on any node, if it is newer than `latest`. */
export function newerOf(copySets: CopySet[], latest: Backup | undefined): { at: Instant; nodes: string[] } | undefined {
  const newest = copySets.at(-1);
  if (!newest || !latest || newest.at <= latest.at) return undefined;
  return { at: newest.at, nodes: newest.copies.map(({ node }) => node) };
}

/** `C and H1 have the backup of 21 Nov 16:10`. */
export function printNewer(newer: { at: Instant; nodes: string[] }, now: Instant, timezone: string): string {
  const { at, nodes } = newer;
  return `${printList(nodes)} ${nodes.length === 1 ? "has" : "have"} the backup of ${printTime(at, timezone, now)}`;
}
