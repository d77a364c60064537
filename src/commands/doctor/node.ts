// How are the nodes? Each is asked as a collection asks it, and nothing is kept.
import { toAnswer, VisitError } from "../../collect/answer.ts";
import { collect } from "../../collect/collect.ts";
import { edition, question, remoteCommand } from "../../collect/command.ts";
import { nodeTimeout, within } from "../../collect/deadline.ts";
import { knownHost } from "../../collect/ssh/hostkey.ts";
import { mustResolve } from "../../collect/ssh/lookup.ts";
import { sshRunner } from "../../collect/ssh/ssh-program.ts";
import { readRecords, type Listing } from "../../collect/records.ts";
import { resolve, type Target } from "../../collect/ssh/resolve.ts";
import type { Answer, Hub, Node, Site, Transport, Visit } from "../../model.ts";
import { MINUTE } from "../../time.ts";
import { plural, printSpan } from "../../units.ts";
import type { World } from "../world.ts";
import { backupSteps } from "./backups.ts";
import { culprit, hops, type Facts } from "./facts.ts";
import { note, skipped, type Step, well, wrong } from "./step.ts";
import { ACCEPT_NEW, stopped, loginSteps } from "./login-steps.ts";

/** A node as it was found. */
export interface Looked {
  node: Node;
  steps: Step[];
  target: Target | undefined;
  answer: Answer | undefined;
  /** It does not know our keys. */
  refused: boolean;
  /** What its key runs there, whatever it is sent; undefined: we do not know. */
  lock: "none" | "ours" | "another" | undefined;
}

/** In the order of `nodes`, all of them asked as a collection would: several at a time, each within its deadline. */
export async function lookAtNodes(site: Site, hubs: Hub[], nodes: Node[], world: World): Promise<Looked[]> {
  const facts = new Map(nodes.map(({ node }): [string, Facts] => [node, {}]));
  const { signal, log, now } = world;
  let done = 0;
  const onVisit = () => log.progress(`asked ${++done} of ${plural(nodes.length, "node")}`);
  log.progress(`asking ${plural(nodes.length, "node")}`);
  const visits = await collect(site, nodes, now, noting(site, world, facts), { signal, onVisit });
  log.progress("");
  signal.throwIfAborted();
  return visits.map((visit, i) => look(nodes[i]!, visit, facts.get(visit.node)!, site, hubs, now));
}

/** The edition that we send: where another one comes back, the key is locked. */
const UNLOCKED = "doctor";

/** The transports, noting what they learn. Nobody is asked whose host key the visit would put on file. */
function noting(site: Site, world: World, facts: Map<string, Facts>): Record<Node["transport"], Transport> {
  const { ssh, local } = world.transports(site);
  const { nodeMs } = site.ssh;
  const ask = sshRunner();
  return {
    local: async (node, command, signal) => (facts.get(node.node)!.answer = await local(node, command, signal)),
    ssh: (node, _command, signal) =>
      toAnswer(
        within(nodeMs, nodeTimeout(nodeMs), signal, async (stop) => {
          const learned = facts.get(node.node)!;
          learned.target = await resolve(node, site.ssh, world.env, stop, ask);
          for (const hop of hops(learned.target)) {
            delete learned.keys; // of the hop before
            const { known } = await knownHost(hop);
            learned.keys = known;
            if (known.length > 0) continue;
            await mustResolve(hop);
            throw new VisitError("hostkey", ACCEPT_NEW);
          }
          return (learned.answer = await ssh(node, remoteCommand(node, UNLOCKED), stop));
        }),
      ),
  };
}

function look(node: Node, visit: Visit, learned: Facts, site: Site, hubs: Hub[], now: number): Looked {
  const { target, answer } = learned;
  const listing =
    answer?.outcome === "ok" ? readRecords(answer.stdout, node.roots.length, site.ssh.records) : undefined;
  const whole = listing?.trouble === "" ? listing : undefined;
  const lock = whole && node.transport === "ssh" ? lockOf(node, whole) : undefined;
  const steps = node.transport === "ssh" ? loginSteps(node, visit, learned, site) : [];
  const arrived = steps.every(({ mark }) => mark === "✓");
  if (arrived && whole) steps.push(...keySteps(node, lock), tools(whole), clock(visit));
  else if (arrived) steps.push(stopped("command", node, visit, learned, site));
  const ours = whole && (!whole.asked || whole.asked.question === question(node));
  const rest = ours ? backupSteps(node, visit, whole, hubs, now) : [skipped("the rest", "not checked")];
  const { outcome, reason } = visit.results[0]!;
  const refused = outcome === "login" && target !== undefined && culprit(target, reason) === target;
  return { node, steps: [...steps, ...rest], target, answer, refused, lock };
}

function lockOf(node: Node, { asked }: Listing): Looked["lock"] {
  if (asked?.edition === UNLOCKED) return "none";
  return asked?.edition === edition(node) ? "ours" : "another";
}

function keySteps({ node }: Node, lock: Looked["lock"]): Step[] {
  if (lock === "ours") return [well("key", "locked to our command")];
  if (lock === "none") return [note("key", "can run any command there; the line below locks it to ours")];
  if (lock === undefined) return [];
  return [wrong("key", "locked to an outdated command", `Replace its line on ${node} with the one below`)];
}

function tools({ tools }: Listing): Step {
  if (!tools) return note("tools", "not tried: there was nothing to list");
  return well(
    "tools",
    `${tools.shell}, ${tools.printf ? "find -printf" : "find without -printf (slow: one stat per file)"}`,
  );
}

/** Stamps are the hub's, but the times of files are this clock's. */
function clock({ clockOffsetMs }: Visit): Step {
  if (clockOffsetMs === undefined) return note("clock", "the node does not say what its clock shows");
  const off = Math.abs(clockOffsetMs);
  if (off < 2000) return well("clock", "agrees with ours");
  const said = `${printSpan(off)} ${clockOffsetMs < 0 ? "behind" : "ahead of"} ours`;
  return off < MINUTE ? well("clock", said) : wrong("clock", said, "One of the two is wrong. Compare them: date -u");
}
