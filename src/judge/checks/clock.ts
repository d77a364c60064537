// Do the clocks agree: the node's with ours, and the one that wrote the stamps?
import { HOUR } from "../../time.ts";
import { printShortTime, printSpan, printTime } from "../../units.ts";
import { TOLERANCE } from "../ahead.ts";
import type { Check, ItemCase, NodeCase } from "./check.ts";

export const clock: Check<NodeCase> = ({ lastGood }) => {
  const off = lastGood?.clockOffsetMs ?? 0;
  if (Math.abs(off) <= TOLERANCE) return undefined;
  const gist = `clock ${printSpan(Math.abs(off))} ${off < 0 ? "behind" : "ahead"}`;
  const reason =
    `its clock is ${printSpan(Math.abs(off))} ${off < 0 ? "behind" : "ahead of"} this machine's; ` +
    `one of the two is wrong: compare both with date -u`;
  return { check: "clock", status: Math.abs(off) > HOUR ? "alarm" : "warn", reason, gist };
};

export const ahead: Check<ItemCase> = ({ ahead, allAhead, now, timezone }) => {
  if (!ahead) return undefined;
  const byZone = allAhead && ahead.at - now < LARGEST_OFFSET;
  const cause = byZone
    ? "so is all that comes to this node: the hub's timezone in site.cnf is probably wrong by some hours"
    : "the clock that wrote the stamp is wrong";
  const reason = `stamped ${printTime(ahead.at, timezone, now)}, which is yet to come; ${cause}`;
  return { check: "clock", status: "warn", reason, gist: `stamped ${printShortTime(ahead.at, timezone, now)}` };
};

/** From UTC-12 to UTC+14. */
const LARGEST_OFFSET = 26 * HOUR;
