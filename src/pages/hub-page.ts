// How is one hub: its conclusion, its nodes, and what each of them has to say?
import type { NodeVerdict } from "../model.ts";
import { layout } from "./layout.ts";
import { href, hrefToFile, hubFile, hubNodeOf, nodeFile } from "./links.ts";
import { mark } from "./mark.ts";
import { itemRows, troubleRows } from "./rows.ts";
import {
  allOf,
  concludeHub,
  concludeNode,
  nameOthers,
  nameStatus,
  nameWorst,
  proveNights,
  tellCollected,
  tellWhere,
} from "./sentences.ts";
import { drawStrip } from "./strip.ts";
import { addNights } from "./nights.ts";
import { render } from "./templates.ts";
import { troublesOfHub, troublesOfNode } from "./trouble.ts";
import type { HubView, PageFile } from "./views.ts";

const STRIP = { pitch: 7, height: 26 };

/** What the page shows of each node; the others are a click away. */
const SHOWN = "90d";

export const hubPage: PageFile<HubView> = {
  path: ({ hub }) => hubFile(hub),
  text: (view) => {
    const { hub, hubVerdict } = view;
    const { nodes } = hubVerdict;
    const path = hubFile(hub);
    return render("hub.hbs", {
      ...layout(view, path, concludeHub(hubVerdict), [{ text: hub.srvnode, path }]),
      worst: nameWorst(hubVerdict),
      proof: proveNights(addNights(nodes), tellWhere(nodes)),
      message: hub.message,
      troubles: troubleRows(troublesOfHub(hubVerdict).filter(({ node }) => !node)),
      nodes: nodes.map((node) => nodeContext(view, path, node)),
    });
  },
};

function nodeContext({ site, siteVerdict, hub, ranges }: HubView, path: string, verdict: NodeVerdict) {
  const { timezone } = site;
  const { asOf } = siteVerdict;
  const { node, status, items } = verdict;
  const hubNode = hubNodeOf(hub, node);
  const to = (ending: string) => href(path, nodeFile(hub, hubNode, ending));
  const troubles = troublesOfNode(verdict);
  const told = concludeNode(verdict);
  return {
    node,
    slug: hubNode.slug,
    href: to(".html"),
    mark: mark(status),
    words: nameStatus(status, troubles),
    others: nameOthers(status, troubles, items),
    strip: drawStrip([verdict], timezone, STRIP),
    count: items.length,
    noun: items.length === 1 ? "item" : "items",
    collected: tellCollected(verdict.collected, timezone, asOf),
    troubles: troubleRows(troubles),
    ranges: ranges.map(({ name, title }) => ({ title, href: `${to(".html")}#${name}`, shown: name === SHOWN })),
    plot: to(`-${SHOWN}.svg`),
    alt: `${ranges.find(({ name }) => name === SHOWN)!.title} of ${node}. ${told}.`,
    csv: to(".csv"),
    json: hrefToFile(site, path, hubNode.jspath),
    allItems: items.length === 0 ? "" : allOf(items.length, "item"),
    items: itemRows(items, timezone, asOf),
  };
}
