// The types that stages pass to each other: plain data, no behaviour.
// config → Site; collect → Visit; store → NodeHistory; judge → SiteVerdict; words, plot and pages read all of them.

/** Milliseconds since 1970-01-01T00:00:00Z. */
export type Instant = number;

// ---------------------------------------------------------------- what site.cnf says

/** All that the config files say: defaults filled in, paths absolute, every node resolved. */
export interface Site {
  /** The config files, absolute, in the order in which they were read. */
  files: string[];
  title: string;
  /** The folder to which pages are written, absolute. */
  out: string;
  /** Time zone of pages and plots. */
  timezone: string;
  /** Text at the foot of every page. */
  footer: string | undefined;
  /** Folder of templates that replace ours, absolute. */
  templates: string | undefined;
  /** Style sheet that is added to ours, absolute. */
  style: string | undefined;
  /** How often cron runs the program; undefined: learned from the collections. */
  everyMs: number | undefined;
  ssh: SshOptions;
  /** How many nodes are visited at the same time. */
  concurrency: number;
  /** Time limit for visiting all nodes. */
  deadlineMs: number;
  /** How long good copies of the database are kept. */
  keepMs: number;
  /** The hubs that have a section, in the config's order. */
  hubs: Hub[];
  /** Every node of these hubs, once, in the config's order. */
  nodes: Node[];
  /** In the config's order. */
  silences: Silence[];
  /** Keys of Fabric that have no effect here, as `FILE:LINE: key`. */
  ignored: string[];
}

/** A [silence] section: findings that somebody already knows of. They are shown but do not count in any status. */
export interface Silence {
  name: string;
  /** Where its section starts, as `FILE:LINE`. */
  place: string;
  /** Globs, one of which must match. A hub matches by its tag or its srvnode. */
  hub: string[];
  node: string[];
  item: string[];
  /** Names of checks, or `*` for all. */
  check: string[];
  /** When it starts and ends; undefined: open. At least one of `until` and `weekly` is given. */
  from: Instant | undefined;
  until: Instant | undefined;
  /** Limits it to these windows of the week; empty: it applies all the time. */
  weekly: Window[];
  /** Time zone of the windows. */
  timezone: string;
  reason: string;
}

/** A span of time every week, by the clocks of a zone. */
export interface Window {
  /** The day it begins; 0 is Sunday. */
  weekday: number;
  /** `02:00`. */
  begins: string;
  /** `05:30`. */
  ends: string;
  /** How many days after its beginning it ends. */
  endsDaysLater: number;
}

export interface SshOptions {
  /** File for `ssh -F`; undefined: the files that ssh reads by default. */
  config: string | undefined;
  /** Time limit for connecting: TCP and the server's banner. */
  connectMs: number;
  /** Time limit for logging in: key exchange and authentication. */
  loginMs: number;
  /** Time limit for a whole visit. */
  nodeMs: number;
  /** How many bytes a node may print. */
  outputBytes: number;
  /** How many records a node may list. */
  records: number;
}

/** A server whose backups we watch. */
export interface Hub {
  /** Its tag in the config. */
  hub: string;
  /** The name of its directory in the backup root and in `out`. */
  srvnode: string;
  /** The database, absolute. */
  dbpath: string;
  /** The items to judge, draw and publish; empty: all. */
  select: string[];
  reporturl: string | undefined;
  email: string[];
  message: string | undefined;
  /** Time zone of the stamps. */
  timezone: string;
  /** Globs that match the file names of tarballs; at least one. */
  patterns: string[];
  /** Where the stamp is in a path, as a form (see `stamp.ts`); or `mtime`. */
  stamp: string;
  maxage: MaxAge;
  /** Globs that match items of which no new backups are expected. */
  retired: string[];
  /** For how many nights an item may have exactly the same size, if its sizes used to vary. */
  frozen: number;
  /** How its plots show sizes. */
  scale: PlotScale;
  /** For how long a node may fail after its last good visit. */
  patienceMs: number;
  nodes: HubNode[];
}

/** `panels`: each item in a panel with its own scale; `linear`, `log`: all items in one frame. */
export const PLOT_SCALES = ["panels", "linear", "log"] as const;
export type PlotScale = (typeof PLOT_SCALES)[number];

/** How old the newest backup may be: "auto" or days. The first exception whose glob matches the item wins. */
export interface MaxAge {
  usual: "auto" | number;
  exceptions: { pattern: string; maxage: "auto" | number }[];
}

/** The settings of one hub's backups on one node. */
export interface HubNode {
  node: string;
  /** The node's tag as used in file names of `out`. */
  slug: string;
  /** The backup root as in the config, placeholders filled in; the node's login shell expands `~`, `$VAR` and `${VAR}`. */
  root: string;
  /** The file for the predecessor's JSON, absolute. */
  jspath: string;
}

/** A machine that receives backups. One visit serves all hubs that use it. */
export interface Node {
  /** Its tag in the config. */
  node: string;
  transport: "ssh" | "local";
  /** The words before the command; undefined: /bin/bash -l -c if there is a bash, else sh -l -c. */
  shell: string[] | undefined;
  user: string | undefined;
  port: number | undefined;
  /** Key files from the predecessor's config, absolute. */
  keyFiles: string[];
  /** Time limit for connecting; undefined: the site's. */
  connectMs: number | undefined;
  /** Key exchange methods, as KexAlgorithms in ssh_config (`+NAME`); undefined: those that are considered safe. */
  kex: string | undefined;
  /** What to list there: one root for each hub. */
  roots: Root[];
}

/** Where a hub's tarballs are on a node, and how they are recognised and dated. */
export interface Root extends Pick<Hub, "hub" | "timezone" | "patterns" | "stamp"> {
  root: string;
}

// ---------------------------------------------------------------- what a visit returns

export type Outcome = "ok" | "unreachable" | "hostkey" | "login" | "timeout" | "failed" | "unsupported";

/** Runs one command on a node. It does not reject because a node fails: that is an outcome. */
export type Transport = (node: Node, command: string, signal: AbortSignal) => Promise<Answer>;

/** How the command ended, and what it printed. */
export interface Answer {
  outcome: Outcome;
  /** Why the outcome is not ok, as a sentence; "" if it is. */
  reason: string;
  /** Complete if the outcome is ok. */
  stdout: Buffer;
  /** The key that we logged in with, in words. */
  login?: string;
  /** The server's banner, escaped: `SSH-2.0-OpenSSH_9.2p1`. */
  server?: string;
  /** What else was done, in words: a host key was added to known_hosts. */
  notes?: string[];
}

/** One connection to one node. */
export interface Visit {
  node: string;
  /** The time of the run, the same for all of its visits. */
  at: Instant;
  /** How long the visit took. */
  ms: number;
  /** The node's clock minus ours; undefined if the node did not tell the time. */
  clockOffsetMs: number | undefined;
  /** One for each root, failed ones included. */
  results: Result[];
  /** As those of `Answer`. */
  notes?: string[];
  /** The deadline of the run ended it, or passed before it began. */
  late?: true;
}

/** What a visit found for one hub. */
export interface Result {
  hub: string;
  outcome: Outcome;
  /** Why the outcome is not ok, as a sentence; "" if it is. */
  reason: string;
  /** The root as the node's shell expanded it; undefined if the node did not say. */
  root: string | undefined;
  /** Complete if the outcome is ok, else empty. */
  tarballs: Tarball[];
  /** Of the newest tarball of each item. */
  sidecars: Sidecar[];
  /** On the file system of the root; undefined if the node did not say. */
  space: Space | undefined;
  /** The first directory LOCKED that was found, escaped: a transfer is in progress there. "" if there is none. */
  locked: string;
  /** The records that could not be used. */
  malformed: Malformed;
}

/** Records that could not be used: how many, and the first of them in words (escaped; "" if none). */
export interface Malformed {
  count: number;
  example: string;
}

/** One dated file on a node. */
export interface Tarball {
  /** Absolute, raw (see `text.ts`). */
  path: string;
  /** The part of the path before the stamp, raw. */
  dir: string;
  /** The path of its item below the root, escaped. */
  item: string;
  /** The date in its path, in civil time of the hub: `2012-11-13T16:10:23`. */
  stamp: string;
  /** The instant of the stamp. */
  at: Instant;
  bytes: number;
}

/** What the writer of a tarball noted about it, in `<file>.dna` beside it. */
export interface Sidecar {
  tarball: Tarball;
  /** The size that the tarball should have; undefined if the sidecar cannot be read. */
  bytes: number | undefined;
  /** Its MD5, 32 hexadecimal digits; undefined if the sidecar cannot be read. */
  md5: string | undefined;
}

/** The room on a file system. */
export interface Space {
  /** Available to users other than root. */
  freeBytes: number;
  totalBytes: number;
}

// ---------------------------------------------------------------- what the database remembers

/** What was known at some instant of one hub's backups on one node. */
export interface NodeHistory {
  hub: string;
  node: string;
  /** Sorted by name. */
  items: ItemHistory[];
  /** Oldest first; empty: the node was never visited, or only by the predecessor. */
  collections: Collection[];
  /** The database was damaged, and the damaged file is still there. */
  damage?: Damage;
}

/** A damaged database that was replaced by a good copy. */
export interface Damage {
  /** When the damage was found. */
  at: Instant;
  /** When the good copy was written. */
  copiedAt: Instant;
  /** The name of the damaged file, beside the database. */
  keptAs: string;
}

/** What is known of one item on one node. */
export interface ItemHistory {
  item: string;
  /** Oldest first. */
  backups: Backup[];
  /** The sidecar of the newest backup that has one. */
  sidecar?: Note;
  /** Which backups were seen to have a sidecar, and when first; oldest first. Visits read only an item's newest. */
  notes?: { at: Instant; seen: Instant }[];
}

/** What a sidecar says about a file, and how large the file is. */
export interface Note extends Pick<Sidecar, "bytes" | "md5"> {
  /** The instant of the file's stamp. */
  at: Instant;
  /** The file, escaped. */
  path: string;
  fileBytes: number;
}

/** What came at one instant: the tarballs with one stamp, usually one file. */
export interface Backup {
  /** The instant of the stamp. */
  at: Instant;
  /** Of all its files together. */
  bytes: number;
  /** False: the predecessor rounded the size up to a whole MiB. */
  exact: boolean;
  /** How many files. */
  files: number;
  /** The path of the first file, escaped. */
  path: string;
  /** It was still on the node at the last good visit. */
  held: boolean;
  /** The visit that first saw it; undefined: the predecessor did. */
  seen?: Instant;
  /** The first visit that no longer saw it. */
  gone?: Instant;
}

/** One visit to one node, as remembered for one hub. */
export interface Collection {
  at: Instant;
  ms: number;
  outcome: Outcome;
  reason: string;
  /** The root as the node's shell expanded it, escaped; "" if the node did not say. */
  root: string;
  /** How many tarballs were listed. */
  tarballs: number;
  malformed: Malformed;
  /** These three as in `Result` and `Visit`. */
  space: Space | undefined;
  locked: string;
  clockOffsetMs: number | undefined;
}

// ---------------------------------------------------------------- what the judge says

/** From best to worst. */
export const STATUSES = ["ok", "warn", "unknown", "alarm"] as const;
export type Status = (typeof STATUSES)[number];

// prettier-ignore
export const CHECKS = [
  "unreachable", "hostkey", "missing", "age", "size", "copies", "sidecar", "space", "clock", "collection", "database",
  "config",
] as const;
export type CheckName = (typeof CHECKS)[number];

/** Something that a check found wrong. */
export interface Finding {
  check: CheckName;
  status: Exclude<Status, "ok">;
  /** One sentence without a full stop and without the names of hub, node and item. */
  reason: string;
  /** The same in no more than about 28 characters, for the margin of a plot. */
  gist: string;
  /** Somebody knows of it: it is shown but does not count in any status. */
  silenced?: { reason: string; until: Instant };
}

/** When the backups of an item are expected. */
export interface Rhythm {
  /** In words: "every 24 h". */
  text: string;
  /** As told with an alarm: "due every 24 h". */
  rule: string;
  periodMs: number | undefined;
  /** When the next backup is due, and when it becomes an alarm (with the grace). Undefined: none is expected. */
  due: Instant | undefined;
  dueBy: Instant | undefined;
  /** The instants at which backups were due but did not come, oldest first. */
  missed: Instant[];
}

/** The sizes that were expected of an item's backups, and those that were not as expected. */
export interface SizeBand {
  /** Steps, oldest first; each holds until the next begins. In bytes; `high` is Infinity where nothing is expected. */
  limits: { from: Instant; low: number; high: number }[];
  /** Backups of an unexpected size, oldest first; `text` stands beside the mark: `−31 %`. */
  marks: { at: Instant; kind: "short" | "jump" | "empty"; text: string }[];
  /** The first and last of the newest backups, if all have exactly the same size although sizes used to vary. */
  frozen: { from: Instant; to: Instant } | undefined;
}

/** An item's size band, for any range of a plot. */
export interface SizeBands {
  /** The band of the backups since `from`. */
  since: (from: Instant) => SizeBand;
  /** How many backups before `from` influence it. */
  reach: number;
  /** What else influences it, such as the version of the rules; for fingerprints. */
  rules: unknown[];
}

/** The verdict on one item on one node. */
export interface ItemVerdict {
  item: string;
  status: Status;
  findings: Finding[];
  rhythm: Rhythm;
  latest: Backup | undefined;
  /** No new backups are expected: it is shown but not judged. */
  retired: boolean;
}

/** The numbers behind the verdict on an item of a node. */
export interface Evidence {
  node: NodeVerdict;
  verdict: ItemVerdict;
  /** All known backups of the item on this node, oldest first. */
  backups: Backup[];
  sidecar: Note | undefined;
  /** How long a copy may take to get here; 0 if no visit ever came before a copy. */
  copyDelayMs: number;
  /** The size expected of the newest backup; undefined if too few are comparable. */
  size: ExpectedSize | undefined;
  /** Within this time of being seen on another node, 19 of 20 copies are here; undefined if too few were seen. */
  lagMs: number | undefined;
  /** The same item on the hub's other nodes. */
  others: { node: string; backups: Backup[] }[];
}

/** The size expected of a backup, in bytes. */
export interface ExpectedSize {
  bytes: number;
  low: number;
  high: number;
  /** One standard deviation, as a share of `bytes`. */
  spread: number;
  /** The number of comparable backups that it is computed from. */
  count: number;
  /** How far apart these are; undefined: they are the most recent ones. */
  periodMs: number | undefined;
}

/** One night of the strip on a page: a day of the site's zone. */
export interface Night {
  /** The midnight at which it begins. */
  day: Instant;
  /** How many backups arrived. */
  arrived: number;
  /** How many were due but did not. */
  missed: number;
  /** False: no visit could see that day. */
  looked: boolean;
}

/** The verdict on one hub's backups on one node. */
export interface NodeVerdict {
  node: string;
  status: Status;
  findings: Finding[];
  /** The newest visit, failed ones included. */
  collected: Collection | undefined;
  /** The newest visit that was ok. */
  lastGood: Collection | undefined;
  /** Sorted by name; every selected item, even if never seen. */
  items: ItemVerdict[];
  /** What is still on the node. */
  held: { tarballs: number; bytes: number };
  /** The last 30, oldest first; empty if the node was never visited and nothing is known of it. */
  nights: Night[];
  /**
   * Spans that no visit could see, oldest first: before the first visit; and from a good visit to the next good one, if
   * visits between them failed (to the last failed one, if there is no next).
   */
  unseen: { from: Instant; to: Instant; why: "unreachable" | "before first look" }[];
  /** On the file system of its backups; undefined if the node never said. */
  space: Outlook | undefined;
}

/** How much room there is, and how long it will last. */
export interface Outlook extends Space {
  /** The visit that measured it. */
  at: Instant;
  /** How fast it is used up; undefined if there is no trend. */
  bytesPerDay: number | undefined;
  /** When the file system will be full at that rate; undefined: not in sight. */
  full: Instant | undefined;
  /** The item that grows fastest, and its share of all growth, 0 to 1. */
  grower: { item: string; share: number } | undefined;
}

/**
 * What a node has of one night's backup of an item. `same`: a copy as large as that on another node; `present`: the only copy;
 * `short`, `larger`: a copy of another size; `late`: due, but may still come; `awaited`: not due yet; `gone`: it was there,
 * but no longer is; `unreachable`: the node could not be asked; `none`: no backup was due.
 */
export type Copy = (typeof COPIES)[number] | "none";

/** In the order of the legend; `none` has no mark. */
// prettier-ignore
export const COPIES = [
  "same", "present", "short", "larger", "late", "awaited", "missing", "gone", "unreachable",
] as const;

/** One item's copies on one node. */
export interface Copies {
  node: string;
  /** In the order of the matrix's `nights`. */
  nights: Copy[];
  /** Its copy of the newest backup that any node has. */
  newest: Copy;
  /** The newest backup that it holds; undefined: none. */
  since: Instant | undefined;
  /** Which share of the newest backup it lacks, 0 to 1; undefined: none, or unknown. */
  lacks: number | undefined;
}

/** Copies by item, node and night; without retired items. */
export interface CopyMatrix {
  /** The midnights at which the nights begin, oldest first. */
  nights: Instant[];
  /** Sorted by name; nodes in the hub's order. */
  items: { item: string; nodes: Copies[] }[];
}

/** The verdict on one hub. */
export interface HubVerdict {
  hub: string;
  srvnode: string;
  status: Status;
  findings: Finding[];
  nodes: NodeVerdict[];
  copies: CopyMatrix;
  /** The midnight in the site's zone at which its plots end. */
  end: Instant;
  /** When the next run is due; undefined if there were no visits. */
  nextRun: Instant | undefined;
}

/** The verdict on everything. */
export interface SiteVerdict {
  asOf: Instant;
  /** When the next run is due, and when it is overdue: then the monitor has stopped. Undefined if there were no visits. */
  nextRun: Instant | undefined;
  validUntil: Instant | undefined;
  status: Status;
  findings: Finding[];
  /** Worth knowing, but not counted in any status: sentences without a full stop. */
  notes: string[];
  hubs: HubVerdict[];
}
