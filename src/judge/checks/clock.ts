// Do the clocks agree: the node's with ours, and the one that wrote the stamps?
import { HOUR } from "../../time.ts";
import { printShortTime, printSpan, printTime } from "../../units.ts";
import { TOLERANCE } from "../future.ts";
import type { Check, ItemCase, NodeCase } from "./check.ts";

export const clock: Check<NodeCase> = ({ lastGood }) => {
  const off = lastGood?.clockOffsetMs ?? 0;
  if (Math.abs(off) <= TOLERANCE) return undefined;
  const gist = `clock ${printSpan(Math.abs(off))} ${off < 0 ? "behind" : "ahead"}`;
  const reason =
    `the node's clock is ${printSpan(Math.abs(off))} ${off < 0 ? "behind" : "ahead of"} this machine's; ` +
    `one of them is wrong: run date -u on both`;
  return { check: "clock", status: Math.abs(off) > HOUR ? "alarm" : "warn", reason, gist };
};

export const futureStamp: Check<ItemCase> = ({ future, allFuture, now, timezone }) => {
  if (!future) return undefined;
  const byZone = allFuture && future.at - now < LARGEST_OFFSET;
  const cause = byZone
    ? ", like all recent backups on this node: the hub's timezone in site.cnf is probably wrong"
    : "; the clock that wrote the stamp is wrong";
  const reason = `stamped ${printTime(future.at, timezone, now)}, in the future${cause}`;
  return { check: "clock", status: "warn", reason, gist: `stamped ${printShortTime(future.at, timezone, now)}` };
};

/** The distance from UTC-12 to UTC+14. */
const LARGEST_OFFSET = 26 * HOUR;
