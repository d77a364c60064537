// Every sentence of the pages that is not a finding's own reason.
import { groups, sum } from "d3-array";
import type { Collection, HubVerdict, Instant, ItemVerdict, NodeVerdict, SiteVerdict, Status } from "../model.ts";
import { DAY, midnight } from "../time.ts";
import {
  capital,
  plural,
  printClock,
  printCount,
  printDay,
  printFullTime,
  printList,
  printSpan,
  printTime,
  printWord,
} from "../units.ts";
import type { AddedNight } from "./nights.ts";
import type { Trouble } from "./trouble.ts";
import { troublesOfHub, troublesOfNode, troublesOfSite } from "./trouble.ts";

// ---------------------------------------------------------------- conclusions

export function concludeSite(verdict: SiteVerdict): string {
  const { items, nodes, hubs, site, all } = counted(troublesOfSite(verdict));
  const subjects = [...many(items, "backup"), ...many(nodes, "node"), ...many(hubs, "hub")];
  if (site > 0) subjects.push("the monitor itself");
  return needLook(subjects, all) ?? allWell(verdict.hubs, "");
}

export function concludeHub(verdict: HubVerdict): string {
  const { srvnode } = verdict;
  const { items, nodes, hubs, all } = counted(troublesOfHub(verdict));
  const parts = [...many(items, "backup"), ...many(nodes, "node")];
  if (hubs > 0 && parts.length === 0) return `${srvnode} needs a look`;
  const subjects =
    hubs > 0 ? [...parts, `${srvnode} itself`] : parts.length > 0 ? [`${printList(parts)} of ${srvnode}`] : [];
  return needLook(subjects, all) ?? allWell([verdict], ` of ${srvnode}`);
}

export function concludeNode(verdict: NodeVerdict): string {
  const { node, items: known } = verdict;
  const { items, nodes } = counted(troublesOfNode(verdict));
  const total = `${printWord(known.length)} item${known.length === 1 ? "" : "s"}`;
  if (nodes > 0)
    return items === 0 ? `${node} needs a look` : `${node} and ${printWord(items)} of its ${total} need a look`;
  if (known.length === 0) return `No item has been seen on ${node} yet`;
  if (known.length === 1) return `The one item on ${node} ${items === 0 ? "is well" : "needs a look"}`;
  if (items === 0) return `${allOf(known.length, "item")} on ${node} are well`;
  return needLook([`${printWord(items)} of ${total} on ${node}`], items)!;
}

function counted(troubles: Trouble[]) {
  const items = troubles.filter(({ item }) => item !== undefined).length;
  const nodes = troubles.filter(({ node }) => node).length - items;
  const hubs = troubles.filter(({ hub, node }) => hub && !node).length;
  return { items, nodes, hubs, site: troubles.length - items - nodes - hubs, all: troubles.length };
}

function many(count: number, noun: string): string[] {
  return count === 0 ? [] : [`${printWord(count)} ${noun}${count === 1 ? "" : "s"}`];
}

function needLook(subjects: string[], count: number): string | undefined {
  return subjects.length === 0 ? undefined : capital(`${printList(subjects)} need${count === 1 ? "s" : ""} a look`);
}

function allWell(hubs: HubVerdict[], where: string): string {
  const backups = hubs.flatMap(({ nodes }) => nodes.flatMap(({ items }) => items)).length;
  if (backups === 0) return `No backup${where} has been seen yet`;
  if (backups === 1) return `The one backup${where} is where it should be`;
  return `${allOf(backups, "backup")}${where} are where they should be`;
}

// ---------------------------------------------------------------- what stands under them

/** `, on 8 nodes of 4 hubs`; `, on 2 of 3 nodes; nobody could ever look at the other one`. */
export function tellWhere(nodes: NodeVerdict[], hubs?: number): string {
  const tags = new Set(nodes.map(({ node }) => node));
  const seen = new Set(nodes.filter(({ lastGood, collected }) => lastGood || !collected).map(({ node }) => node));
  const of = hubs === undefined ? "" : ` of ${plural(hubs, "hub")}`;
  const blind = tags.size - seen.size;
  if (blind === 0) return `, on ${plural(tags.size, "node")}${of}`;
  if (seen.size === 0) return `, for nobody could ever look at ${tags.size === 1 ? "the node" : "any node"}`;
  const others = blind === 1 ? "other one" : `other ${printWord(blind)}`;
  return `, on ${printCount(seen.size)} of ${plural(tags.size, "node")}${of}; nobody could ever look at the ${others}`;
}

/** `where` ends the sentence; empty where the reader knows. */
export function proveNights(nights: AddedNight[], where: string): string {
  const arrived = sum(nights, (night) => night.arrived);
  const due = arrived + sum(nights, (night) => night.missed);
  if (due === 0) return `No tarball is known of the last 30 nights${where}.`;
  if (due === 1 && arrived === 1) return `The one tarball of the last 30 nights is where it should be${where}.`;
  const share = arrived === due ? `All ${printCount(due)}` : `${printCount(arrived)} of ${printCount(due)}`;
  return `${share} tarballs of the last 30 nights are where they should be${where}.`;
}

const TOLD = 3;

/** The worst in short, node by node, and who is well; empty when nothing needs a look. */
export function nameWorst(verdict: HubVerdict): string {
  const troubles = troublesOfHub(verdict);
  if (troubles.length === 0) return "";
  const byNode = groups(troubles.slice(0, TOLD), ({ node }) => node?.node ?? verdict.srvnode);
  const worst = byNode.map(([name, told]) => {
    const gists = told.map(({ item, findings }) => `${item === undefined ? "" : `${item} `}${findings[0]!.gist}`);
    return `${name}: ${gists.join(", ")}`;
  });
  if (troubles.length > TOLD) worst.push(`${printWord(troubles.length - TOLD)} more`);
  return `${worst.join("; ")}.${nameWell(verdict)}`;
}

function nameWell({ nodes }: HubVerdict): string {
  const well = nodes.filter(({ status }) => status === "ok").map(({ node }) => node);
  if (well.length === 0) return "";
  if (well.length > 4) return ` ${capital(printWord(well.length))} other nodes are well.`;
  return ` ${printList(well)} ${well.length === 1 ? "is" : "are"} well.`;
}

/** `2 alarms`, `unknown`, `ok`: how many of the worst. */
export function nameStatus(status: Status, troubles: Trouble[]): string {
  const count = troubles.filter((trouble) => trouble.status === status).length;
  return count < 2 ? status : countStatus(status, count);
}

/** What there is besides: `1 warn, 3 ok`; empty when everything is alike. */
export function nameOthers(worst: Status, troubles: Trouble[], items: ItemVerdict[]): string {
  if (worst === "ok") return "";
  const well = items.filter(({ status }) => status === "ok").length;
  const bad = (["alarm", "unknown", "warn"] as const).filter((status) => status !== worst);
  const counts = bad.map((status) => [status, troubles.filter((trouble) => trouble.status === status).length] as const);
  return [...counts, ["ok", well] as const]
    .filter(([, count]) => count > 0)
    .map(([status, count]) => countStatus(status, count))
    .join(", ");
}

function countStatus(status: Status, count: number): string {
  return `${printCount(count)} ${status}${status === "alarm" && count > 1 ? "s" : ""}`;
}

/** What the marks of these overviews mean. */
export function explainMarks(nodes: NodeVerdict[]): string {
  const nights = nodes.flatMap((node) => node.nights);
  return [
    ...(nodes.some(({ held }) => held.tarballs > 0) ? ["dot: still on the node"] : []),
    ...(nights.some(({ missed }) => missed > 0) ? ["×: did not come"] : []),
    ...(nights.some(({ looked }) => !looked) ? ["hatched: could not look"] : []),
    "each item on a scale of its own",
  ].join(" · ");
}

/** All findings of one thing in one line. */
export function reasons(findings: { reason: string }[]): string {
  return findings.map(({ reason }) => `${reason}.`).join(" ");
}

// ---------------------------------------------------------------- nights, times, ages

export function tellNights(nights: AddedNight[], zone: string): string {
  const days = (chosen: AddedNight[]) => {
    const named = chosen.slice(-5).map(({ day }) => printDay(day, zone));
    return chosen.length > 5 ? `${printCount(chosen.length)} nights, the last ${named.at(-1)!}` : printList(named);
  };
  const arrived = sum(nights, (night) => night.arrived);
  const missed = sum(nights, (night) => night.missed);
  const late = nights.filter((night) => night.missed > 0);
  const blind = nights.filter((night) => night.unseen > 0);
  const parts = [`${plural(arrived, "tarball")} came`];
  if (missed > 0) parts.push(`${printCount(missed)} did not (${days(late)})`);
  if (blind.length > 0) parts.push(`nobody could look (${days(blind)})`);
  return `Last 30 nights: ${parts.join(", ")}.`;
}

/** `today 16:21`, `23 Nov 16:02`. */
export function tellTime(at: Instant, zone: string, now: Instant): string {
  return isToday(at, zone, now) ? `today ${printClock(at, zone)}` : printTime(at, zone, now);
}

/** `25 h ago`. */
export function tellAge(at: Instant, now: Instant): string {
  return at > now ? `in ${printSpan(at - now)}` : `${printSpan(now - at)} ago`;
}

export function tellNextRun({ asOf, nextRun }: SiteVerdict, zone: string): string {
  if (nextRun === undefined) return "";
  if (nextRun < asOf) return `next run was due ${printTime(nextRun, zone, asOf)}`;
  const weekday = printFullTime(nextRun, zone).slice(0, 3);
  const day = nextRun - asOf < 6 * DAY ? weekday : `${weekday} ${printDay(nextRun, zone)}`;
  return `next run due ${day} ${printClock(nextRun, zone)}`;
}

/** `17:10, in 1.2 s`, or why nobody could look. */
export function tellCollected(collected: Collection | undefined, zone: string, now: Instant): string {
  if (!collected) return "never yet";
  const { at, ms, outcome, reason } = collected;
  const when = isToday(at, zone, now) ? printClock(at, zone) : printTime(at, zone, now);
  return outcome === "ok" ? `${when}, in ${printSpan(ms)}` : `${when}: ${reason}`;
}

/** The same with its verb. */
export function tellVisit(collected: Collection | undefined, zone: string, now: Instant): string {
  if (!collected) return "never asked yet";
  return `${collected.outcome === "ok" ? "collected" : "asked"} ${tellCollected(collected, zone, now)}`;
}

/** Of the newest run; each node once, also where it serves several hubs. */
export function tellAsked({ hubs }: SiteVerdict): string {
  const visits = new Map<string, Collection>();
  for (const { node, collected } of hubs.flatMap(({ nodes }) => nodes)) if (collected) visits.set(node, collected);
  const newest = Math.max(...[...visits.values()].map(({ at }) => at));
  const asked = [...visits.values()].filter(({ at }) => at === newest);
  if (asked.length === 0) return "no node has been asked yet";
  const slowest = printSpan(Math.max(...asked.map(({ ms }) => ms)));
  return asked.length === 1
    ? `1 node asked in ${slowest}`
    : `${plural(asked.length, "node")} asked, the slowest in ${slowest}`;
}

export function tellOdd(collected: Collection | undefined): string {
  const { count, example } = collected?.odd ?? { count: 0, example: "" };
  if (count === 0) return "";
  return count === 1
    ? `One odd line in the last listing: ${example}`
    : `${printCount(count)} odd lines in the last listing; the first: ${example}`;
}

function isToday(at: Instant, zone: string, now: Instant): boolean {
  return midnight(at, zone) === midnight(now, zone);
}

// ---------------------------------------------------------------- words

/** `The one item`, `Both items`, `All six items`. */
export function allOf(count: number, noun: string): string {
  if (count === 1) return `The one ${noun}`;
  return count === 2 ? `Both ${noun}s` : `All ${printWord(count)} ${noun}s`;
}
