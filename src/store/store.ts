// What must a store be able to do? Each kind of store is in a folder of its own.
import type { Instant, Malformed, NodeHistory, Visit } from "../model.ts";

export interface Store {
  /**
   * Records a visit: new tarballs, changed sizes, what is gone, and one collection for each result. A result that is not ok
   * only adds a collection. The visit is recorded as a whole or not at all.
   */
  record(visit: Visit): Promise<void>;

  /**
   * What was known at `asOf` of one hub's backups on one node.
   * @param hub tag in the config
   * @param node tag in the config
   * @returns empty if the store does not know the hub or the node
   */
  history(hub: string, node: string, asOf: Instant): Promise<NodeHistory>;

  /**
   * Saves what was recorded; anything not saved is lost when the process ends. Deletes collections older than 400 days.
   * Writes nothing if nothing was recorded.
   * @throws UserError EXIT.io if it cannot be written; then the old data is unchanged
   */
  save(): Promise<void>;

  /**
   * Moves the history of a hub or a node to another tag, and merges it with what that tag already has. From then on it is
   * found under the new tag, as of any time.
   * @returns how much was moved
   */
  rename(kind: Tag, from: string, to: string): Promise<Renamed>;

  /** Something unusual that was found on opening, as a sentence; "" if nothing. */
  readonly note: string;

  /** Rows of the predecessor's table that could not be used; they are left as they are. */
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
 * Opens a store. Nothing is written before `save`. If the `timezone` of a hub has changed, its stamps are read again.
 * @param dbpath where it is: a path or URL
 * @param owners all hubs that use this store
 * @throws UserError EXIT.io if it cannot be opened; EXIT.data if it belongs to another program or is damaged beyond repair
 */
export type OpenStore = (dbpath: string, owners: Owner[], retention: Retention) => Promise<Store>;

/** What a store needs to know of a hub. */
export interface Owner {
  /** Its tag. */
  hub: string;
  srvnode: string;
  /** Time zone of its stamps. */
  timezone: string;
  /** Tags of its nodes. */
  nodes: string[];
  /** The layout of its backups on a node, as in the config; absent: it never changes. */
  layout?: (node: string) => Layout;
}

export interface Layout {
  /** The settings that define it; if they change, the layout has changed. */
  text: string;
  /**
   * How it reads the path of a file.
   * @param root the hub's backup root on the node, raw
   * @param path of the file, raw
   * @returns the item, escaped, and the stamp if it is in the path; undefined: this is not a backup
   */
  fit(root: string, path: string): { item: string; stamp: string | undefined } | undefined;
}

/** How long good copies are kept, counting back from `now`. */
export interface Retention {
  now: Instant;
  keepMs: number;
}
