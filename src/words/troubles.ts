// What needs a look, worst first, and what is silenced?
import type { CheckName, Finding, HubVerdict, NodeVerdict, SiteVerdict, Status } from "../model.ts";
import { STATUSES } from "../model.ts";

/** One thing to look at: an item on a node. Without `item` it is the node itself, without `node` the hub, without `hub` the site. */
export interface Trouble {
  status: Status;
  findings: Finding[];
  hub?: HubVerdict;
  node?: NodeVerdict;
  item?: string;
}

/** Selects findings: the active ones, or the silenced ones. */
export type Choice = (finding: Finding) => boolean;
export const active: Choice = ({ silenced }) => !silenced;
export const silenced: Choice = (finding) => !active(finding);

export function troublesOfSite({ findings, hubs }: SiteVerdict, choice = active): Trouble[] {
  return worstFirst([...about(findings.filter(choice), {}), ...hubs.flatMap((hub) => troublesOfHub(hub, choice))]);
}

export function troublesOfHub(hub: HubVerdict, choice = active): Trouble[] {
  const ofNodes = hub.nodes.flatMap((node) => troublesOfNode(node, choice).map((trouble) => ({ ...trouble, hub })));
  const ofHub = hub.findings.filter(choice);
  return worstFirst([...about(ofHub, { hub }), ...ofNodes.filter(({ findings }) => !areCoveredBy(ofHub, findings))]);
}

export function troublesOfNode(node: NodeVerdict, choice = active): Trouble[] {
  const ofNode = node.findings.filter(choice);
  const items = node.items.map(({ item, findings }) => about(findings.filter(choice), { node, item }));
  return worstFirst([...about(ofNode, { node }), ...items.flat().filter((trouble) => !isCoveredBy(ofNode, trouble))]);
}

/** One cause, one line: if no node of a hub has been visited, only the hub says so. */
function areCoveredBy(ofHub: Finding[], ofNode: Finding[]): boolean {
  return ofHub.some(({ check }) => check === "collection") && ofNode.every(({ check }) => check === "collection");
}

/** Likewise, if the visit to a node failed, only the node says so, not each of its items. */
function isCoveredBy(ofNode: Finding[], { status }: Trouble): boolean {
  return status === "unknown" && ofNode.some(({ check }) => NOT_SEEN.includes(check));
}

const NOT_SEEN: CheckName[] = ["unreachable", "hostkey", "collection"];

function about(findings: Finding[], where: Omit<Trouble, "status" | "findings">): Trouble[] {
  const worst = worstFirst(findings)[0];
  return worst ? [{ status: worst.status, findings, ...where }] : [];
}

export function worstFirst<Thing extends { status: Status }>(things: Thing[]): Thing[] {
  return things.toSorted((a, b) => STATUSES.indexOf(b.status) - STATUSES.indexOf(a.status));
}
