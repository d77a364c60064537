// What the program asks of its memory; `sqlite.ts` answers with one SQLite file, another store may answer otherwise.
import type { Instant, NodeHistory, Malformed, Visit } from "../model.ts";

export interface Store {
  /**
   * Remembers a visit: new tarballs, sizes that changed, what is gone, and one collection per result.
   * A result that is not ok changes nothing but the list of collections.
   */
  record(visit: Visit): Promise<void>;

  /** One hub's backups on one node as they were known at `asOf`; both names as in the config. */
  history(hub: string, node: string, asOf: Instant): Promise<NodeHistory>;

  /** Makes what was recorded safe. On any error the old data is as it was. */
  save(): Promise<void>;

  /** What a person should know of how it was found, "" if nothing. */
  readonly note: string;

  /** Rows of the predecessor that could not be used; they were left as they are. */
  readonly malformed: Malformed;

  close(): Promise<void>;
}

/** What the store must know of the config to take over rows of the predecessor: whose they are. */
export interface Owner {
  hub: string;
  srvnode: string;
  /** Zone of the hub's stamps. */
  timezone: string;
  nodes: string[];
}
