// What a check is given, and what it returns.
import type {
  Backup,
  Collection,
  Damage,
  Finding,
  Hub,
  Instant,
  ItemHistory,
  Note,
  Outlook,
  Rhythm,
} from "../../model.ts";
import type { CopySet } from "../copy-sets.ts";
import type { SizeAssessments } from "../sizes/assessment.ts";

/** One item on one node. */
export interface ItemCase {
  /** Stamps are in its zone. */
  hub: Hub;
  node: string;
  item: string;
  /** Every known backup, oldest first, without those stamped in the future. */
  past: Backup[];
  /** The newest of them. */
  latest: Backup | undefined;
  /** Whether the latest has arrived completely: no transfer was under way at the last good visit. */
  complete: boolean;
  sidecar: Note | undefined;
  notes: NonNullable<ItemHistory["notes"]>;
  /** The recent backups of the item on all nodes of the hub. */
  copySets: CopySet[];
  assessments: SizeAssessments;
  rhythm: Rhythm;
  /** The newest visit, good or failed. */
  collected: Collection | undefined;
  /** Until when we know what arrived: the last good visit; without any visit, now. */
  seenUntil: Instant;
  /** Whether the node was ever seen, by a good visit or by the predecessor, which recorded no visits. */
  looked: boolean;
  /** The item on the hub's other nodes; empty where it was seen here. */
  others: { node: string; backups: Backup[] }[];
  /** The newest backup if it is stamped in the future, and whether all recent backups on the node are. */
  future: Backup | undefined;
  allFuture: boolean;
  now: Instant;
  /** The zone in which times are printed. */
  timezone: string;
}

/** One node of one hub. */
export interface NodeCase {
  hub: Hub;
  /** The newest visit, and the newest good one. */
  collected: Collection | undefined;
  lastGood: Collection | undefined;
  /** How many backups were ever seen there. */
  known: number;
  items: ItemHistory[];
  collections: Collection[];
  outlook: Outlook | undefined;
  now: Instant;
  timezone: string;
}

/** One hub. */
export interface HubCase {
  hub: Hub;
  /** The newest visit to any of its nodes. */
  collectedAt: Instant | undefined;
  /** The usual time between two runs. */
  everyMs: number;
  /** To its database, until it has been acknowledged. */
  damage: Damage | undefined;
  /** Whether any backup is known, even from the predecessor. */
  known: boolean;
  now: Instant;
  timezone: string;
}

export type Check<Case> = (subject: Case) => Finding | undefined;

/** The findings of all checks, in their order. */
export function ask<Case>(checks: Check<Case>[], subject: Case): Finding[] {
  return checks.flatMap((check) => check(subject) ?? []);
}
