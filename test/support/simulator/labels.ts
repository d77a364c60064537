// When would a sensible operator want an alarm? Derived from how a history was made, never from how it is judged.
//
// Time. A job starts near a clock time that is known here, early or late by its jitter, and its copy is on a node after a
// delay. Nobody wants an alarm while the backup may still come as usual: none before due + jitter + the longest usual delay.
// An alarm is wanted once that time has clearly passed: due + the longest usual delay + twice the jitter and a quarter of an
// hour (at least 25 minutes, at most a quarter of the time between two starts).
// For an item without a schedule: not before its longest gap has passed, and at the latest after one and a half of it.
// If another node already has the copy, an alarm is allowed once the delay has passed: then there surely is a backup.
// No alarm is required for an item with fewer than ten backups.
//
// Size. A cut requires an alarm if the file is at least 15 % smaller than it would have been and than usual for that day,
// and if that is at least four times the spread of the series: if a series varies by 10 % from night to night, 15 % less is
// normal, and no operator would get up for it. An alarm is then allowed but not required. The same holds for a copy that is
// short on one node. A clean-up is a cut until three backups have kept the new level. A frozen file is a cut on each night
// whose own file would have been that much larger: Tuesday's differential backup on a Sunday.
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
