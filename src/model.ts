// The nouns that the stages hand to one another: plain data, no behaviour.
// config → Site; collect → Visit; store → NodeHistory; judge → SiteVerdict; plot and pages read all of them.

/** Milliseconds since 1970-01-01T00:00:00Z. */
export type Instant = number;

// ---------------------------------------------------------------- what site.cnf says

/** Everything the config files say, complete: defaults filled in, paths absolute, every node found. */
export interface Site {
  /** The config files read, absolute, in their order. */
  files: string[];
  title: string;
  /** Folder of the pages, absolute. */
  out: string;
  /** Zone of pages and plots. */
  timezone: string;
  /** How often cron runs us; undefined: learned from the collections. */
  everyMs: number | undefined;
  ssh: SshOptions;
  /** Nodes visited at a time. */
  concurrency: number;
  /** Hubs with a section of their own, in the config's order. */
  hubs: Hub[];
  /** Every node of these hubs once, in the config's order. */
  nodes: Node[];
  /** Fabric's keys that mean nothing here, as `FILE:LINE: key`. */
  ignored: string[];
}

export interface SshOptions {
  /** As `ssh -F`; undefined: what ssh itself reads. */
  config: string | undefined;
  /** To connect: TCP and the server's first words. */
  connectMs: number;
  /** To log in: key exchange and authentication. */
  loginMs: number;
  /** For a whole node. */
  nodeMs: number;
  /** What a node may print. */
  outputBytes: number;
  /** How many records a node may list. */
  records: number;
}

/** A server whose backups are watched. */
export interface Hub {
  hub: string;
  /** Directory under the backup root, and of the pages. */
  srvnode: string;
  /** Absolute. */
  dbpath: string;
  /** Items that are judged, drawn and published; empty: all. */
  select: string[];
  reporturl: string | undefined;
  email: string[];
  message: string | undefined;
  /** Zone of the stamps in the paths. */
  timezone: string;
  /** Names of tarballs; a glob each, at least one. */
  patterns: string[];
  /** Where the date stands in a path: a form (see `stamp.ts`), or `mtime`. */
  stamp: string;
  maxage: MaxAge;
  nodes: HubNode[];
}

/** "auto" or days; the first exception whose glob pattern fits the item wins. */
export interface MaxAge {
  usual: "auto" | number;
  exceptions: { pattern: string; maxage: "auto" | number }[];
}

/** What is particular to one hub's backups on one node. */
export interface HubNode {
  node: string;
  /** The tag as it stands in file names of `out`. */
  slug: string;
  /** As written, srvnode and the like filled in; `~`, `$VAR` and `${VAR}` are left to the node's login shell. */
  root: string;
  /** File of the predecessor's JSON, absolute. */
  jspath: string;
}

/** A machine that receives backups; one visit serves all hubs that use it. */
export interface Node {
  node: string;
  transport: "ssh" | "local";
  /** Words in front of the command; undefined: /bin/bash -l -c where there is one, else sh -l -c. */
  shell: string[] | undefined;
  user: string | undefined;
  port: number | undefined;
  /** Key files of the predecessor's config, absolute. */
  keyFiles: string[];
  /** To connect; undefined: the site's. */
  connectMs: number | undefined;
  /** Key exchanges, as KexAlgorithms of ssh_config (`+NAME`); undefined: those that are safe today. */
  kex: string | undefined;
  /** What to list there, a root per hub. */
  roots: Root[];
}

/** A hub's tarballs on a node: where they lie, and how they are told and dated. */
export interface Root extends Pick<Hub, "hub" | "timezone" | "patterns" | "stamp"> {
  root: string;
}

// ---------------------------------------------------------------- what a visit brings home

export type Outcome = "ok" | "unreachable" | "hostkey" | "login" | "timeout" | "failed" | "unsupported";

/** Runs one command on a node. Never rejects for what a node does: that is an outcome. */
export type Transport = (node: Node, command: string, signal: AbortSignal) => Promise<Answer>;

/** What the command printed there. */
export interface Answer {
  outcome: Outcome;
  /** A sentence for a person when the outcome is not ok, else "". */
  reason: string;
  /** All of it when the outcome is ok. */
  stdout: Buffer;
  /** Which key got us in, for a person. */
  login?: string;
  /** What the server calls itself, escaped: `SSH-2.0-OpenSSH_9.2p1`. */
  server?: string;
  /** What was done on the way: a host's key put on file. */
  notes?: string[];
}

/** One connection to one node. */
export interface Visit {
  node: string;
  /** The run's one reading of the clock. */
  at: Instant;
  /** How long it took. */
  ms: number;
  /** Node's clock minus ours; undefined if it did not say. */
  clockOffsetMs: number | undefined;
  /** One a root asked for, failed ones included. */
  results: Result[];
  /** What was done on the way, in words. */
  notes?: string[];
}

/** A visit as one hub sees it. */
export interface Result {
  hub: string;
  outcome: Outcome;
  /** A sentence for a person when the outcome is not ok, else "". */
  reason: string;
  /** As the node's shell expanded it; undefined if it never said. */
  root: string | undefined;
  /** Complete, or empty when the outcome is not ok. */
  tarballs: Tarball[];
  /** The newest of each item. */
  sidecars: Sidecar[];
  /** Of the file system that holds the root; undefined if the node did not say. */
  space: Space | undefined;
  /** The first directory LOCKED, escaped: a transfer is under way there. "" if there is none. */
  locked: string;
  /** Records that could not be used. */
  odd: Odd;
}

/** How many, and the first of them in words (escaped, "" if none). */
export interface Odd {
  count: number;
  example: string;
}

/** One dated file on a node. */
export interface Tarball {
  /** Absolute, raw (see `text.ts`). */
  path: string;
  /** The path before the stamp, raw. */
  dir: string;
  /** Below the root, escaped: fit to be shown. */
  item: string;
  /** `2012-11-13T16:10:23`, civil time of the hub. */
  stamp: string;
  at: Instant;
  bytes: number;
}

/** What the writer of a tarball noted beside it, in `<file>.dna`. */
export interface Sidecar {
  tarball: Tarball;
  /** The size that the tarball should have; undefined where the note cannot be read. */
  bytes: number | undefined;
  /** Its MD5, 32 hexadecimal digits; undefined where the note cannot be read. */
  md5: string | undefined;
}

export interface Space {
  /** For who is not root. */
  freeBytes: number;
  totalBytes: number;
}

// ---------------------------------------------------------------- what the database remembers

/** One hub's backups on one node as they were known at some instant. */
export interface NodeHistory {
  hub: string;
  node: string;
  /** By name. */
  items: ItemHistory[];
  /** Oldest first; empty: nobody has looked yet, or the predecessor did. */
  collections: Collection[];
}

export interface ItemHistory {
  item: string;
  /** Oldest first. */
  backups: Backup[];
  /** Of the newest backup that has one. */
  sidecar?: Note;
}

/** What a sidecar says of a file, and how large the file is. */
export interface Note extends Pick<Sidecar, "bytes" | "md5"> {
  /** The file's stamp. */
  at: Instant;
  /** Of the file, escaped. */
  path: string;
  fileBytes: number;
}

/** The tarballs under one stamp: usually one file; bytes are added. */
export interface Backup {
  at: Instant;
  bytes: number;
  /** False: known to 1 MiB, rounded up by the predecessor. */
  exact: boolean;
  files: number;
  /** Of the first file, escaped. */
  path: string;
  /** Still on the node when we last looked. */
  held: boolean;
}

/** One visit as remembered. */
export interface Collection {
  at: Instant;
  ms: number;
  outcome: Outcome;
  reason: string;
  /** Where it looked, as the node's shell expanded it, escaped; "" if the node never said. */
  root: string;
  /** Tarballs listed. */
  tarballs: number;
  odd: Odd;
  /** As the three of `Result` and `Visit`; undefined if the node did not say. */
  space: Space | undefined;
  locked: string;
  clockOffsetMs: number | undefined;
}

// ---------------------------------------------------------------- what is thought of it

/** In rising order of badness. */
export const STATUSES = ["ok", "warn", "unknown", "alarm"] as const;
export type Status = (typeof STATUSES)[number];

export type CheckName =
  | "unreachable"
  | "hostkey"
  | "missing"
  | "age"
  | "size"
  | "copies"
  | "sidecar"
  | "space"
  | "clock"
  | "collection"
  | "database"
  | "config";

export interface Finding {
  check: CheckName;
  status: Exclude<Status, "ok">;
  /** One sentence for a person, without the names of hub, node and item, without a full stop. */
  reason: string;
  /** The same in up to about 28 characters, for the margin of a plot. */
  gist: string;
}

/** When an item's backups come. */
export interface Rhythm {
  /** "every 24 h", for a person. */
  text: string;
  /** "due every 24 h": what is told with an alarm. */
  rule: string;
  periodMs: number | undefined;
  /** Alarm after this; undefined: nothing is expected. */
  dueBy: Instant | undefined;
  /** When backups were due that did not come, oldest first. */
  missed: Instant[];
}

export interface ItemVerdict {
  item: string;
  status: Status;
  findings: Finding[];
  rhythm: Rhythm;
  latest: Backup | undefined;
}

/** One night of the strip: a day of the site's zone. */
export interface Night {
  /** Midnight at its start. */
  day: Instant;
  arrived: number;
  missed: number;
  /** False: nobody could look. */
  looked: boolean;
}

export interface NodeVerdict {
  node: string;
  status: Status;
  findings: Finding[];
  /** The newest visit, failed ones included. */
  collected: Collection | undefined;
  /** The newest visit that was ok. */
  lastGood: Collection | undefined;
  /** By name; every selected item, seen or not. */
  items: ItemVerdict[];
  /** Still on the node. */
  held: { tarballs: number; bytes: number };
  /** The last 30, oldest first; empty where nothing is known and nobody has looked. */
  nights: Night[];
  /**
   * Spans in which nobody could look, oldest first: from a good visit to the next one with failed ones between (to the
   * last failed one if there is no next), and before the first look.
   */
  unseen: { from: Instant; to: Instant; why: "unreachable" | "before first look" }[];
}

export interface HubVerdict {
  hub: string;
  srvnode: string;
  status: Status;
  findings: Finding[];
  nodes: NodeVerdict[];
  /** The midnight, in the site's zone, at which its plots end. */
  end: Instant;
  /** When somebody should look again; undefined without visits. */
  nextRun: Instant | undefined;
}

export interface SiteVerdict {
  asOf: Instant;
  /** When the next run is due, and when it must have been; undefined without visits. */
  nextRun: Instant | undefined;
  validUntil: Instant | undefined;
  status: Status;
  findings: Finding[];
  hubs: HubVerdict[];
}
