// Do the clocks agree: the node's with ours, and the one that wrote the stamps?
import type { Backup, Instant, ItemHistory } from "../model.ts";
import { DAY, HOUR, MINUTE } from "../time.ts";
import { printShortTime, printSpan, printTime } from "../units.ts";
import type { Check, ItemCase, NodeCase } from "./check.ts";

/** Nobody's clock is quite right. */
const TOLERANCE = 5 * MINUTE;

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

/** Those backups that can have been made by now, by our clock or by the node's. */
export function comeBy(backups: Backup[], now: Instant, offsetMs = 0): Backup[] {
  let count = backups.length;
  while (count > 0 && backups[count - 1]!.at > now + TOLERANCE + Math.max(0, offsetMs)) count--;
  return count === backups.length ? backups : backups.slice(0, count);
}

/** Whether no item has had a backup lately but one that is stamped ahead. */
export function areAllAhead(items: ItemHistory[], now: Instant): boolean {
  const fresh = items.filter(({ backups }) => (backups.findLast(({ held }) => held)?.at ?? 0) > now - DAY);
  return fresh.length > 0 && fresh.every(({ backups }) => comeBy(backups, now).length < backups.length);
}
