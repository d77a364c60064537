// What does a drawing show? All that can change it and nothing else: the fingerprint is taken of this.
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

/** A node as its plots show it. */
export interface Subject {
  srvnode: string;
  /** The node's name in file names. */
  slug: string;
  scale: PlotScale;
  /** Limited to the selected items. */
  history: NodeHistory;
  verdict: NodeVerdict;
  /** Of one of its items. */
  bands: (item: ItemHistory) => SizeBands;
  /** Of the site. */
  timezone: string;
  /** Midnight at the end of the last day shown. */
  end: Instant;
}

export interface Range {
  /** As in file names and anchors. */
  name: string;
  title: string;
  /** Undefined: from the first backup on. */
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
  /** Of its verdict. */
  conclusion: string;
  findings: Finding[];
  /** Worst first, then by name. */
  panels: Panel[];
  /** What is left out, as long as it is neither bad nor large, and where all of it is drawn. */
  rest: Panel[];
  full: string;
  unseen: NodeVerdict["unseen"];
  held: NodeVerdict["held"];
  newest: Instant | undefined;
}

export interface Panel {
  item: string;
  status: Status;
  /** The worst that counts; where none does, the worst that is silenced. */
  finding: Finding | undefined;
  retired: boolean;
  rhythm: string;
  /** Of the newest backup, also when that is older than the range. */
  size: string;
  bytes: number;
  points: Points;
  missed: Instant[];
  /** A clean-up takes the oldest: what is younger than this and no longer held is gone before its time. */
  keptFrom: Instant;
  /** When the next one is due. */
  due: Instant | undefined;
  /** What was expected of the points' sizes. */
  band: () => SizeBand;
  /** All else that this is told from: the backups before, and what the judge calls its rules. */
  before: Points;
  rules: unknown[];
}

/** A number a backup, oldest first: half a million of them are hashed, placed and handed to another thread in no time. */
export interface Points {
  at: Float64Array;
  bytes: Float64Array;
  /** 1: still on the node. */
  held: Uint8Array;
  /** Files whose size the predecessor rounded up. */
  rounded: Uint8Array;
}

/** More are not read by anybody. */
export const MOST_ITEMS = 40;

export function hasTooMany({ verdict }: Subject): boolean {
  return verdict.items.length > MOST_ITEMS;
}

/** `isFull`: however many items there are. */
export function viewOf(subject: Subject, range: Range, isFull = false): View {
  const { srvnode, history, verdict, bands, timezone, end } = subject;
  const from = start(history, timezone, end, range);
  const histories = new Map(history.items.map((item) => [item.item, item]));
  const byName = verdict.items.map((item) => {
    const past = histories.get(item.item) ?? { item: item.item, backups: [] };
    return panelOf(item, past, bands(past), [from, end], inOrder(item.findings, timezone, end)[0]);
  });
  const panels = inPlotOrder(byName);
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
    findings: inOrder(verdict.findings.filter(isDrawn), timezone, end),
    panels: shown,
    rest: panels.filter((panel) => !shown.includes(panel)),
    full: fullName(subject, range),
    unseen: verdict.unseen
      // What begins with the first backup has nothing before it.
      .filter((span) => span.from < end && span.to > from && (range.days !== undefined || span.from > 0))
      .map((span) => ({ ...span, from: Math.max(span.from, from), to: Math.min(span.to, end) })),
    held: verdict.held,
    newest: verdict.items.reduce<Instant | undefined>((newest, { latest }) => later(newest, latest?.at), undefined),
  };
}

/** Worst first; of what is retired nothing is thought at all, so it stands last. Those that are alike stay in their order. */
function inPlotOrder(panels: Panel[]): Panel[] {
  return [...worstFirst(panels.filter(({ retired }) => !retired)), ...panels.filter(({ retired }) => retired)];
}

/** In their order. */
function worstAndLargest(panels: Panel[]): Panel[] {
  if (panels.length <= MOST_ITEMS) return panels;
  const chosen = inPlotOrder(panels.toSorted((a, b) => b.bytes - a.bytes)).slice(0, MOST_ITEMS);
  return panels.filter((panel) => chosen.includes(panel));
}

/** In the same folder; of what has no picture of its own that of the range as long. */
function fullName({ slug }: Subject, { name, days }: Range): string {
  return `${slug}-${name === "overview" ? `${days!}d` : name}-full.svg`;
}

// A stamp of the year 1 is a broken clock's, not a backup's, and would make every day of our era a bar.
const LONGEST_DAYS = 30 * 366;

function start({ items }: NodeHistory, zone: string, end: Instant, { days }: Range): Instant {
  if (days !== undefined) return midnight(end, zone, -days);
  const first = Math.min(midnight(end, zone, -1), ...items.flatMap(({ backups }) => backups[0]?.at ?? []));
  return Math.max(midnight(first, zone), midnight(end, zone, -LONGEST_DAYS));
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
    // Of a retired one nothing is expected.
    band: () => (retired ? { limits: [], marks: [], frozen: undefined } : bands.since(from)),
    before: pointsOf(backups, Math.max(0, first - bands.reach), first),
    rules: bands.rules,
  };
}

/** What is told of the disk and of the clock is another number at every visit, and no mark of a plot is about it. */
function isDrawn({ check }: Finding): boolean {
  return check !== "space" && check !== "clock";
}

/** Worst first, what is silenced at the end, where the gist says that it is. */
function inOrder(findings: Finding[], timezone: string, end: Instant): Finding[] {
  const known = findings.flatMap((finding) => {
    if (!finding.silenced) return [];
    return { ...finding, gist: `silenced until ${printUntil(finding.silenced.until, timezone, end - 1)}` };
  });
  return [...worstFirst(findings.filter(({ silenced }) => !silenced)), ...worstFirst(known)];
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
