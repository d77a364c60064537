// How was each night on several nodes together?
import type { Instant, NodeVerdict } from "../model.ts";

/** The nights of several nodes, added. */
export interface AddedNight {
  day: Instant;
  arrived: number;
  missed: number;
  /** How many of these nodes nobody could look at. */
  unseen: number;
  nodes: number;
}

export function addNights(nodes: NodeVerdict[]): AddedNight[] {
  const byDay = new Map<Instant, AddedNight>();
  for (const { day, arrived, missed, looked } of nodes.flatMap(({ nights }) => nights)) {
    const sum = byDay.get(day) ?? { day, arrived: 0, missed: 0, unseen: 0, nodes: 0 };
    sum.arrived += arrived;
    sum.missed += missed;
    sum.unseen += looked ? 0 : 1;
    sum.nodes += 1;
    byDay.set(day, sum);
  }
  return [...byDay.values()].sort((a, b) => a.day - b.day);
}
