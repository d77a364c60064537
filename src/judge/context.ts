// What do the items of a node, and the nodes of a hub, have in common when they are judged?
import type { Collection, Hub, Instant, NodeHistory, NodeVerdict } from "../model.ts";
import type { Copied } from "./copied.ts";
import type { Habits } from "./rhythm/rhythm.ts";
import type { SizeAssessments } from "./sizes/assessment.ts";

/** What all nodes of a hub share. */
export interface HubContext {
  hub: Hub;
  /** In which times are told. */
  timezone: string;
  /** Names of those that are judged. */
  items: string[];
  histories: NodeHistory[];
  /** By item: what several nodes got of it lately. */
  copied: Map<string, Copied[]>;
  /** What was learned of copies that are alike. */
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
  seenUntil: Instant;
  looked: boolean;
  allAhead: boolean;
}
