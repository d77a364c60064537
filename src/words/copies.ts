// Which copies are there, in a word each, and how many of them are whole?
import { groups, sum } from "d3-array";
import type { Copies, Copy, Instant } from "../model.ts";
import { plural, printCount, printList, printNearDay, printWord } from "../units.ts";
import { printShare } from "./counts.ts";

export const COPY_WORDS: Record<Copy, string> = {
  same: "same size",
  present: "there",
  short: "short",
  larger: "larger",
  late: "not here yet",
  awaited: "not due yet",
  missing: "did not come",
  gone: "purged",
  unreachable: "could not look",
  none: "none due",
};

export const COPY_MEANINGS: Record<Exclude<Copy, "none">, string> = {
  same: "It is there, and as large as on another node.",
  present: "It is there, but no other node has it to compare it with.",
  short: "It is smaller than its copy on another node, or than expected.",
  larger: "It is larger than most of its copies.",
  late: "It has not arrived yet, but may still be on its way.",
  awaited: "It is not due yet.",
  missing: "It was due and did not come.",
  gone: "It was there and has been purged since.",
  unreachable: "The node could not be asked.",
};

export function isWhole(copy: Copy): boolean {
  return copy === "same" || copy === "present";
}

const NAMED = 3;

/** `two copies`; `2 of 3 copies; none on SDU since 10 May; C is 25 % short`. */
export function tellCopies(copies: Copies[], zone: string, now: Instant): string {
  const whole = copies.filter(({ newest }) => isWhole(newest)).length;
  if (whole === copies.length) return `${printWord(whole)} ${whole === 1 ? "copy" : "copies"}`;
  const lacking = copies.filter(({ newest }) => !isWhole(newest));
  const alike = groups(lacking, (copy) => tellCopy([], copy, zone, now)).map(([, same]) => same);
  const told = alike.slice(0, NAMED).map((same) => {
    const nodes = same.map(({ node }) => node);
    return tellCopy(nodes, same[0]!, zone, now);
  });
  const untold = sum(alike.slice(NAMED), (same) => same.length);
  if (untold > 0) told.push(`${printWord(untold)} more not whole`);
  return [...(whole > 0 ? [`${whole} of ${copies.length} copies`] : []), ...told].join("; ");
}

function tellCopy(nodes: string[], { newest, since, lacks }: Copies, zone: string, now: Instant): string {
  const who = nodes.length > NAMED ? `${nodes[0]!} and ${printWord(nodes.length - 1)} other nodes` : printList(nodes);
  const many = nodes.length > 1;
  const are = many ? "are" : "is";
  const last = since === undefined ? "" : printNearDay(since, zone, now);
  if (newest === "missing") return last === "" ? `none ever on ${who}` : `none on ${who} since ${last}`;
  if (newest === "gone")
    return last === "" ? `none left on ${who}` : `${who} ${many ? "keep" : "keeps"} none after ${last}`;
  if (newest === "short") return `${who} ${are}${lacks === undefined ? "" : ` ${printShare(lacks)}`} short`;
  if (newest === "larger") return `${who} ${are} larger`;
  if (newest === "unreachable") return `could not look at ${who}`;
  return `not yet on ${who}`;
}

/** `ranks`: those above 0 are not whole. */
export function tellMoreCopies(ranks: number[]): string {
  if (ranks.length === 0) return "";
  const lacking = ranks.filter((rank) => rank > 0).length;
  const which =
    lacking === 0 ? "whole everywhere" : lacking === ranks.length ? "not whole" : `${printCount(lacking)} not whole`;
  return `${plural(ranks.length, "more item")}, ${which}: see the page of each node.`;
}
