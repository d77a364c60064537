// Which findings are silenced? They stay visible and count in no status.
import { matches } from "../glob.ts";
import type { Finding, HubVerdict, Instant, Silence, Window } from "../model.ts";
import { civil, DAY, instant } from "../time.ts";
import { worst } from "./worst.ts";

/** The verdict with silenced findings marked, and every status without them. */
export function silenceHub(verdict: HubVerdict, silences: Silence[], now: Instant): HubVerdict {
  const active = silences.flatMap((silence) => {
    const until = silentUntil(silence, now);
    return until === undefined ? [] : [{ ...silence, until }];
  });
  if (active.length === 0) return verdict;
  const { hub, srvnode } = verdict;
  const silenced = (findings: Finding[], node?: string, item?: string): Finding[] =>
    findings.map((finding) => {
      const hit = active
        .filter((silence) => covers(silence, { hub, srvnode, node, item }))
        .filter(({ check }) => fits(check, finding.check))
        .sort((a, b) => b.until - a.until)[0];
      return hit ? { ...finding, silenced: { reason: hit.reason, until: hit.until } } : finding;
    });
  const nodes = verdict.nodes.map((node) => {
    const items = node.items.map((item) => {
      const findings = silenced(item.findings, node.node, item.item);
      return { ...item, findings, status: worst(findings) };
    });
    const findings = silenced(node.findings, node.node);
    return { ...node, items, findings, status: worst(findings, items) };
  });
  const findings = silenced(verdict.findings);
  return { ...verdict, nodes, findings, status: worst(findings, nodes) };
}

/** Until when a silence lasts; undefined if it is not active at `now`. */
export function silentUntil({ from, until = Infinity, weekly, timezone }: Silence, now: Instant): Instant | undefined {
  if (now < (from ?? -Infinity) || now >= until) return undefined;
  if (weekly.length === 0) return until;
  const ends = weekly.flatMap((window) => windowUntil(window, timezone, now) ?? []);
  return ends.length === 0 ? undefined : Math.min(until, Math.max(...ends));
}

/** When a weekly window ends, if it is open at `now`. Its times are civil and read as stamps are (see `instant`). */
function windowUntil(window: Window, zone: string, now: Instant): Instant | undefined {
  const today = Math.floor(civil(now, zone).getTime() / DAY) * DAY;
  for (let daysAgo = 0; daysAgo <= window.endsDaysLater; daysAgo++) {
    const day = today - daysAgo * DAY;
    if (new Date(day).getUTCDay() !== window.weekday) continue;
    const at = (day: number, time: string) => instant(`${new Date(day).toISOString().slice(0, 10)}T${time}:00`, zone)!;
    const end = at(day + window.endsDaysLater * DAY, window.ends);
    if (at(day, window.begins) <= now && now < end) return end;
  }
  return undefined;
}

interface Scope {
  hub: string;
  srvnode: string;
  node?: string | undefined;
  item?: string | undefined;
}

/** A finding about a whole node or hub is silenced only by a silence of whole nodes or hubs. */
function covers({ hub, node, item }: Silence, scope: Scope): boolean {
  const within = (patterns: string[], name: string | undefined) =>
    name === undefined ? patterns.includes("*") : fits(patterns, name);
  const ofHub = fits(hub, scope.hub) || fits(hub, scope.srvnode);
  return ofHub && within(node, scope.node) && within(item, scope.item);
}

function fits(patterns: string[], name: string): boolean {
  return patterns.some((pattern) => matches(pattern, name));
}

/** Whether the silence matches any hub, node or item, active or not. */
export function isAboutSomething(silence: Silence, hubs: HubVerdict[]): boolean {
  return hubs.some(({ hub, srvnode, nodes }) =>
    nodes.some(({ node, items }) =>
      [undefined, ...items.map(({ item }) => item)].some((item) => covers(silence, { hub, srvnode, node, item })),
    ),
  );
}
