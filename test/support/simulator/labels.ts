// When does a sensible operator want an alarm? Written down from how a history was made, never from how it is judged.
//
// Time. A job starts about a clock time that is known here, early or late by its jitter, and its copy is on a node after its
// delay. While it may still come as usual, nobody wants an alarm: not before due + jitter + the longest usual delay. An
// alarm is wanted once that is clearly over: due + the longest usual delay + twice the jitter + a quarter of an hour (at
// least 25 minutes, at most a quarter of the step from one start to the next).
// An item without a clock: not before its longest gap is over, at the latest after one and a half times that.
// If another node has the copy, an alarm may come as soon as the delay is over, for then the backup is known to exist.
// An item with fewer than ten backups is owed no alarm.
//
// Size. A cut is owed an alarm if the file is at least 15 % below what it would have been and below what is usual for that
// day, and if that is at least four times the series' own spread: 15 % off a series that varies by 10 % from night to night
// is weather; no operator would get up for it. Such cuts may be told, they need not be. The same holds for a copy that is
// short on one node. A clean-up is a cut until three backups have kept the new level. A file that stands still is a cut on
// each night whose own would have been so much larger: Tuesday's differential backup on a Sunday.
import type { Instant } from "../../../src/model.ts";
import { MINUTE } from "../../../src/time.ts";
import type { Schedule } from "./rhythms.ts";

/** Something that is wrong with an item on a node. */
export interface Label {
  kind: Kind;
  /** The question to which it belongs; findings on other questions are not about it. */
  about: "time" | "size";
  /** The least severe status that counts. */
  status: "warn" | "alarm";
  node: string;
  item: string;
  /** When it went wrong. */
  due: Instant;
  /** When an alarm is allowed, and when it is required, if a visit could have seen it. */
  callFrom: Instant;
  callBy: Instant;
  /** When it ends, because of what arrives then. */
  over: Instant;
  /** False: an alarm is allowed but not required. */
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

/** The label for a backup that was due at `due` but did not come; `previous` is the stamp of the last one that did. */
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

/** Whether a file of this size requires an alarm. */
export function isShort(arrived: number, whole: number, usual: number, spread: number): boolean {
  const rest = arrived / Math.min(whole, usual);
  return rest <= 0.85 && -Math.log(rest) >= 4 * spread;
}
