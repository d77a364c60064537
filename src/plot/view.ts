// What does a drawing show? Everything that can change it and nothing else, since its fingerprint is made from this.
import type {
  SizeBand,
  SizeBands,
  Backup,
  Finding,
  Instant,
  ItemHistory,
  ItemVerdict,
  NodeHistory,
  NodeVerdict,
  PlotScale,
  Status,
} from "../model.ts";
import { byInstant, midnight } from "../time.ts";
import { printBytes, printUntil } from "../units.ts";
import { concludeNode } from "../words/conclusions.ts";
import { worstFirst } from "../words/troubles.ts";

/** What the plots of a node are drawn from. */
export interface Subject {
  srvnode: string;
  /** The name of the node in file names. */
  slug: string;
  scale: PlotScale;
  /** Limited to the selected items. */
  history: NodeHistory;
  verdict: NodeVerdict;
  /** The size bands of an item. */
  bands: (item: ItemHistory) => SizeBands;
  /** The site's zone. */
  timezone: string;
  /** Midnight at the end of the last day shown. */
  end: Instant;
}

export interface Range {
  /** As in file names and anchors. */
  name: string;
  title: string;
  /** Undefined: since the first backup. */
  days: number | undefined;
}

export interface View {
  range: Range;
  scale: PlotScale;
  node: string;
  srvnode: string;
  timezone: string;
  from: Instant;
  to: Instant;
  /** The conclusion of the node, without a full stop. */
  conclusion: string;
  findings: Finding[];
  /** Worst first, then by name. */
  panels: Panel[];
  /** Items that are not drawn: if there are too many, those that are neither bad nor large. */
  rest: Panel[];
  /** The file name of the plot with all items. */
  full: string;
  unseen: NodeVerdict["unseen"];
  held: NodeVerdict["held"];
  /** The stamp of the newest backup of any item. */
  newest: Instant | undefined;
}

export interface Panel {
  item: string;
  status: Status;
  /** The worst active finding, or else the worst silenced one. */
  finding: Finding | undefined;
  retired: boolean;
  rhythm: string;
  /** Size of the newest backup, even if that is older than the range; in words, and in bytes. */
  size: string;
  bytes: number;
  points: Points;
  missed: Instant[];
  /** The oldest backup that is held. Clean-ups remove the oldest, so a younger backup that is not held is gone too soon. */
  keptFrom: Instant;
  /** When the next one is due. */
  due: Instant | undefined;
  /** The sizes that were expected of the points. */
  band: () => SizeBand;
  /** What else the band depends on: the backups before the range, and the rules of the judge. */
  before: Points;
  rules: unknown[];
}

/** A number for each backup, oldest first, in typed arrays: half a million are hashed and scaled in no time. */
export interface Points {
  at: Float64Array;
  bytes: Float64Array;
  /** 1 if it is still on the node. */
  held: Uint8Array;
  /** The number of files whose sizes the predecessor rounded up; 0 if `bytes` is exact. */
  rounded: Uint8Array;
}

/** Items in one plot; nobody reads more. */
export const MAX_ITEMS = 40;

export function hasTooMany({ verdict }: Subject): boolean {
  return verdict.items.length > MAX_ITEMS;
}

/** The view of a node in a range. `isFull` includes all items, however many there are. */
export function viewOf(subject: Subject, range: Range, isFull = false): View {
  const { srvnode, history, verdict, bands, timezone, end } = subject;
  const from = start(history, timezone, end, range);
  const histories = new Map(history.items.map((item) => [item.item, item]));
  const byName = verdict.items.map((item) => {
    const past = histories.get(item.item) ?? { item: item.item, backups: [] };
    return panelOf(item, past, bands(past), [from, end], sortFindings(item.findings, timezone, end)[0]);
  });
  const panels = sortPanels(byName);
  const shown = isFull ? panels : worstAndLargest(panels);
  return {
    range,
    scale: subject.scale,
    node: verdict.node,
    srvnode,
    timezone,
    from,
    to: end,
    conclusion: concludeNode(verdict),
    findings: sortFindings(verdict.findings.filter(isDrawn), timezone, end),
    panels: shown,
    rest: panels.filter((panel) => !shown.includes(panel)),
    full: fullName(subject, range),
    unseen: verdict.unseen
      // A plot that starts with the first backup shows nothing before the first visit.
      .filter((span) => span.from < end && span.to > from && (range.days !== undefined || span.from > 0))
      .map((span) => ({ ...span, from: Math.max(span.from, from), to: Math.min(span.to, end) })),
    held: verdict.held,
    newest: verdict.items.reduce<Instant | undefined>((newest, { latest }) => later(newest, latest?.at), undefined),
  };
}

/** Worst first, retired items last; a stable sort. */
function sortPanels(panels: Panel[]): Panel[] {
  return [...worstFirst(panels.filter(({ retired }) => !retired)), ...panels.filter(({ retired }) => retired)];
}

/** Up to `MAX_ITEMS` panels, in the given order. */
function worstAndLargest(panels: Panel[]): Panel[] {
  if (panels.length <= MAX_ITEMS) return panels;
  const chosen = sortPanels(panels.toSorted((a, b) => b.bytes - a.bytes)).slice(0, MAX_ITEMS);
  return panels.filter((panel) => chosen.includes(panel));
}

/** In the same folder. The overview links to the plot of a range of the same length. */
function fullName({ slug }: Subject, { name, days }: Range): string {
  return `${slug}-${name === "overview" ? `${days!}d` : name}-full.svg`;
}

// A broken clock may stamp a backup with the year 1; the plot would then have a bar for every day since.
const MAX_DAYS = 30 * 366;

function start({ items }: NodeHistory, zone: string, end: Instant, { days }: Range): Instant {
  if (days !== undefined) return midnight(end, zone, -days);
  const first = Math.min(midnight(end, zone, -1), ...items.flatMap(({ backups }) => backups[0]?.at ?? []));
  return Math.max(midnight(first, zone), midnight(end, zone, -MAX_DAYS));
}

function panelOf(
  { item, status, retired, rhythm, latest }: ItemVerdict,
  { backups }: ItemHistory,
  bands: SizeBands,
  [from, to]: [Instant, Instant],
  finding: Finding | undefined,
): Panel {
  const [first, end] = [byInstant.left(backups, from), byInstant.left(backups, to)];
  const due = retired ? undefined : rhythm.due;
  const kept = retired ? undefined : (backups.find(({ held }) => held) ?? backups.at(-1));
  return {
    item,
    status,
    finding,
    retired,
    rhythm: rhythm.text,
    size: latest ? printBytes(latest.bytes) : "",
    bytes: latest?.bytes ?? 0,
    points: pointsOf(backups, first, end),
    missed: rhythm.missed.filter((at) => from <= at && at < to),
    keptFrom: Math.max(from, kept?.at ?? to),
    due: due !== undefined && !rhythm.missed.includes(due) && from <= due && due < to ? due : undefined,
    // Nothing is expected of a retired item.
    band: () => (retired ? { limits: [], marks: [], frozen: undefined } : bands.since(from)),
    before: pointsOf(backups, Math.max(0, first - bands.reach), first),
    rules: bands.rules,
  };
}

/** Findings about disk and clock change with every visit and have no marks, so plots leave them out. */
function isDrawn({ check }: Finding): boolean {
  return check !== "space" && check !== "clock";
}

/** Worst first; silenced findings last, with a gist that says until when. */
function sortFindings(findings: Finding[], timezone: string, end: Instant): Finding[] {
  const quiet = findings.flatMap((finding) => {
    if (!finding.silenced) return [];
    return { ...finding, gist: `silenced until ${printUntil(finding.silenced.until, timezone, end - 1)}` };
  });
  return [...worstFirst(findings.filter(({ silenced }) => !silenced)), ...worstFirst(quiet)];
}

function pointsOf(backups: Backup[], first: number, end: number): Points {
  const count = end - first;
  const [at, bytes] = [new Float64Array(count), new Float64Array(count)];
  const points = { at, bytes, held: new Uint8Array(count), rounded: new Uint8Array(count) };
  for (let i = 0; i < count; i++) {
    const { at, bytes, held, exact, files } = backups[first + i]!;
    points.at[i] = at;
    points.bytes[i] = bytes;
    points.held[i] = Number(held);
    points.rounded[i] = exact ? 0 : files;
  }
  return points;
}

function later(a: Instant | undefined, b: Instant | undefined): Instant | undefined {
  return a === undefined ? b : b === undefined ? a : Math.max(a, b);
}
