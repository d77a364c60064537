// Where is a node, is it known, and does it let us in?
import { createHash } from "node:crypto";
import { UNRESOLVED } from "../../collect/ssh/connection-errors.ts";
import type { HostKey } from "../../collect/ssh/known-hosts.ts";
import type { Target } from "../../collect/ssh/resolve.ts";
import type { Node, Site, Visit } from "../../model.ts";
import { visible } from "../../text.ts";
import { advice } from "./advice.ts";
import type { Facts } from "./facts.ts";
import { note, type Step, well, wrong } from "./step.ts";

export const ACCEPT_NEW = "unknown: the first run accepts whatever key it is shown (StrictHostKeyChecking accept-new)";

/** As far as we came. */
export function loginSteps(node: Node, visit: Visit, facts: Facts, site: Site): Step[] {
  const { target, keys, answer } = facts;
  const { outcome, reason } = visit.results[0]!;
  const stop = (name: string) => stopped(name, node, visit, facts, site);
  if (!target || (outcome === "unreachable" && UNRESOLVED.test(reason))) return [stop("address")];
  const address = well("address", visible(where(target)));
  if (keys?.length === 0) return [address, note("host key", ACCEPT_NEW)];
  if (outcome === "hostkey" || !keys) return [address, stop("host key")];
  const known = [address, ...keys.map((key) => well("host key", fingerprint(key)))];
  const inside = answer?.login !== undefined || outcome === "failed";
  if (!inside) return [...known, stop("login")];
  return [...known, well("login", visible(`as ${target.user}`) + (answer?.login ? ` with ${answer.login}` : ""))];
}

/** The step at which it ended, and why. */
export function stopped(name: string, node: Node, visit: Visit, facts: Facts, { ssh }: Site): Step {
  const result = visit.results[0]!;
  return wrong(name, result.reason, ...advice(node, ssh, result, facts));
}

function where({ user, address, through }: Target): string {
  return `${user}@${address}${through ? `, via ${where(through)}` : ""}`;
}

/** As `ssh-keygen -l` prints it. */
function fingerprint({ type, blob, place }: HostKey): string {
  const hash = createHash("sha256").update(blob).digest("base64").replace(/=+$/, "");
  return visible(`${type} SHA256:${hash} (${place})`);
}
