// What needs a look, worst first, and what somebody knows of already?
import type { CheckName, Finding, HubVerdict, NodeVerdict, SiteVerdict, Status } from "../model.ts";
import { STATUSES } from "../model.ts";

/** One thing to look at: an item on a node; without item the node, without node the hub, without hub all of them. */
export interface Trouble {
  status: Status;
  findings: Finding[];
  hub?: HubVerdict;
  node?: NodeVerdict;
  item?: string;
}

/** Which findings: those that count, or those that are silenced. */
export type Choice = (finding: Finding) => boolean;
export const loud: Choice = ({ silenced }) => !silenced;
export const silenced: Choice = (finding) => !loud(finding);

export function troublesOfSite({ findings, hubs }: SiteVerdict, choice = loud): Trouble[] {
  return worstFirst([...about(findings.filter(choice), {}), ...hubs.flatMap((hub) => troublesOfHub(hub, choice))]);
}

export function troublesOfHub(hub: HubVerdict, choice = loud): Trouble[] {
  const ofNodes = hub.nodes.flatMap((node) => troublesOfNode(node, choice).map((trouble) => ({ ...trouble, hub })));
  const ofHub = hub.findings.filter(choice);
  return worstFirst([...about(ofHub, { hub }), ...ofNodes.filter(({ findings }) => !areToldBy(ofHub, findings))]);
}

export function troublesOfNode(node: NodeVerdict, choice = loud): Trouble[] {
  const ofNode = node.findings.filter(choice);
  const items = node.items.map(({ item, findings }) => about(findings.filter(choice), { node, item }));
  return worstFirst([...about(ofNode, { node }), ...items.flat().filter((trouble) => !isToldBy(ofNode, trouble))]);
}

/** One cause, one line: where nobody has looked at any node, the hub's finding says so. */
function areToldBy(ofHub: Finding[], ofNode: Finding[]): boolean {
  return ofHub.some(({ check }) => check === "collection") && ofNode.every(({ check }) => check === "collection");
}

/** And what nobody could look at is told by the node's own finding. */
function isToldBy(ofNode: Finding[], { status }: Trouble): boolean {
  return status === "unknown" && ofNode.some(({ check }) => BLIND.includes(check));
}

const BLIND: CheckName[] = ["unreachable", "hostkey", "collection"];

function about(findings: Finding[], where: Omit<Trouble, "status" | "findings">): Trouble[] {
  const worst = worstFirst(findings)[0];
  return worst ? [{ status: worst.status, findings, ...where }] : [];
}

export function worstFirst<Thing extends { status: Status }>(things: Thing[]): Thing[] {
  return things.toSorted((a, b) => STATUSES.indexOf(b.status) - STATUSES.indexOf(a.status));
}
