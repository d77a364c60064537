// What does a drawing show? All that can change it and nothing else: the fingerprint is taken of this.
import type { Backup, Finding, Instant, ItemVerdict, NodeHistory, NodeVerdict, Status } from "../model.ts";
import { STATUSES } from "../model.ts";
import { midnight } from "../time.ts";
import { printBytes, printCount, printTime } from "../units.ts";

/** A node as its plots show it. */
export interface Subject {
  srvnode: string;
  /** Limited to the selected items. */
  history: NodeHistory;
  verdict: NodeVerdict;
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
  node: string;
  srvnode: string;
  timezone: string;
  from: Instant;
  to: Instant;
  findings: Finding[];
  /** Worst first, then by name. */
  panels: Panel[];
  unseen: NodeVerdict["unseen"];
  held: NodeVerdict["held"];
  newest: Instant | undefined;
}

export interface Panel {
  item: string;
  status: Status;
  finding: Finding | undefined;
  rhythm: string;
  /** Of the newest backup, also when that is older than the range. */
  size: string;
  /** Oldest first. */
  points: Point[];
  /** The last point, for a person. */
  last: string;
  missed: Instant[];
}

export type Point = Pick<Backup, "at" | "bytes" | "held">;

export function viewOf({ srvnode, history, verdict, timezone, end }: Subject, range: Range): View {
  const from = start(history, timezone, end, range);
  const inRange = (at: Instant) => from <= at && at < end;
  const backups = new Map(history.items.map((item) => [item.item, item.backups]));
  const panels = verdict.items.map((item) =>
    panelOf(
      item,
      (backups.get(item.item) ?? []).filter(({ at }) => inRange(at)),
      inRange,
      (at) => printTime(at, timezone, end - 1),
    ),
  );
  return {
    range,
    node: verdict.node,
    srvnode,
    timezone,
    from,
    to: end,
    findings: verdict.findings.toSorted(worstFirst),
    panels: panels.sort((a, b) => worstFirst(a, b) || (a.item < b.item ? -1 : 1)),
    unseen: verdict.unseen
      .filter((span) => span.from < end && span.to > from)
      .map((span) => ({ ...span, from: Math.max(span.from, from), to: Math.min(span.to, end) })),
    held: verdict.held,
    newest: verdict.items.reduce<Instant | undefined>((newest, { latest }) => later(newest, latest?.at), undefined),
  };
}

// A stamp of the year 1 is a broken clock's, not a backup's, and would make every day of our era a bar.
const LONGEST_DAYS = 30 * 366;

function start({ items }: NodeHistory, zone: string, end: Instant, { days }: Range): Instant {
  if (days !== undefined) return midnight(end, zone, -days);
  const first = Math.min(midnight(end, zone, -1), ...items.flatMap(({ backups }) => backups[0]?.at ?? []));
  return Math.max(midnight(first, zone), midnight(end, zone, -LONGEST_DAYS));
}

function panelOf(
  { item, status, findings, rhythm, latest }: ItemVerdict,
  backups: Backup[],
  inRange: (at: Instant) => boolean,
  print: (at: Instant) => string,
): Panel {
  const last = backups.at(-1);
  return {
    item,
    status,
    finding: findings.toSorted(worstFirst)[0],
    rhythm: rhythm.text,
    size: latest ? printBytes(latest.bytes) : "",
    points: backups.map(({ at, bytes, held }) => ({ at, bytes, held })),
    last: last ? `${print(last.at)}: ${last.exact ? `${printCount(last.bytes)} bytes` : printBytes(last.bytes)}` : "",
    missed: rhythm.missed.filter(inRange),
  };
}

function worstFirst(a: { status: Status }, b: { status: Status }): number {
  return STATUSES.indexOf(b.status) - STATUSES.indexOf(a.status);
}

function later(a: Instant | undefined, b: Instant | undefined): Instant | undefined {
  return a === undefined ? b : b === undefined ? a : Math.max(a, b);
}
