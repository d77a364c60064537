// How did the last visit to a node go?
import type { Collection, Instant, SiteVerdict } from "../model.ts";
import { plural, printClock, printCount, printSpan, printTime } from "../units.ts";
import { isToday } from "./times.ts";

/** `17:10, in 1.2 s`, or why it failed. */
export function tellCollected(collected: Collection | undefined, zone: string, now: Instant): string {
  if (!collected) return "never";
  const { at, ms, outcome, reason } = collected;
  const when = isToday(at, zone, now) ? printClock(at, zone) : printTime(at, zone, now);
  return outcome === "ok" ? `${when}, in ${printSpan(ms)}` : `${when}: ${reason}`;
}

/** The same with its verb. */
export function tellVisit(collected: Collection | undefined, zone: string, now: Instant): string {
  if (!collected) return "never asked";
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

/** What the node said and we could not use; empty for nothing. */
export function tellMalformed({ count, example }: Collection["malformed"]): string {
  if (count === 0) return "";
  return count === 1 ? `one malformed line: ${example}` : `${printCount(count)} malformed lines; the first: ${example}`;
}
