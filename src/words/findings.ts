// How are findings listed: all in one order, several in one line, one in a few words?
import type { Finding } from "../model.ts";

/** A verdict, or its published form in status.json. */
export interface Tree<F> {
  findings: F[];
  hubs: {
    srvnode: string;
    findings: F[];
    nodes: { node: string; findings: F[]; items: { item: string; findings: F[] }[] }[];
  }[];
}

/** All findings in the order of the pages; `where` is `site`, or hub, node and item: `dayabay SDU svn/dybsvn`. */
export function eachFinding<F>({ findings, hubs }: Tree<F>): { finding: F; where: string }[] {
  const at = (all: F[], ...where: string[]) => all.map((finding) => ({ finding, where: where.join(" ") }));
  return [
    ...at(findings, "site"),
    ...hubs.flatMap(({ srvnode, findings, nodes }) => [
      ...at(findings, srvnode),
      ...nodes.flatMap(({ node, findings, items }) => [
        ...at(findings, srvnode, node),
        ...items.flatMap(({ item, findings }) => at(findings, srvnode, node, item)),
      ]),
    ]),
  ];
}

/** A sentence for each finding, in one line. */
export function reasons(findings: { reason: string }[]): string {
  return findings.map(({ reason }) => `${reason}.`).join(" ");
}

/** For lists: `svn/dybsvn nothing since 22 Nov 16:10`; the gist alone if the finding is about a node or hub. */
export function inShort(item: string | undefined, { gist }: Finding): string {
  return item === undefined ? gist : `${item} ${gist}`;
}
