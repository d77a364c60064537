// What are the numbers behind the verdict on an item? A further line is one more function in the list.
import type {
  Collection,
  Finding,
  Hub,
  HubVerdict,
  Instant,
  ItemHistory,
  ItemVerdict,
  NodeHistory,
  NodeVerdict,
} from "../model.ts";
import { CHECKS } from "../model.ts";
import { opinionOf } from "./opinion.ts";
import { usualLag } from "./copies.ts";
import { gatherCopies } from "./copied.ts";
import { longestWay } from "./way.ts";
import { plural, printBytes, printCount, printList, printNearDay, printSpan, printTime, printUntil } from "../units.ts";

interface Subject {
  verdict: ItemVerdict;
  node: NodeVerdict;
  past: ItemHistory;
  /** The hub's zone. */
  timezone: string;
  visits: Collection[];
  /** The same item on the hub's other nodes. */
  others: { node: string; past: ItemHistory }[];
  time: (at: Instant) => string;
  day: (at: Instant) => string;
  /** When a silence ends. */
  end: (at: Instant) => string;
}

type Explain = (subject: Subject) => string[];

const LINES: Record<string, Explain> = {
  known,
  newest,
  rhythm,
  due,
  way,
  missed,
  sizes,
  copies,
  sidecar,
  visits,
  space,
};

/** A heading for each node of the hub, and below it a line each. `histories` are the verdict's, node by node. */
export function explainItem(
  item: string,
  { timezone }: Hub,
  { srvnode, nodes }: HubVerdict,
  histories: NodeHistory[],
  now: Instant,
  zone: string,
): string[] {
  const pasts = histories.map(({ node, items }) => ({ node, past: items.find((past) => past.item === item) }));
  return nodes.flatMap((node, i) => {
    const verdict = node.items.find((known) => known.item === item);
    if (!verdict) return [];
    const subject: Subject = {
      verdict,
      node,
      past: pasts[i]!.past ?? { item, backups: [] },
      timezone,
      visits: histories[i]!.collections,
      others: pasts.flatMap(({ node, past }, k) => (k !== i && past ? [{ node, past }] : [])),
      time: (at) => printTime(at, zone, now),
      day: (at) => printNearDay(at, zone, now),
      end: (at) => printUntil(at, zone, now),
    };
    const numbers = Object.entries(LINES).flatMap(([name, explain]) =>
      explain(subject).map((text) => line(name, text)),
    );
    return [
      `${srvnode} ${node.node} ${item}: ${verdict.retired ? "retired" : verdict.status}`,
      ...numbers,
      ...said(subject),
    ];
  });
}

function line(name: string, text: string): string {
  return `  ${name.padEnd(12)}${text}`;
}

function known({ past: { backups }, time }: Subject): string[] {
  const held = backups.filter((backup) => backup.held);
  if (backups.length === 0) return ["no backup was ever seen here"];
  const bytes = held.reduce((sum, { bytes }) => sum + bytes, 0);
  return [
    `${plural(backups.length, "backup")} since ${time(backups[0]!.at)}; ${printCount(held.length)} on the node, ${printBytes(bytes)}`,
  ];
}

function newest({ verdict: { latest }, time }: Subject): string[] {
  if (!latest) return [];
  const { at, bytes, exact, path } = latest;
  return [`${time(at)}, ${exact ? `${printCount(bytes)} bytes` : `${printBytes(bytes)}, known to 1 MiB`}: ${path}`];
}

function rhythm({ verdict: { rhythm } }: Subject): string[] {
  const { text, periodMs } = rhythm;
  return [periodMs === undefined ? text : `${text}; usual distance ${printSpan(periodMs)}`];
}

function due({ verdict: { rhythm }, time }: Subject): string[] {
  const { due, dueBy } = rhythm;
  if (due === undefined || dueBy === undefined) return ["nothing is expected"];
  if (due === dueBy) return [`by ${time(due)}, then it is overdue`];
  return [`${time(due)}; it may be ${printSpan(dueBy - due)} late, then it is overdue: ${time(dueBy)}`];
}

function way({ past: { backups }, visits }: Subject): string[] {
  const ms = longestWay(backups, visits);
  return ms === 0
    ? []
    : [`visits did not find it yet when it was up to ${printSpan(ms)} old; so long it may be on its way`];
}

const NAMED = 5;

function missed({ verdict: { rhythm }, time }: Subject): string[] {
  const { missed } = rhythm;
  if (missed.length === 0) return ["none"];
  const last = missed.slice(-NAMED).map(time);
  return [`${printCount(missed.length)}${missed.length > NAMED ? ", the last" : ""}: ${last.join(", ")}`];
}

/** What was expected of the newest, and from what. */
function sizes({ verdict: { latest }, past: { backups }, timezone }: Subject): string[] {
  const before = backups.filter(({ at }) => latest && at < latest.at).slice(-10);
  if (!latest || before.length === 0) return [];
  const sorted = before.map(({ bytes }) => bytes).sort((a, b) => a - b);
  const { limits, baseline } = opinionOf(
    backups,
    backups.findLastIndex(({ at }) => at === latest.at),
    timezone,
  );
  const rule =
    limits && baseline
      ? `${printBytes(Math.exp(baseline.expected))} expected from ${printCount(baseline.count)}` +
        `${baseline.cycleMs ? ` at intervals of ${printSpan(baseline.cycleMs)}` : ""}, spread ${(100 * baseline.spread).toFixed(1)} %; ` +
        `${printBytes(limits.low)} to ${printBytes(limits.high)} are well`
      : "too few are comparable for more than this";
  return [
    rule,
    `the last ${printCount(before.length)} before it: ${printBytes(sorted[0]!)} to ${printBytes(sorted.at(-1)!)}`,
  ];
}

function copies({ verdict: { latest }, node: { node }, past, others, time }: Subject): string[] {
  if (!latest) return [];
  const nodes = [{ node, past }, ...others].map((one) => ({ ...one, backups: one.past.backups, arriving: false }));
  const lag = usualLag(gatherCopies(nodes), past.backups, node);
  const behind =
    lag === undefined ? [] : [`here within ${printSpan(lag)} of the first sight elsewhere, 19 of 20 times`];
  const same = others.map(({ node, past: { backups } }) => {
    const copy = backups.findLast(({ at }) => at === latest.at);
    if (!copy)
      return `${node} has no copy of it; its newest is ${backups.length === 0 ? "none" : time(backups.at(-1)!.at)}`;
    const differs = copy.bytes - latest.bytes;
    if (differs === 0) return `${node} has the same size`;
    return `${node} has ${printCount(copy.bytes)} bytes, ${printCount(Math.abs(differs))} ${differs < 0 ? "less" : "more"}`;
  });
  return others.length === 0 ? [] : [...same, ...behind];
}

function sidecar({ past: { sidecar }, time }: Subject): string[] {
  if (!sidecar) return [];
  const says = sidecar.bytes === undefined ? "cannot be read" : `says ${printCount(sidecar.bytes)} bytes`;
  return [`of ${time(sidecar.at)}: it ${says}; the file has ${printCount(sidecar.fileBytes)}`];
}

function visits({ node: { collected, lastGood }, time }: Subject): string[] {
  if (!collected) return ["nobody has looked"];
  const good = lastGood ? `the last good one ${time(lastGood.at)}` : "none was good";
  const offset = lastGood?.clockOffsetMs;
  const clock = offset === undefined ? "" : `; the node's clock was ${printSpan(Math.abs(offset))} off`;
  return [`the last ${time(collected.at)}, ${good}${clock}`];
}

function space({ node: { space }, day }: Subject): string[] {
  if (!space) return [];
  const { freeBytes, totalBytes, bytesPerDay, full } = space;
  const trend =
    bytesPerDay === undefined || full === undefined
      ? "no trend"
      : `${printBytes(bytesPerDay)} less a day, full ${day(full)}`;
  return [`${printBytes(freeBytes)} of ${printBytes(totalBytes)} free; ${trend}`];
}

/** What the checks said, of the item and of its node; those that are not named here are about the hub or the site. */
function said({ verdict, node, end }: Subject): string[] {
  const findings = [...verdict.findings, ...node.findings];
  const tell = ({ check, status, reason, silenced }: Finding) =>
    line(check, `${status}: ${reason}${silenced ? `; silenced until ${end(silenced.until)}: ${silenced.reason}` : ""}`);
  const silent = CHECKS.filter(
    (check) => !OTHERS.includes(check) && !findings.some((finding) => finding.check === check),
  );
  const nothing = verdict.retired ? "not asked, for the item is retired, or nothing to say" : "nothing to say";
  return [
    ...findings.map(tell),
    ...(silent.length === 0 ? [] : [line("the others", `${printList([...silent])}: ${nothing}`)]),
  ];
}

const OTHERS: string[] = ["collection", "database", "config"];
