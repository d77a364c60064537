// What is a check given, and what does it say?
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
import type { Copied } from "../copied.ts";
import type { SizeAssessments } from "../sizes/assessment.ts";

/** One item on one node. */
export interface ItemCase {
  /** Its zone is the one that stamps mean. */
  hub: Hub;
  node: string;
  item: string;
  /** All that is known of it, oldest first, but for what is stamped in the future. */
  past: Backup[];
  /** The newest that is not stamped in the future. */
  latest: Backup | undefined;
  /** Whether the latest had arrived whole when we last looked, as far as one can see. */
  settled: boolean;
  sidecar: Note | undefined;
  notes: NonNullable<ItemHistory["notes"]>;
  /** What several nodes of the hub got lately. */
  copied: Copied[];
  assessments: SizeAssessments;
  rhythm: Rhythm;
  /** The newest visit. */
  collected: Collection | undefined;
  /** Until when what has come is known: the newest visit that was ok; without any visit, now. */
  seenUntil: Instant;
  /** Whether what is not known is not there: somebody looked, be it the predecessor, who wrote down no visits. */
  looked: boolean;
  /** Of what was never seen here all that is known on the hub's other nodes. */
  elsewhere: { node: string; backups: Backup[] }[];
  /** The newest backup whose stamp has not come yet, and whether all that comes to the node is stamped so. */
  ahead: Backup | undefined;
  allAhead: boolean;
  now: Instant;
  /** In which times are told. */
  timezone: string;
}

/** One node of one hub. */
export interface NodeCase {
  hub: Hub;
  /** The newest visit, and the newest that was ok. */
  collected: Collection | undefined;
  lastGood: Collection | undefined;
  /** Tarballs ever seen there. */
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
  /** Its newest visit on any node. */
  collectedAt: Instant | undefined;
  everyMs: number;
  /** Of its database, as long as nobody has seen to it. */
  damage: Damage | undefined;
  /** Whether anything is known of it, be it from the predecessor. */
  known: boolean;
  now: Instant;
  timezone: string;
}

export type Check<Case> = (subject: Case) => Finding | undefined;

export function ask<Case>(checks: Check<Case>[], subject: Case): Finding[] {
  return checks.flatMap((check) => check(subject) ?? []);
}
