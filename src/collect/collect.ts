// What do the nodes hold? Each node is visited once, several at a time, for all hubs that use it.
import { setMaxListeners } from "node:events";
import pLimit from "p-limit";
import type { Answer, Instant, Node, Result, Root, Site, Transport, Visit } from "../model.ts";
import { visible } from "../text.ts";
import { toAnswer } from "./answer.ts";
import { question, remoteCommand } from "./command.ts";
import { runTimeout } from "./deadline.ts";
import { tarballsOf } from "./layout.ts";
import { readRecords, type Listing, type RootListing } from "./records.ts";
import { newestSidecars } from "./sidecars.ts";

/**
 * Returns the visits in the order of `nodes`; `onVisit` gets each as it ends. A node that fails is a result like any other.
 * Visits that have not finished, or not started, by the site's deadline have failed: nobody could look.
 * When `signal` is aborted, nodes that are still waiting are left out.
 */
export async function collect(
  site: Site,
  nodes: Node[],
  now: Instant,
  transports: Record<Node["transport"], Transport>,
  { signal, onVisit }: { signal: AbortSignal; onVisit: (visit: Visit) => void | Promise<void> },
): Promise<Visit[]> {
  const late = runTimeout(site.deadlineMs);
  const stop = new AbortController();
  setMaxListeners(0, stop.signal); // a listener per visit under way is no leak
  const timer = setTimeout(() => stop.abort(late), site.deadlineMs);
  const interrupt = () => stop.abort(signal.reason);
  signal.addEventListener("abort", interrupt);
  const limit = pLimit(site.concurrency);
  const started = performance.now();
  const visits = limit.map(nodes, async (node) => {
    if (signal.aborted) return [];
    const from = performance.now();
    const answer = await (stop.signal.aborted
      ? toAnswer(Promise.reject(late))
      : transports[node.transport](node, remoteCommand(node), stop.signal));
    const to = performance.now();
    const said = answer.outcome === "ok" ? readRecords(answer.stdout, node.roots.length, site.ssh.records) : answer;
    const visit = report(node, said, { at: now, from: now + from - started, to: now + to - started });
    if (answer.notes) visit.notes = answer.notes;
    if (answer.reason === late.reason) visit.late = true;
    await onVisit(visit);
    return [visit];
  });
  try {
    return (await visits).flat();
  } finally {
    clearTimeout(timer);
    signal.removeEventListener("abort", interrupt);
    limit.clearQueue(); // after a bug nothing new is begun
  }
}

/** `at`: when the run began; `from` and `to`: when the visit began and ended, on the same clock. */
function report(node: Node, said: Listing | Answer, { at, from, to }: Record<"at" | "from" | "to", Instant>): Visit {
  const listing = "roots" in said ? said : undefined;
  if (listing?.asked && listing.asked.question !== question(node)) listing.trouble ||= OTHER_QUESTION;
  return {
    node: node.node,
    at,
    ms: Math.round(to - from),
    clockOffsetMs: clockOffset(listing?.trouble === "" ? listing.clock : undefined, from, to),
    results: node.roots.map((root, i) => ("roots" in said ? result(root, said, i) : none(root.hub, said))),
  };
}

/** A locked key runs the command of its line in authorized_keys, whatever we send. */
const OTHER_QUESTION = "the key is locked to a command for other roots or patterns; doctor prints the new line";

/**
 * The part of the difference that the duration of the visit does not explain: the clock was read during it, to a
 * second.
 */
function clockOffset(clock: Instant | undefined, from: Instant, to: Instant): number | undefined {
  if (clock === undefined) return undefined;
  const [least, most] = [clock - to, clock + 1000 - from];
  return Math.round(least > 0 ? least : Math.min(most, 0));
}

function none(hub: string, { outcome, reason }: Pick<Answer, "outcome" | "reason">): Result {
  const nothing = { root: undefined, tarballs: [], sidecars: [], space: undefined, locked: "" };
  return { hub, outcome, reason, ...nothing, malformed: { count: 0, example: "" } };
}

function result({ hub, ...layout }: Root, listing: Listing, index: number): Result {
  const root = listing.roots[index]!;
  const reason = listing.trouble || troubleOf(root);
  if (reason) return { ...none(hub, { outcome: "failed", reason }), root: root.path, malformed: root.malformed };
  const { path, sidecars: records, space, locked, malformed } = root;
  const tarballs = tarballsOf(root, layout);
  const sidecars = newestSidecars(records, tarballs);
  return { hub, outcome: "ok", reason, root: path, tarballs, sidecars, space, locked, malformed };
}

/** Why the list of this root cannot be taken as complete, or "". */
function troubleOf({ state, path, unset, found, complaint }: RootListing): string {
  const root = visible(path ?? "");
  if (state === undefined) return "the node says nothing about the backup root";
  if (state === "absent") {
    const variables = [...new Set(unset)].map((name) => `$${name} is not set in a login shell there`);
    return [`there is no directory ${root}`, ...variables].join(": ");
  }
  if (state === "unreadable") return `the user we log in as cannot read ${root}`;
  if (found === 0) return "";
  if (found === undefined) return `the list of ${root} is cut off`;
  return `the list of ${root} is incomplete: find exited with status ${found}${complaint && `: ${complaint}`}`;
}
