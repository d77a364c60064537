// Is the newest tarball overdue?
import { printClock, printDay, printShortTime, printTime } from "../../units.ts";
import { newerOf, printNewer } from "../copy-sets.ts";
import type { Check, ItemCase } from "./check.ts";

export const age: Check<ItemCase> = ({ latest, rhythm, copySets, collected, seenUntil, now, timezone }) => {
  const { due, dueBy, rule } = rhythm;
  if (!latest || due === undefined || dueBy === undefined || now <= dueBy) return undefined;
  const print = (at: number) => printTime(at, timezone, now);
  const sameDay = printDay(due, timezone) === printDay(dueBy, timezone);
  const since = sameDay ? printClock(dueBy, timezone) : print(dueBy);
  if (seenUntil > dueBy) {
    const when = due === dueBy ? `alarm since ${print(dueBy)}` : `the next was due ${print(due)}, alarm since ${since}`;
    const newer = newerOf(copySets, latest);
    const elsewhere = newer ? `; ${printNewer(newer, now, timezone)}` : "";
    const reason = `nothing since ${print(latest.at)}; ${rule}; ${when}${elsewhere}`;
    return { check: "age", status: "alarm", reason, gist: `nothing since ${printShortTime(latest.at, timezone, now)}` };
  }
  // No visit since: that is for `unreachable` and `collection` to say.
  if (!collected || collected.outcome === "ok") return undefined;
  const reason = `nothing seen since ${print(latest.at)}; ${rule}; the next was due ${print(due)}, but the last visit failed`;
  return { check: "age", status: "unknown", reason, gist: `due ${printShortTime(due, timezone, now)}, not seen` };
};
