// How are findings listed: all of them in one order, those of one thing in one line, one in a word or two?
import type { Finding } from "../model.ts";

/** A verdict, or what is published of one. */
export interface Tree<F> {
  findings: F[];
  hubs: {
    srvnode: string;
    findings: F[];
    nodes: { node: string; findings: F[]; items: { item: string; findings: F[] }[] }[];
  }[];
}

/** In the order of the pages, each with where it is: `dayabay SDU svn/dybsvn`. */
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

/** All findings of one thing in one line. */
export function reasons(findings: { reason: string }[]): string {
  return findings.map(({ reason }) => `${reason}.`).join(" ");
}

/** In a list of several: `svn/dybsvn nothing since 22 Nov 16:10`, `size −31 %` of a node or a hub. */
export function inShort(item: string | undefined, { gist }: Finding): string {
  return item === undefined ? gist : `${item} ${gist}`;
}
