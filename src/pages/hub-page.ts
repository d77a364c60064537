// How is one hub? Its conclusion, its nodes, its copies, and the plot and findings of each node.
import { sum } from "d3-array";
import type { NodeVerdict } from "../model.ts";
import { copyTable } from "./copies.ts";
import { layout } from "./layout.ts";
import { href, hrefToFile, hubFile, hubNodeOf, IMAGES, nodeFile, REPORT, REPORT_PNG } from "./links.ts";
import { mark } from "./mark.ts";
import { inlined } from "./picture.ts";
import { itemRows, troubleRows } from "./rows.ts";
import { concludeHub, concludeNode } from "../words/conclusions.ts";
import { allOf, nameOthers, nameStatus } from "../words/counts.ts";
import { proveNights, describeNodes } from "../words/proof.ts";
import { describeSpace } from "../words/space.ts";
import { describeOutcome } from "../words/visits.ts";
import { nameWorst } from "../words/worst.ts";
import { drawStrip } from "./strip.ts";
import { addNights } from "../words/nights.ts";
import { silenced, troublesOfHub, troublesOfNode } from "../words/troubles.ts";
import type { HubView, PageFile } from "./views.ts";

const STRIP = { pitch: 7, height: 26 };

/** The range that the page shows for each node; the others are links. */
export const SHOWN = "90d";
/**
 * Up to this many plots are inlined in the page, so that their marks have tooltips and the browser loads no further documents.
 * Beyond that, plots are images, which the browser loads only when they scroll into view.
 */
export const INLINED = 6;
/** With more items than this on all nodes together, their tables are on the nodes' pages only. */
const MAX_ITEM_ROWS = 100;

export const hubPage: PageFile<HubView> = {
  path: ({ hub }) => hubFile(hub),
  text: (view) => {
    const { site, siteVerdict, hub, hubVerdict, sizes, plots, render } = view;
    const { nodes } = hubVerdict;
    const path = hubFile(hub);
    const troubles = [...troublesOfHub(hubVerdict), ...troublesOfHub(hubVerdict, silenced)];
    const ofHub = troubles.filter(({ node }) => !node);
    return render("hub.hbs", {
      ...layout(view, path, concludeHub(hubVerdict), [{ text: hub.srvnode, path }]),
      worst: nameWorst(hubVerdict),
      proof: proveNights(addNights(nodes), describeNodes(nodes)),
      message: hub.message,
      troubles: troubleRows(ofHub, site.timezone, siteVerdict.asOf),
      report: href(path, hubFile(hub, REPORT)),
      png: href(path, hubFile(hub, REPORT_PNG)),
      images: href(path, hubFile(hub, IMAGES)),
      copies: copyTable(hubVerdict, site.timezone, siteVerdict.asOf),
      nodes: nodes.map((node, i) => ({
        ...nodeContext(view, path, node),
        ...sizes[i]!,
        svg: plots[i] && inlined(plots[i], `plot-${i}-`),
      })),
    });
  },
};

function nodeContext({ site, siteVerdict, hub, hubVerdict, ranges }: HubView, path: string, verdict: NodeVerdict) {
  const { timezone } = site;
  const { asOf } = siteVerdict;
  const { node, status, items } = verdict;
  const hubNode = hubNodeOf(hub, node);
  const isLarge = sum(hubVerdict.nodes, (of) => of.items.length) > MAX_ITEM_ROWS;
  const to = (ending: string) => href(path, nodeFile(hub, hubNode, ending));
  const troubles = troublesOfNode(verdict);
  const quiet = troublesOfNode(verdict, silenced);
  return {
    node,
    slug: hubNode.slug,
    href: to(".html"),
    mark: mark(status),
    words: nameStatus(status, troubles),
    others: nameOthers(status, troubles, items, quiet.length),
    strip: drawStrip([verdict], timezone, STRIP),
    count: items.length,
    noun: items.length === 1 ? "item" : "items",
    space: describeSpace(verdict.space, timezone, asOf),
    collected: describeOutcome(verdict.collected, timezone, asOf),
    troubles: troubleRows([...troubles, ...quiet], timezone, asOf),
    ranges: ranges.map(({ name, title }) => ({ title, href: `${to(".html")}#${name}`, shown: name === SHOWN })),
    plot: to(`-${SHOWN}.svg`),
    alt: `${ranges.find(({ name }) => name === SHOWN)!.title} of ${node}. ${concludeNode(verdict)}.`,
    csv: to(".csv"),
    json: hrefToFile(site, path, hubNode.jspath),
    // On large hubs, only the page of each node has the table.
    allItems: items.length === 0 || isLarge ? "" : allOf(items.length, "item"),
    items: isLarge ? [] : itemRows(items, timezone, asOf),
  };
}
