// What needs a look, worst first?
import type { Finding, HubVerdict, ItemVerdict, NodeVerdict, SiteVerdict, Status } from "../model.ts";
import { STATUSES } from "../model.ts";

/** One thing to look at: an item on a node; without item the node, without node the hub, without hub all of them. */
export interface Trouble {
  status: Status;
  findings: Finding[];
  hub?: HubVerdict;
  node?: NodeVerdict;
  item?: string;
}

export function troublesOfSite({ findings, hubs }: SiteVerdict): Trouble[] {
  return worstFirst([...about(findings, {}), ...hubs.flatMap(troublesOfHub)]);
}

export function troublesOfHub(hub: HubVerdict): Trouble[] {
  const ofNodes = hub.nodes.flatMap((node) => troublesOfNode(node).map((trouble) => ({ ...trouble, hub })));
  return worstFirst([...about(hub.findings, { hub }), ...ofNodes]);
}

export function troublesOfNode(node: NodeVerdict): Trouble[] {
  const items = node.items.filter((item) => item.status !== "ok" && !isToldBy(node, item));
  return worstFirst([
    ...about(node.findings, { node }),
    ...items.flatMap(({ item, findings }) => about(findings, { node, item })),
  ]);
}

/** One cause, one line: what nobody could look at is told by the node's own finding. */
function isToldBy(node: NodeVerdict, item: ItemVerdict): boolean {
  const closed = node.findings.some(({ check }) => check === "unreachable" || check === "hostkey");
  return closed && item.status === "unknown";
}

function about(findings: Finding[], where: Omit<Trouble, "status" | "findings">): Trouble[] {
  const worst = worstFirst(findings)[0];
  return worst ? [{ status: worst.status, findings, ...where }] : [];
}

function worstFirst<Thing extends { status: Status }>(things: Thing[]): Thing[] {
  return things.toSorted((a, b) => STATUSES.indexOf(b.status) - STATUSES.indexOf(a.status));
}
