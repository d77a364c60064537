// Which copies are there, a word for each, and how many of them are whole?
import { groups, sum } from "d3-array";
import type { Copies, Copy, Instant } from "../model.ts";
import { plural, printCount, printList, printNearDay, printWord } from "../units.ts";
import { printShare } from "./counts.ts";

export const COPY_WORDS: Record<Copy, string> = {
  same: "same size",
  present: "present",
  short: "short",
  larger: "larger",
  late: "not here yet",
  awaited: "not due yet",
  missing: "did not come",
  gone: "purged",
  unreachable: "no good visit",
  none: "none due",
};

export const COPY_MEANINGS: Record<Exclude<Copy, "none">, string> = {
  same: "It is there, with the same size as on another node.",
  present: "It is there, but no other node has a copy to compare it with.",
  short: "It is smaller than the copy on another node, or than expected.",
  larger: "It is larger than most other copies.",
  late: "It has not arrived yet, but may be on its way.",
  awaited: "It is not due yet.",
  missing: "It was due and did not come.",
  gone: "It was there, but has been purged since.",
  unreachable: "No visit to the node succeeded, so nobody knows.",
};

export function isWhole(copy: Copy): boolean {
  return copy === "same" || copy === "present";
}

/** Different shortcomings named in one sentence, and nodes named for each. */
const MAX_NAMED = 3;

/** `two copies`; `2 of 3 copies; none on SDU since 10 May; the one on C is 25 % short`. `now` decides whether dates show a year. */
export function describeCopies(copies: Copies[], zone: string, now: Instant): string {
  const whole = copies.filter(({ newest }) => isWhole(newest)).length;
  if (whole === copies.length) return `${printWord(whole)} ${whole === 1 ? "copy" : "copies"}`;
  const lacking = copies.filter(({ newest }) => !isWhole(newest));
  const alike = groups(lacking, (copy) => describeCopy([], copy, zone, now)).map(([, same]) => same);
  const parts = alike.slice(0, MAX_NAMED).map((same) => {
    const nodes = same.map(({ node }) => node);
    return describeCopy(nodes, same[0]!, zone, now);
  });
  const more = sum(alike.slice(MAX_NAMED), (same) => same.length);
  if (more > 0) parts.push(`${printWord(more)} more not whole`);
  return [...(whole > 0 ? [`${whole} of ${copies.length} copies`] : []), ...parts].join("; ");
}

function describeCopy(nodes: string[], { newest, since, lacks }: Copies, zone: string, now: Instant): string {
  const who =
    nodes.length > MAX_NAMED ? `${nodes[0]!} and ${printWord(nodes.length - 1)} other nodes` : printList(nodes);
  const many = nodes.length > 1;
  const onThem = `${many ? "those" : "the one"} on ${who} ${many ? "are" : "is"}`;
  const last = since === undefined ? "" : printNearDay(since, zone, now);
  if (newest === "missing") return last === "" ? `none ever on ${who}` : `none on ${who} since ${last}`;
  if (newest === "gone") return last === "" ? `none left on ${who}` : `the newest left on ${who} is of ${last}`;
  if (newest === "short") return `${onThem}${lacks === undefined ? "" : ` ${printShare(lacks)}`} short`;
  if (newest === "larger") return `${onThem} larger`;
  if (newest === "unreachable") return `the ${many ? "visits" : "visit"} to ${who} failed`;
  return `not yet on ${who}`;
}

/** For the items that a page leaves out: `ranks` has a number for each, above 0 where a copy is not whole. */
export function describeMoreCopies(ranks: number[]): string {
  if (ranks.length === 0) return "";
  const lacking = ranks.filter((rank) => rank > 0).length;
  const which =
    lacking === 0 ? "whole everywhere" : lacking === ranks.length ? "not whole" : `${printCount(lacking)} not whole`;
  return `${plural(ranks.length, "more item")}, ${which}: see the page of each node.`;
}
