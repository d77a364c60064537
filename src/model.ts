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
  /** At the foot of every page. */
  footer: string | undefined;
  /** Folder of templates that stand in for ours, absolute. */
  templates: string | undefined;
  /** Style sheet that goes after ours, absolute. */
  style: string | undefined;
  /** How often cron runs us; undefined: learned from the collections. */
  everyMs: number | undefined;
  ssh: SshOptions;
  /** Nodes visited at a time. */
  concurrency: number;
  /** For asking all of them. */
  deadlineMs: number;
  /** How long good copies of the database are kept. */
  keepMs: number;
  /** Hubs with a section of their own, in the config's order. */
  hubs: Hub[];
  /** Every node of these hubs once, in the config's order. */
  nodes: Node[];
  /** In the config's order. */
  silences: Silence[];
  /** Fabric's keys that mean nothing here, as `FILE:LINE: key`. */
  ignored: string[];
}

/** What somebody knows of already: findings that are shown, and count in no status. */
export interface Silence {
  name: string;
  /** Where its section begins, as `FILE:LINE`. */
  place: string;
  /** Globs, one of which must fit. A hub goes by its tag and by its srvnode. */
  hub: string[];
  node: string[];
  item: string[];
  /** Names of checks, or `*`. */
  check: string[];
  /** From when, and until when; undefined: open. One of `until` and `weekly` is there. */
  from: Instant | undefined;
  until: Instant | undefined;
  /** Empty: all of the time between. */
  weekly: Window[];
  /** Zone of the windows. */
  timezone: string;
  reason: string;
}

/** A span of every week, on the clocks of a zone. */
export interface Window {
  /** 0 is Sunday. */
  weekday: number;
  /** `02:00`. */
  begins: string;
  ends: string;
  /** How many days after it begins. */
  endsDaysLater: number;
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
  /** Globs of the items of which no new backup is expected. */
  retired: string[];
  /** So many nights of one size, byte for byte, are odd where sizes always varied. */
  frozen: number;
  /** How its plots show sizes. */
  scale: PlotScale;
  /** After the last good visit a node may fail for so long. */
  patienceMs: number;
  nodes: HubNode[];
}

/** A panel with a scale of its own for each item, or all in one frame. */
export const PLOT_SCALES = ["panels", "linear", "log"] as const;
export type PlotScale = (typeof PLOT_SCALES)[number];

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
  /** The run's own deadline ended it, or kept it from beginning. */
  late?: true;
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
  malformed: Malformed;
}

/** How many, and the first of them in words (escaped, "" if none). */
export interface Malformed {
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
  /** The database was damaged, and nobody has yet seen to it. */
  damage?: Damage;
}

/** A good copy took the place of a damaged database. */
export interface Damage {
  /** When it was found. */
  at: Instant;
  /** From when the copy was. */
  copiedAt: Instant;
  /** Where the damaged file lies, beside the database. */
  keptAs: string;
}

export interface ItemHistory {
  item: string;
  /** Oldest first. */
  backups: Backup[];
  /** Of the newest backup that has one. */
  sidecar?: Note;
  /** Stamps beside which a note was seen, and when first; oldest first. Visits read the newest of an item. */
  notes?: { at: Instant; seen: Instant }[];
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
  /** The visit that saw it first; undefined: the predecessor did. */
  seen?: Instant;
  /** When we saw that it is not. */
  gone?: Instant;
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
  malformed: Malformed;
  /** As the three of `Result` and `Visit`; undefined if the node did not say. */
  space: Space | undefined;
  locked: string;
  clockOffsetMs: number | undefined;
}

// ---------------------------------------------------------------- what is thought of it

/** In rising order of badness. */
export const STATUSES = ["ok", "warn", "unknown", "alarm"] as const;
export type Status = (typeof STATUSES)[number];

// prettier-ignore
export const CHECKS = [
  "unreachable", "hostkey", "missing", "age", "size", "copies", "sidecar", "space", "clock", "collection", "database",
  "config",
] as const;
export type CheckName = (typeof CHECKS)[number];

export interface Finding {
  check: CheckName;
  status: Exclude<Status, "ok">;
  /** One sentence for a person, without the names of hub, node and item, without a full stop. */
  reason: string;
  /** The same in up to about 28 characters, for the margin of a plot. */
  gist: string;
  /** Somebody knows of it: it is shown, and counts in no status. */
  silenced?: { reason: string; until: Instant };
}

/** When an item's backups come. */
export interface Rhythm {
  /** "every 24 h", for a person. */
  text: string;
  /** "due every 24 h": what is told with an alarm. */
  rule: string;
  periodMs: number | undefined;
  /** When the next backup is due, and until when it is waited for: alarm after that. Undefined: nothing is expected. */
  due: Instant | undefined;
  dueBy: Instant | undefined;
  /** When backups were due that did not come, oldest first. */
  missed: Instant[];
}

/** Which sizes were expected of an item's backups, and which were not so. */
export interface SizeBand {
  /** In steps, oldest first: each holds until the next one's instant. Bytes; `high` is Infinity where nothing is expected. */
  limits: { from: Instant; low: number; high: number }[];
  /** Single backups, oldest first; the text is what is told beside the mark: `−31 %`. */
  marks: { at: Instant; kind: "short" | "jump" | "empty"; text: string }[];
  /** From the first to the last of the newest backups that are the same byte for byte, where sizes always varied. */
  frozen: { from: Instant; to: Instant } | undefined;
}

/** An item's bands, of whichever range is drawn. */
export interface SizeBands {
  /** Of the backups since `from`. */
  since: (from: Instant) => SizeBand;
  /** So many backups before these have a say. */
  reach: number;
  /** What else has a say: the rules' own version among it. */
  rules: unknown[];
}

export interface ItemVerdict {
  item: string;
  status: Status;
  findings: Finding[];
  rhythm: Rhythm;
  latest: Backup | undefined;
  /** No new one is expected: it is shown, and not judged. */
  retired: boolean;
}

/** The numbers behind the verdict on an item of a node. */
export interface Evidence {
  node: NodeVerdict;
  verdict: ItemVerdict;
  /** All that is known of the item there, oldest first. */
  backups: Backup[];
  sidecar: Note | undefined;
  /** How long a copy may be on its way here; 0 where no visit ever came too soon. */
  copyDelayMs: number;
  /** What was expected of the newest backup; undefined where too few are comparable. */
  size: ExpectedSize | undefined;
  /** Within how long of its first sight elsewhere a copy comes here, 19 of 20 times; undefined where too few were seen. */
  lagMs: number | undefined;
  /** The same item on the hub's other nodes. */
  others: { node: string; backups: Backup[] }[];
}

/** In bytes, but for the spread: one standard deviation as a share. */
export interface ExpectedSize {
  bytes: number;
  low: number;
  high: number;
  spread: number;
  /** Comparable backups that it is taken from. */
  count: number;
  /** The distance of these; undefined: they are the last ones. */
  periodMs: number | undefined;
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
  /** Of the file system that holds its backups; undefined if the node never said. */
  space: Outlook | undefined;
}

/** How much room there is, and for how long. */
export interface Outlook extends Space {
  /** The visit that measured it. */
  at: Instant;
  /** By which the room shrinks; undefined where there is no trend. */
  bytesPerDay: number | undefined;
  /** When it is full if that goes on; undefined: never, as far as can be seen. */
  full: Instant | undefined;
  /** The item that grows most, and its share of all growth, 0 to 1. */
  grower: { item: string; share: number } | undefined;
}

/**
 * What a node has of an item's backups of one night. `same`: as large as a copy on another node; `present`: there is no
 * copy to compare it with; `late`: still waited for; `awaited`: not due yet; `none`: none was due.
 */
export type Copy = (typeof COPIES)[number] | "none";

/** In the order of keys and help; `none` is no mark. */
// prettier-ignore
export const COPIES = [
  "same", "present", "short", "larger", "late", "awaited", "missing", "gone", "unreachable",
] as const;

/** One item's copies on one node. */
export interface Copies {
  node: string;
  /** In the order of the matrix's nights. */
  nights: Copy[];
  /** Of the newest backup that any node has. */
  newest: Copy;
  /** The newest that it holds; undefined: none. */
  since: Instant | undefined;
  /** The share of the newest that is not there, 0 to 1; undefined: it is whole, or nobody knows. */
  lacks: number | undefined;
}

/** Item × nights × nodes; retired items are left out. */
export interface CopyMatrix {
  /** The midnights at which the newest nights begin, oldest first. */
  nights: Instant[];
  /** By name; nodes in the hub's order. */
  items: { item: string; nodes: Copies[] }[];
}

export interface HubVerdict {
  hub: string;
  srvnode: string;
  status: Status;
  findings: Finding[];
  nodes: NodeVerdict[];
  copies: CopyMatrix;
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
  /** What is worth knowing and counts in no status: a sentence each, without a full stop. */
  notes: string[];
  hubs: HubVerdict[];
}
