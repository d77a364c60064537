// How did the last visit to a node go?
import type { Collection, Instant, SiteVerdict } from "../model.ts";
import { plural, printClock, printCount, printSpan, printTime } from "../units.ts";
import { isToday } from "./times.ts";

/** `17:10, in 1.2 s`, or why it failed. */
export function describeOutcome(collected: Collection | undefined, zone: string, now: Instant): string {
  if (!collected) return "never";
  const { at, ms, outcome, reason } = collected;
  const when = isToday(at, zone, now) ? printClock(at, zone) : printTime(at, zone, now);
  return outcome === "ok" ? `${when}, in ${printSpan(ms)}` : `${when}: ${reason}`;
}

/** `visited 17:10, in 1.2 s`, `visit failed 17:10: no answer…`, `not visited yet`. */
export function describeVisit(collected: Collection | undefined, zone: string, now: Instant): string {
  if (!collected) return "not visited yet";
  return `${collected.outcome === "ok" ? "visited" : "visit failed"} ${describeOutcome(collected, zone, now)}`;
}

/** `8 nodes visited, the slowest in 1.2 s`: the newest run. A node that serves several hubs counts once. */
export function describeRun({ hubs }: SiteVerdict): string {
  const visits = new Map<string, Collection>();
  for (const { node, collected } of hubs.flatMap(({ nodes }) => nodes)) if (collected) visits.set(node, collected);
  const newest = Math.max(...[...visits.values()].map(({ at }) => at));
  const visited = [...visits.values()].filter(({ at }) => at === newest);
  if (visited.length === 0) return "no node visited yet";
  const slowest = printSpan(Math.max(...visited.map(({ ms }) => ms)));
  return visited.length === 1
    ? `1 node visited in ${slowest}`
    : `${plural(visited.length, "node")} visited, the slowest in ${slowest}`;
}

/** Lines of the node's answer that could not be parsed; empty if there are none. */
export function describeMalformed({ count, example }: Collection["malformed"]): string {
  if (count === 0) return "";
  return count === 1 ? `one malformed line: ${example}` : `${printCount(count)} malformed lines; the first: ${example}`;
}
