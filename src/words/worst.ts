// What are the worst things on a hub, in short?
import { groups } from "d3-array";
import type { HubVerdict } from "../model.ts";
import { capital, printList, printWord } from "../units.ts";
import { inShort } from "./findings.ts";
import { silenced, troublesOfHub, troublesOfNode } from "./troubles.ts";

const NAMED = 3;

/** Node by node, and who is well; empty when nothing needs a look. */
export function nameWorst(verdict: HubVerdict): string {
  const troubles = troublesOfHub(verdict);
  if (troubles.length === 0) return "";
  const byNode = groups(troubles.slice(0, NAMED), ({ node }) => node?.node ?? verdict.srvnode);
  const worst = byNode.map(([name, told]) => {
    const gists = told.map(({ item, findings }) => inShort(item, findings[0]!));
    return `${name}: ${gists.join(", ")}`;
  });
  if (troubles.length > NAMED) worst.push(`${printWord(troubles.length - NAMED)} more`);
  return `${worst.join("; ")}.${nameWell(verdict)}`;
}

function nameWell({ nodes }: HubVerdict): string {
  const well = nodes
    .filter((node) => node.status === "ok" && troublesOfNode(node, silenced).length === 0)
    .map(({ node }) => node);
  if (well.length === 0) return "";
  if (well.length > 4) return ` ${capital(printWord(well.length))} other nodes are well.`;
  return ` ${printList(well)} ${well.length === 1 ? "is" : "are"} well.`;
}
