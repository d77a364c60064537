// Every sentence of the pages that is not a finding's own reason.
import { groups, sum } from "d3-array";
import type {
  Collection,
  Copies,
  Copy,
  Finding,
  HubVerdict,
  Instant,
  ItemVerdict,
  NodeVerdict,
  Outlook,
  Rhythm,
  SiteVerdict,
  Status,
} from "../model.ts";
import { DAY, midnight } from "../time.ts";
import {
  capital,
  plural,
  printBytes,
  printClock,
  printCount,
  printDay,
  printFullTime,
  printList,
  printNearDay,
  printSpan,
  printTime,
  printUntil,
  printWord,
} from "../units.ts";
import type { AddedNight } from "../words/nights.ts";
import type { Trouble } from "../words/troubles.ts";
import { silenced, troublesOfHub, troublesOfNode, troublesOfSite } from "../words/troubles.ts";

// ---------------------------------------------------------------- conclusions

export function concludeSite(verdict: SiteVerdict): string {
  const { items, nodes, hubs, site, all } = counted(troublesOfSite(verdict));
  const subjects = [...many(items, "backup"), ...many(nodes, "node"), ...many(hubs, "hub")];
  if (site > 0) subjects.push("the monitor itself");
  return needLook(subjects, all) ?? allWell(verdict.hubs, "", troublesOfSite(verdict, silenced));
}

export function concludeHub(verdict: HubVerdict): string {
  const { srvnode } = verdict;
  const { items, nodes, hubs, all } = counted(troublesOfHub(verdict));
  const parts = [...many(items, "backup"), ...many(nodes, "node")];
  if (hubs > 0 && parts.length === 0) return `${srvnode} needs a look`;
  const subjects =
    hubs > 0 ? [...parts, `${srvnode} itself`] : parts.length > 0 ? [`${printList(parts)} of ${srvnode}`] : [];
  return needLook(subjects, all) ?? allWell([verdict], ` of ${srvnode}`, troublesOfHub(verdict, silenced));
}

export function concludeNode(verdict: NodeVerdict): string {
  const { node } = verdict;
  const known = verdict.items.filter(({ retired }) => !retired);
  const { items, nodes } = counted(troublesOfNode(verdict));
  const quiet = counted(troublesOfNode(verdict, silenced));
  const total = `${printWord(known.length)} item${known.length === 1 ? "" : "s"}`;
  if (nodes > 0)
    return items === 0 ? `${node} needs a look` : `${node} and ${printWord(items)} of its ${total} need a look`;
  if (items === 0 && quiet.all > 0) {
    const who = [...many(quiet.items, "item"), ...(quiet.nodes > 0 ? [`${node} itself`] : [])];
    return `Nothing on ${node} needs a look; ${areSilenced(who, quiet.all)}`;
  }
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

function areSilenced(subjects: string[], count: number): string {
  return `${printList(subjects)} ${count === 1 ? "is" : "are"} silenced`;
}

/** `known`: what is silenced, and so not quite well. */
function allWell(hubs: HubVerdict[], where: string, known: Trouble[]): string {
  const expected = hubs.flatMap(({ nodes }) => nodes.flatMap(({ items }) => items)).filter(({ retired }) => !retired);
  const backups = expected.length;
  if (known.length > 0) {
    const { items, nodes, hubs, all } = counted(known);
    const silent = areSilenced([...many(items, "backup"), ...many(nodes, "node"), ...many(hubs, "hub")], all);
    const well = backups - items;
    if (well === 0) return `Nothing${where} needs a look; ${silent}`;
    const those =
      items > 0 ? `${capital(printWord(well))} of ${many(backups, "backup")[0]!}` : allOf(backups, "backup");
    return `${those}${where} ${well === 1 ? "is" : "are"} where ${well === 1 ? "it" : "they"} should be; ${silent}`;
  }
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
  const well = nodes
    .filter((node) => node.status === "ok" && troublesOfNode(node, silenced).length === 0)
    .map(({ node }) => node);
  if (well.length === 0) return "";
  if (well.length > 4) return ` ${capital(printWord(well.length))} other nodes are well.`;
  return ` ${printList(well)} ${well.length === 1 ? "is" : "are"} well.`;
}

/** `2 alarms`, `unknown`, `ok`: how many of the worst. */
export function nameStatus(status: Status, troubles: Trouble[]): string {
  const count = troubles.filter((trouble) => trouble.status === status).length;
  return count < 2 ? status : countStatus(status, count);
}

/** What there is besides: `1 warn, 3 ok, 1 silenced`; empty when everything is alike. */
export function nameOthers(worst: Status, troubles: Trouble[], items: ItemVerdict[], known = 0): string {
  const besides = known === 0 ? [] : [`${printCount(known)} silenced`];
  if (worst === "ok") return besides.join("");
  const well = items.filter(
    ({ status, findings, retired }) => status === "ok" && !retired && findings.length === 0,
  ).length;
  const bad = (["alarm", "unknown", "warn"] as const).filter((status) => status !== worst);
  const counts = bad.map((status) => [status, troubles.filter((trouble) => trouble.status === status).length] as const);
  const others = [...counts, ["ok", well] as const]
    .filter(([, count]) => count > 0)
    .map(([status, count]) => countStatus(status, count));
  return [...others, ...besides].join(", ");
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
    ...(nodes.some(isAnyShort) ? ["▼: cut short"] : []),
    ...(nights.some(({ looked }) => !looked) ? ["hatched: could not look"] : []),
    "each item on a scale of its own",
  ].join(" · ");
}

function isAnyShort({ items }: NodeVerdict): boolean {
  return items.some(({ findings }) => findings.some(({ check, status }) => check === "size" && status === "alarm"));
}

/** All findings of one thing in one line. */
export function reasons(findings: { reason: string }[]): string {
  return findings.map(({ reason }) => `${reason}.`).join(" ");
}

/** `silenced until 27 Nov: disk exchange`. */
export function tellSilence(findings: Finding[], zone: string, now: Instant): string {
  const told = findings.flatMap(({ silenced }) =>
    silenced ? [`until ${printUntil(silenced.until, zone, now)}: ${silenced.reason}`] : [],
  );
  return `silenced ${[...new Set(told)].join("; ")}`;
}

/** All of a hub's: `Silenced: SDU svn/dybsvn until 27 Nov: disk exchange.`; empty where nothing is. */
export function tellSilenced(verdict: HubVerdict, zone: string, now: Instant): string {
  const known = troublesOfHub(verdict, silenced).map(({ node, item, findings }) => {
    const where = [node?.node ?? verdict.srvnode, item].filter((name) => name !== undefined).join(" ");
    return `${where} ${tellSilence(findings, zone, now).replace("silenced ", "")}`;
  });
  return known.length === 0 ? "" : `Silenced: ${known.join("; ")}.`;
}

// ---------------------------------------------------------------- copies

export const COPY_WORDS: Record<Copy, string> = {
  same: "same size",
  present: "there",
  short: "short",
  larger: "larger",
  late: "not here yet",
  awaited: "not due yet",
  missing: "did not come",
  gone: "purged since",
  unreachable: "could not look",
  none: "none due",
};

/** `two copies`; `2 of 3 copies; SDU none since 10 May; C is 25 % short`. */
export function tellCopies(copies: Copies[], zone: string, now: Instant): string {
  const { length: whole } = copies.filter(({ newest }) => newest === "same" || newest === "present");
  if (whole === copies.length) return `${printWord(whole)} ${whole === 1 ? "copy" : "copies"}`;
  const others = groups(
    copies.filter(({ newest }) => newest !== "same" && newest !== "present"),
    (copy) => tellCopy([], copy, zone, now),
  );
  const told = others.slice(0, TOLD).map(([, [first, ...rest]]) => {
    return tellCopy(
      [first!, ...rest].map(({ node }) => node),
      first!,
      zone,
      now,
    );
  });
  const untold = sum(others.slice(TOLD), ([, alike]) => alike.length);
  if (untold > 0) told.push(`${printWord(untold)} more not whole`);
  return [...(whole > 0 ? [`${whole} of ${copies.length} copies`] : []), ...told].join("; ");
}

function tellCopy(nodes: string[], { newest, since, lacks }: Copies, zone: string, now: Instant): string {
  const who = nodes.length > TOLD ? `${nodes[0]!} and ${printWord(nodes.length - 1)} other nodes` : printList(nodes);
  const many = nodes.length > 1;
  const are = many ? "are" : "is";
  const last = since === undefined ? "" : printNearDay(since, zone, now);
  if (newest === "missing") return last === "" ? `none ever on ${who}` : `${who} none since ${last}`;
  if (newest === "gone")
    return last === "" ? `none left on ${who}` : `${who} ${many ? "keep" : "keeps"} none after ${last}`;
  if (newest === "short") return `${who} ${are}${lacks === undefined ? "" : ` ${printShare(lacks)}`} short`;
  if (newest === "larger") return `${who} ${are} larger`;
  if (newest === "unreachable") return `could not look at ${who}`;
  return `not yet on ${who}`;
}

function printShare(share: number): string {
  return share < 0.005 ? "a little" : `${Math.min(99, Math.round(100 * share))} %`;
}

/** `ranks`: those above 0 are not whole. */
export function tellMoreCopies(ranks: number[]): string {
  if (ranks.length === 0) return "";
  const odd = ranks.filter((rank) => rank > 0).length;
  const which = odd === 0 ? "whole everywhere" : odd === ranks.length ? "not whole" : `${printCount(odd)} not whole`;
  return `${plural(ranks.length, "more item")}, ${which}: see the page of each node.`;
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

/** A page cannot know when it is read: until when it holds, and what it means to read it later. */
export function tellValidity({ asOf, validUntil }: SiteVerdict, zone: string): string {
  if (validUntil === undefined) return "";
  const until = printFullTime(validUntil, zone);
  if (validUntil < asOf) return `what it says held until ${until}; nobody has looked since`;
  return `valid until ${until}; if you read this later, nobody has looked since`;
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

export function tellMalformed({ count, example }: Collection["malformed"]): string {
  if (count === 0) return "";
  return count === 1 ? `one odd line: ${example}` : `${printCount(count)} odd lines; the first: ${example}`;
}

function isToday(at: Instant, zone: string, now: Instant): boolean {
  return midnight(at, zone) === midnight(now, zone);
}

/** `next due 25 Nov 16:10`; of what is overdue, since when. */
export function tellDue({ due, dueBy }: Rhythm, zone: string, now: Instant): string {
  if (due === undefined) return "";
  const overdue = now > (dueBy ?? Infinity);
  return `${overdue ? "overdue since" : due < now ? "was due" : "next due"} ${printTime(due, zone, now)}`;
}

// ---------------------------------------------------------------- free space

/** `412 GB of 2 TB`, and where it leads to. */
export function tellSpace(space: Outlook | undefined, zone: string, now: Instant) {
  if (!space) return undefined;
  const { freeBytes, totalBytes, bytesPerDay, full, grower, at } = space;
  const trend =
    bytesPerDay === undefined
      ? "no trend yet"
      : bytesPerDay <= 0
        ? "not shrinking"
        : `${printBytes(bytesPerDay)} less a day${grower ? `, ${printShare(grower.share)} of it by ${grower.item}` : ""}`;
  const end = full === undefined ? "" : `full about ${printNearDay(full, zone, now)}`;
  const free = printBytes(freeBytes);
  const share = totalBytes > 0 ? ` (${Math.round((100 * freeBytes) / totalBytes)} %)` : "";
  return {
    free,
    end,
    sentence: `${free} of ${printBytes(totalBytes)} were free${share} on ${printTime(at, zone, now)}; ${[trend, ...(end === "" ? [] : [end])].join(", ")}.`,
  };
}

// ---------------------------------------------------------------- words

/** `The one item`, `Both items`, `All six items`. */
export function allOf(count: number, noun: string): string {
  if (count === 1) return `The one ${noun}`;
  return count === 2 ? `Both ${noun}s` : `All ${printWord(count)} ${noun}s`;
}
