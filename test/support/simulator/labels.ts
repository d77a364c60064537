// When would a sensible operator want to be called? Written down from how a history was made, never from how it is judged.
//
// Time. A job starts about a clock time that is known here, early or late by its jitter, and its copy is on a node after
// the way there. While it may still come as it always did nobody wants to be called: not before due + jitter + the
// longest usual way. One wants to be called once that is clearly over: due + the longest usual way + twice the jitter and
// a quarter of an hour (25 minutes at the least, a quarter of the step from one start to the next at the most).
// An item without a clock: not before its longest gap is over, at the latest after one and a half of it.
// But of a copy that another node has it may be told as soon as the way is over, for then it is known that there is one.
// Whoever has fewer than ten backups to show is owed no call.
//
// Size. A cut is owed a call if the file is at least 15 % below what it would have been and below what is usual for that
// day, and if that is four times the series' own spread or more: 15 % off a series that varies by 10 % from night to night
// is weather, no operator would get up for it. Such cuts may be told, they need not be. The same holds for a copy
// that is short on one node. A clean-up is a cut until three backups have kept the new level. A file that stands still is
// a cut on each night whose own would have been so much larger: the differential one of a Tuesday on a Sunday.
import type { Instant } from "../../../src/model.ts";
import { MINUTE } from "../../../src/time.ts";
import type { Schedule } from "./rhythms.ts";

/** Something that is wrong with an item on a node. */
export interface Label {
  kind: Kind;
  /** The question that it answers: whatever else is said is not about this. */
  about: "time" | "size";
  /** The least that must be said. */
  status: "warn" | "alarm";
  node: string;
  item: string;
  /** When it went wrong. */
  due: Instant;
  /** From when it may be told, and by when it must be, if a visit can have seen it. */
  callFrom: Instant;
  callBy: Instant;
  /** When it is over: what arrives then ends it. */
  over: Instant;
  /** False: may be told, need not be. */
  owed: boolean;
}

export type Kind =
  | "one lost"
  | "outage"
  | "late"
  | "schedule change"
  | "copy stopped"
  | "cut"
  | "copy cut"
  | "clean-up"
  | "jump"
  | "frozen"
  | "empty";

/** The call for a backup that does not come: due at `due`, `previous` is the stamp of the last one that came. */
export function callFor(
  { stepMs, jitterMs, longestGapMs }: Schedule,
  due: Instant,
  previous: Instant,
  longestWayMs: number,
  isElsewhere: boolean,
): Pick<Label, "callFrom" | "callBy"> {
  if (longestGapMs !== undefined) {
    const from = previous + longestWayMs;
    return {
      callFrom: isElsewhere ? due + longestWayMs : from + longestGapMs,
      callBy: from + 1.5 * longestGapMs + 10 * MINUTE,
    };
  }
  const patience = Math.min(stepMs / 4, Math.max(25 * MINUTE, 2 * jitterMs + 15 * MINUTE));
  return { callFrom: due + jitterMs + longestWayMs, callBy: due + longestWayMs + patience };
}

/** Whether a file of so many bytes is one that an operator must be told of. */
export function isShort(arrived: number, whole: number, usual: number, spread: number): boolean {
  const rest = arrived / Math.min(whole, usual);
  return rest <= 0.85 && -Math.log(rest) >= 4 * spread;
}
