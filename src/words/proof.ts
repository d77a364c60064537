// Which numbers prove the conclusion?
import { sum } from "d3-array";
import type { NodeVerdict } from "../model.ts";
import { plural, printCount, printWord } from "../units.ts";
import type { AddedNight } from "./nights.ts";

/** `All 1,340 tarballs due in the last 30 nights arrived, on 8 nodes.` `where` ends the sentence; empty where the reader knows. */
export function proveNights(nights: AddedNight[], where: string): string {
  const arrived = sum(nights, (night) => night.arrived);
  const due = arrived + sum(nights, (night) => night.missed);
  if (due === 0) return `No tarball is known from the last 30 nights${where}.`;
  const share = arrived < due ? `${printCount(arrived)} of the ${printCount(due)}` : arrived > 1 ? `All ${printCount(due)}` : "The one"; // prettier-ignore
  return `${share} tarball${due === 1 ? "" : "s"} due in the last 30 nights arrived${where}.`;
}

/** `, on 8 nodes of 4 hubs`; `, on 2 of 3 nodes; the other one has never been reached`. */
export function tellWhere(nodes: NodeVerdict[], hubs?: number): string {
  const tags = new Set(nodes.map(({ node }) => node));
  const seen = new Set(nodes.filter(({ lastGood, collected }) => lastGood || !collected).map(({ node }) => node));
  const of = hubs === undefined ? "" : ` of ${plural(hubs, "hub")}`;
  const blind = tags.size - seen.size;
  if (blind === 0) return `, on ${plural(tags.size, "node")}${of}`;
  if (seen.size === 0) return `: ${tags.size === 1 ? "the node has never" : "no node has ever"} been reached`;
  const others = blind === 1 ? "other one has" : `other ${printWord(blind)} have`;
  return `, on ${printCount(seen.size)} of ${plural(tags.size, "node")}${of}; the ${others} never been reached`;
}
