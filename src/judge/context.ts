// What the items of a node, and the nodes of a hub, share while they are judged.
import type { Collection, Hub, Instant, NodeHistory, NodeVerdict } from "../model.ts";
import type { CopySet } from "./copy-sets.ts";
import type { Habits } from "./rhythm/rhythm.ts";
import type { SizeAssessments } from "./sizes/assessment.ts";

/** What all nodes of a hub share. */
export interface HubContext {
  hub: Hub;
  /** The zone in which times are printed. */
  timezone: string;
  /** The names of the items that are judged. */
  items: string[];
  histories: NodeHistory[];
  /** By item: its recent backups on all nodes. */
  copySets: Map<string, CopySet[]>;
  /** What was learned from equal copies. */
  habits: Habits;
  assessments: SizeAssessments;
  /** Where the last night of the strip ends. */
  end: Instant;
  now: Instant;
}

/** What all items of a node share. */
export interface NodeContext {
  history: NodeHistory;
  /** The newest visit, and the newest good one. */
  collected: Collection | undefined;
  lastGood: Collection | undefined;
  unseen: NodeVerdict["unseen"];
  /** As in `ItemCase`. */
  seenUntil: Instant;
  looked: boolean;
  allFuture: boolean;
}
