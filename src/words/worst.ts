// What are the worst things on a hub, in short?
import { groups } from "d3-array";
import type { HubVerdict } from "../model.ts";
import { capital, printList, printWord } from "../units.ts";
import { inShort } from "./findings.ts";
import { silenced, troublesOfHub, troublesOfNode } from "./troubles.ts";

const MAX_NAMED = 3;

/** `SDU: svn/dybsvn nothing since 22 Nov 16:10; two more. NTU is well.`; empty if nothing needs a look. */
export function nameWorst(verdict: HubVerdict): string {
  const troubles = troublesOfHub(verdict);
  if (troubles.length === 0) return "";
  const byNode = groups(troubles.slice(0, MAX_NAMED), ({ node }) => node?.node ?? verdict.srvnode);
  const worst = byNode.map(([name, own]) => {
    const gists = own.map(({ item, findings }) => inShort(item, findings[0]!));
    return `${name}: ${gists.join(", ")}`;
  });
  if (troubles.length > MAX_NAMED) worst.push(`${printWord(troubles.length - MAX_NAMED)} more`);
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
