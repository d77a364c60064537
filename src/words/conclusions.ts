// What is the conclusion, in one sentence? It reads the same everywhere: page, plot, report, terminal, plugin.
import type { HubVerdict, NodeVerdict, SiteVerdict, Status } from "../model.ts";
import { capital, printList, printWord } from "../units.ts";
import { allOf, counted, many, needLook } from "./counts.ts";
import type { Trouble } from "./troubles.ts";
import { silenced, troublesOfHub, troublesOfNode, troublesOfSite } from "./troubles.ts";

/** `Two backups and one node need a look`, `All 48 backups are where they should be`; without a full stop. */
export function concludeSite(verdict: SiteVerdict): string {
  const { items, nodes, hubs, site, all } = counted(troublesOfSite(verdict));
  const subjects = [...many(items, "backup"), ...many(nodes, "node"), ...many(hubs, "hub")];
  if (site > 0) subjects.push("the monitor itself");
  return needLook(subjects, all) ?? allWell(verdict.hubs, "", troublesOfSite(verdict, silenced));
}

/** `Two backups of dayabay need a look`; without a full stop. */
export function concludeHub(verdict: HubVerdict): string {
  const { srvnode } = verdict;
  const { items, nodes, hubs, all } = counted(troublesOfHub(verdict));
  const parts = [...many(items, "backup"), ...many(nodes, "node")];
  if (hubs > 0 && parts.length === 0) return `${srvnode} needs a look`;
  const subjects =
    hubs > 0 ? [...parts, `${srvnode} itself`] : parts.length > 0 ? [`${printList(parts)} of ${srvnode}`] : [];
  return needLook(subjects, all) ?? allWell([verdict], ` of ${srvnode}`, troublesOfHub(verdict, silenced));
}

/** `SDU and one of its two items need a look`; retired items are not counted. Without a full stop. */
export function concludeNode(verdict: NodeVerdict): string {
  const { node } = verdict;
  const current = verdict.items.filter(({ retired }) => !retired);
  const { items, nodes } = counted(troublesOfNode(verdict));
  const quiet = counted(troublesOfNode(verdict, silenced));
  const total = `${printWord(current.length)} item${current.length === 1 ? "" : "s"}`;
  if (nodes > 0)
    return items === 0 ? `${node} needs a look` : `${node} and ${printWord(items)} of its ${total} need a look`;
  if (items === 0 && quiet.all > 0) {
    const who = [...many(quiet.items, "item"), ...(quiet.nodes > 0 ? [`${node} itself`] : [])];
    return `Nothing on ${node} needs a look; ${areSilenced(who, quiet.all)}`;
  }
  if (current.length === 0) return `No item has been seen on ${node} yet`;
  if (current.length === 1) return `The one item on ${node} ${items === 0 ? "is well" : "needs a look"}`;
  if (items === 0) return `${allOf(current.length, "item")} on ${node} are well`;
  return needLook([`${printWord(items)} of ${total} on ${node}`], items)!;
}

/** The conclusion for several sites, from the status of each: `One of three sites needs a look`. */
export function concludeSites(statuses: Status[]): string {
  const bad = statuses.filter((status) => status !== "ok").length;
  if (bad === 0) return `${allOf(statuses.length, "site")} are well`;
  return needLook([`${printWord(bad)} of ${many(statuses.length, "site")[0]!}`], bad)!;
}

function areSilenced(subjects: string[], count: number): string {
  return `${printList(subjects)} ${count === 1 ? "is" : "are"} silenced`;
}

/** `where` ends the subject (` of dayabay`, or empty); `quiet` are the silenced troubles, which are not counted as well. */
function allWell(hubs: HubVerdict[], where: string, quiet: Trouble[]): string {
  const expected = hubs.flatMap(({ nodes }) => nodes.flatMap(({ items }) => items)).filter(({ retired }) => !retired);
  const backups = expected.length;
  if (quiet.length > 0) {
    const { items, nodes, hubs, all } = counted(quiet);
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
