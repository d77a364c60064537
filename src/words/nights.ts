// How did the backups of each night go, on several nodes together?
import { sum } from "d3-array";
import type { Instant, NodeVerdict } from "../model.ts";
import { plural, printCount, printDay, printList } from "../units.ts";

/** One night, summed over several nodes. */
export interface AddedNight {
  day: Instant;
  arrived: number;
  missed: number;
  /** Nodes without a good visit for that night. */
  unseen: number;
  nodes: number;
}

/** Sums the nights of all nodes, oldest first. */
export function addNights(nodes: NodeVerdict[]): AddedNight[] {
  const byDay = new Map<Instant, AddedNight>();
  for (const { day, arrived, missed, looked } of nodes.flatMap(({ nights }) => nights)) {
    const night = byDay.get(day) ?? { day, arrived: 0, missed: 0, unseen: 0, nodes: 0 };
    night.arrived += arrived;
    night.missed += missed;
    night.unseen += looked ? 0 : 1;
    night.nodes += 1;
    byDay.set(day, night);
  }
  return [...byDay.values()].sort((a, b) => a.day - b.day);
}

/** `Last 30 nights: 120 tarballs arrived, 3 did not (20, 21 and 22 Nov), no good visit on 5 Nov.` */
export function describeNights(nights: AddedNight[], zone: string): string {
  const days = (chosen: AddedNight[]) => {
    const named = chosen.slice(-5).map(({ day }) => printDay(day, zone));
    return chosen.length > 5 ? `${printCount(chosen.length)} nights, the last ${named.at(-1)!}` : printList(named);
  };
  const arrived = sum(nights, (night) => night.arrived);
  const missed = sum(nights, (night) => night.missed);
  const late = nights.filter((night) => night.missed > 0);
  const unseen = nights.filter((night) => night.unseen > 0);
  const parts = [`${plural(arrived, "tarball")} arrived`];
  if (missed > 0) parts.push(`${printCount(missed)} did not (${days(late)})`);
  if (unseen.length > 0) parts.push(`no good visit on ${days(unseen)}`);
  return `Last 30 nights: ${parts.join(", ")}.`;
}
