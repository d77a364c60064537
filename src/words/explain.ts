// What are the numbers behind the verdict on an item? To add a line, add a function to LINES.
import type { CheckName, Evidence, Finding, Instant } from "../model.ts";
import { CHECKS } from "../model.ts";
import { plural, printBytes, printCount, printList, printNearDay, printSpan, printTime, printUntil } from "../units.ts";

interface Subject extends Evidence {
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
  delay,
  missed,
  sizes,
  copies,
  sidecar,
  visits,
  space,
};

/** A heading for each node with indented lines below it. Times are in `zone`; `now` decides whether they show a year. */
export function explainItem(srvnode: string, evidence: Evidence[], now: Instant, zone: string): string[] {
  return evidence.flatMap((of) => {
    const subject: Subject = {
      ...of,
      time: (at) => printTime(at, zone, now),
      day: (at) => printNearDay(at, zone, now),
      end: (at) => printUntil(at, zone, now),
    };
    const { item, status, retired } = of.verdict;
    const numbers = Object.entries(LINES).flatMap(([name, explain]) =>
      explain(subject).map((text) => line(name, text)),
    );
    return [`${srvnode} ${of.node.node} ${item}: ${retired ? "retired" : status}`, ...numbers, ...checks(subject)];
  });
}

function line(name: string, text: string): string {
  return `  ${name.padEnd(12)}${text}`;
}

function known({ backups, time }: Subject): string[] {
  const held = backups.filter((backup) => backup.held);
  if (backups.length === 0) return ["no backup has been seen here"];
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
  return [periodMs === undefined ? text : `${text}; usual interval ${printSpan(periodMs)}`];
}

function due({ verdict: { rhythm }, time }: Subject): string[] {
  const { due, dueBy } = rhythm;
  if (due === undefined || dueBy === undefined) return ["no backup is expected"];
  if (due === dueBy) return [`by ${time(due)}, overdue after that`];
  return [`${time(due)}; grace ${printSpan(dueBy - due)}, overdue after ${time(dueBy)}`];
}

function delay({ copyDelayMs }: Subject): string[] {
  return copyDelayMs === 0 ? [] : [`a copy can take ${printSpan(copyDelayMs)} to get here; the grace includes it`];
}

const MAX_NAMED = 5;

function missed({ verdict: { rhythm }, time }: Subject): string[] {
  const { missed } = rhythm;
  if (missed.length === 0) return ["none"];
  const last = missed.slice(-MAX_NAMED).map(time);
  return [`${printCount(missed.length)}${missed.length > MAX_NAMED ? ", the last" : ""}: ${last.join(", ")}`];
}

/** Which size was expected of the newest backup, and what that is based on. */
function sizes({ verdict: { latest }, backups, size }: Subject): string[] {
  const before = backups.filter(({ at }) => latest && at < latest.at).slice(-10);
  if (!latest || before.length === 0) return [];
  const sorted = before.map(({ bytes }) => bytes).sort((a, b) => a - b);
  const every = size?.periodMs === undefined ? "" : `, ${printSpan(size.periodMs)} apart`;
  const rule = size
    ? `${printBytes(size.bytes)} expected from ${plural(size.count, "backup")}${every}, spread ${(100 * size.spread).toFixed(1)} %; ` +
      `normal from ${printBytes(size.low)} to ${printBytes(size.high)}`
    : "too few backups to compare it with";
  return [
    rule,
    `the ${plural(before.length, "backup")} before it: ${printBytes(sorted[0]!)} to ${printBytes(sorted.at(-1)!)}`,
  ];
}

function copies({ verdict: { latest }, others, lagMs, time }: Subject): string[] {
  if (!latest || others.length === 0) return [];
  const compared = others.map(({ node, backups }) => {
    const copy = backups.findLast(({ at }) => at === latest.at);
    if (!copy)
      return `${node} has no copy; ${backups.length === 0 ? "it has no backup at all" : `its newest is of ${time(backups.at(-1)!.at)}`}`;
    const differs = copy.bytes - latest.bytes;
    if (differs === 0) return `${node} has the same size`;
    return `${node} has ${printCount(copy.bytes)} bytes, ${printCount(Math.abs(differs))} ${differs < 0 ? "less" : "more"}`;
  });
  const behind =
    lagMs === undefined ? [] : [`19 of 20 copies get here within ${printSpan(lagMs)} of being seen elsewhere`];
  return [...compared, ...behind];
}

function sidecar({ sidecar, time }: Subject): string[] {
  if (!sidecar) return [];
  const says = sidecar.bytes === undefined ? "cannot be read" : `says ${printCount(sidecar.bytes)} bytes`;
  return [`of ${time(sidecar.at)}: it ${says}; the file has ${printCount(sidecar.fileBytes)} bytes`];
}

function visits({ node: { collected, lastGood }, time }: Subject): string[] {
  if (!collected) return ["none yet"];
  const good = lastGood ? `last good one ${time(lastGood.at)}` : "no good one yet";
  const offset = lastGood?.clockOffsetMs;
  const clock = offset === undefined ? "" : `; the node's clock was ${printSpan(Math.abs(offset))} off`;
  return [`last ${time(collected.at)}, ${good}${clock}`];
}

function space({ node: { space }, day }: Subject): string[] {
  if (!space) return [];
  const { freeBytes, totalBytes, bytesPerDay, full } = space;
  const trend =
    bytesPerDay === undefined || full === undefined
      ? "no trend"
      : `shrinking by ${printBytes(bytesPerDay)} a day, full ${day(full)}`;
  return [`${printBytes(freeBytes)} of ${printBytes(totalBytes)} free; ${trend}`];
}

/** What the checks found about the item and its node, and which of them found nothing. */
function checks({ verdict, node, end }: Subject): string[] {
  const findings = [...verdict.findings, ...node.findings];
  const print = ({ check, status, reason, silenced }: Finding) =>
    line(check, `${status}: ${reason}${silenced ? `; silenced until ${end(silenced.until)}: ${silenced.reason}` : ""}`);
  const silent = CHECKS.filter(
    (check) => !OF_HUB_OR_SITE.includes(check) && !findings.some((finding) => finding.check === check),
  );
  const nothing = verdict.retired ? "nothing found, or not checked because the item is retired" : "nothing found";
  return [
    ...findings.map(print),
    ...(silent.length === 0 ? [] : [line("the others", `${printList([...silent])}: ${nothing}`)]),
  ];
}

const OF_HUB_OR_SITE: CheckName[] = ["collection", "database", "config"];
