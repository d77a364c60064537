// What a check is given and what it says. A new check is one file beside this one and one line in a list of `judge.ts`.
import type { Backup, Collection, Finding, Instant, Rhythm } from "../model.ts";

/** One item on one node. */
export interface ItemCase {
  latest: Backup | undefined;
  rhythm: Rhythm;
  /** The newest visit, and the newest that was ok. */
  collected: Collection | undefined;
  lastGood: Collection | undefined;
  /** Whether what is not known is not there: somebody looked, be it the predecessor, who wrote down no visits. */
  looked: boolean;
  /** Whether another node of the hub has ever had the item, and which of them hold it now. */
  seenElsewhere: boolean;
  heldOn: string[];
  now: Instant;
  /** In which times are told. */
  timezone: string;
}

/** One node of one hub. */
export interface NodeCase {
  collected: Collection | undefined;
  lastGood: Collection | undefined;
  /** Tarballs ever seen there. */
  known: number;
  now: Instant;
  timezone: string;
}

/** One hub. */
export interface HubCase {
  /** Its newest visit on any node. */
  collectedAt: Instant | undefined;
  everyMs: number;
  /** Whether anything is known of it, be it from the predecessor. */
  known: boolean;
  now: Instant;
  timezone: string;
}

export type Check<Case> = (subject: Case) => Finding | undefined;
