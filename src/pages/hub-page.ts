// How is one hub: its conclusion, its nodes, and what each of them has to say?
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
import { proveNights, tellWhere } from "../words/proof.ts";
import { tellSpace } from "../words/space.ts";
import { tellCollected } from "../words/visits.ts";
import { nameWorst } from "../words/worst.ts";
import { drawStrip } from "./strip.ts";
import { addNights } from "../words/nights.ts";
import { silenced, troublesOfHub, troublesOfNode } from "../words/troubles.ts";
import type { HubView, PageFile } from "./views.ts";

const STRIP = { pitch: 7, height: 26 };

/** What the page shows of each node; the others are a click away. */
export const SHOWN = "90d";
/**
 * So many plots stand in the page itself, where their marks can be pointed at. A picture is a document of its own: two of them
 * take a browser longer. More plots than these are pictures, so that those out of sight cost nothing.
 */
export const INLINED = 6;
/** So many items, on all nodes together, fold their tables here. */
const FOLDED = 100;

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
      proof: proveNights(addNights(nodes), tellWhere(nodes)),
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
  const isLarge = sum(hubVerdict.nodes, (of) => of.items.length) > FOLDED;
  const to = (ending: string) => href(path, nodeFile(hub, hubNode, ending));
  const troubles = troublesOfNode(verdict);
  const known = troublesOfNode(verdict, silenced);
  const told = concludeNode(verdict);
  return {
    node,
    slug: hubNode.slug,
    href: to(".html"),
    mark: mark(status),
    words: nameStatus(status, troubles),
    others: nameOthers(status, troubles, items, known.length),
    strip: drawStrip([verdict], timezone, STRIP),
    count: items.length,
    noun: items.length === 1 ? "item" : "items",
    space: tellSpace(verdict.space, timezone, asOf),
    collected: tellCollected(verdict.collected, timezone, asOf),
    troubles: troubleRows([...troubles, ...known], timezone, asOf),
    ranges: ranges.map(({ name, title }) => ({ title, href: `${to(".html")}#${name}`, shown: name === SHOWN })),
    plot: to(`-${SHOWN}.svg`),
    alt: `${ranges.find(({ name }) => name === SHOWN)!.title} of ${node}. ${told}.`,
    csv: to(".csv"),
    json: hrefToFile(site, path, hubNode.jspath),
    // Of a large hub the page of each node has the table.
    allItems: items.length === 0 || isLarge ? "" : allOf(items.length, "item"),
    items: isLarge ? [] : itemRows(items, timezone, asOf),
  };
}
