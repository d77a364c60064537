// What does the program ask of its memory? Each kind of store answers in a folder of its own.
import type { Instant, Malformed, NodeHistory, Visit } from "../model.ts";

export interface Store {
  /**
   * Remembers a visit: new tarballs, sizes that changed, what is gone, and one collection per result.
   * A result that is not ok changes nothing but the list of collections. All of the visit is remembered, or none of it.
   */
  record(visit: Visit): Promise<void>;

  /**
   * One hub's backups on one node as they were known at `asOf`; both names as in the config.
   * Empty for a hub or a node that the store has never heard of.
   */
  history(hub: string, node: string, asOf: Instant): Promise<NodeHistory>;

  /**
   * Makes what was recorded safe; what was not saved is lost with the process. Collections older than 400 days are
   * forgotten. Nothing is written if nothing was recorded.
   * @throws UserError if it cannot be written; then the old data is as it was.
   */
  save(): Promise<void>;

  /**
   * Makes the history of a hub or a node that of another, and merges it with what that one already has. As of any time it
   * then stands under the new tag.
   * @returns how much there was under the old tag
   */
  rename(kind: Tag, from: string, to: string): Promise<Renamed>;

  /** What a person should know of how the store was found, "" if nothing. */
  readonly note: string;

  /** Rows of the legacy table that could not be used; they were left as they are. */
  readonly malformed: Malformed;

  close(): Promise<void>;
}

/** What a tag names. */
export type Tag = "hub" | "node";

export interface Renamed {
  backups: number;
  collections: number;
}

/**
 * Opens a store; nothing is written before `save`. The stamps of a hub whose `timezone` has changed are read anew.
 * @param dbpath where it is; what it looks like is the store's own business
 * @param owners every hub whose store this is
 * @throws UserError if it cannot be opened, or must not be (another program's, damaged beyond repair)
 */
export type OpenStore = (dbpath: string, owners: Owner[], keep: Keep) => Promise<Store>;

/** What the store must know of a hub's section of the config. */
export interface Owner {
  hub: string;
  srvnode: string;
  /** Zone of the hub's stamps. */
  timezone: string;
  nodes: string[];
  /** The layout that the config gives its backups on a node; absent: it never changes. */
  layout?: (node: string) => Layout;
}

export interface Layout {
  /** The keys of the config that make it: it has changed if they have. */
  text: string;
  /**
   * What it makes of a file.
   * @param root where the hub's backups lie on the node, raw as `path`
   * @returns the item, escaped, and the stamp if the path says it; undefined: this is no backup
   */
  fit(root: string, path: string): { item: string; stamp: string | undefined } | undefined;
}

/** How long good copies are kept, counted from now. */
export interface Keep {
  now: Instant;
  keepMs: number;
}
