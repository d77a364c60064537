// Which numbers prove the conclusion?
import { sum } from "d3-array";
import type { NodeVerdict } from "../model.ts";
import { plural, printCount, printWord } from "../units.ts";
import type { AddedNight } from "./nights.ts";

/** `All 1,340 tarballs due in the last 30 nights arrived, on 8 nodes.` `where` ends the sentence; it may be empty. */
export function proveNights(nights: AddedNight[], where: string): string {
  const arrived = sum(nights, (night) => night.arrived);
  const due = arrived + sum(nights, (night) => night.missed);
  if (due === 0) return `No tarball is known from the last 30 nights${where}.`;
  const share = arrived < due ? `${printCount(arrived)} of the ${printCount(due)}` : arrived > 1 ? `All ${printCount(due)}` : "The one"; // prettier-ignore
  return `${share} tarball${due === 1 ? "" : "s"} due in the last 30 nights arrived${where}.`;
}

/** `, on 8 nodes of 4 hubs`; `, on 2 of 3 nodes; the other has had no good visit yet`. `hubs` is their number, if it is to be named. */
export function describeNodes(nodes: NodeVerdict[], hubs?: number): string {
  const all = new Set(nodes.map(({ node }) => node));
  const seen = new Set(nodes.filter(({ lastGood, collected }) => lastGood || !collected).map(({ node }) => node));
  const of = hubs === undefined ? "" : ` of ${plural(hubs, "hub")}`;
  const unseen = all.size - seen.size;
  if (unseen === 0) return `, on ${plural(all.size, "node")}${of}`;
  if (seen.size === 0) return `: ${all.size === 1 ? "the node has" : "the nodes have"} had no good visit yet`;
  const others = unseen === 1 ? "other has" : `other ${printWord(unseen)} have`;
  return `, on ${printCount(seen.size)} of ${plural(all.size, "node")}${of}; the ${others} had no good visit yet`;
}
