// Does anything need a look, on which hub, and how was the last month?
import { sum } from "d3-array";
import type { HubVerdict } from "../model.ts";
import { capital, plural, printBytes, printCount } from "../units.ts";
import { layout } from "./layout.ts";
import { href, hubFile, hubNodeOf, INDEX, nodeFile } from "./links.ts";
import { mark } from "./mark.ts";
import { addNights } from "../words/nights.ts";
import { troubleRows } from "./rows.ts";
import { concludeSite } from "../words/conclusions.ts";
import { nameStatus } from "../words/counts.ts";
import { proveNights, describeNodes } from "../words/proof.ts";
import { describeTime } from "../words/times.ts";
import { drawStrip } from "./strip.ts";
import type { Trouble } from "../words/troubles.ts";
import { silenced, troublesOfHub, troublesOfSite, worstFirst } from "../words/troubles.ts";
import type { PageFile, SiteView } from "./views.ts";

const STRIP = { pitch: 7, height: 26 };

/** Rows of trouble; the pages of the hubs have the rest. */
const MAX_TROUBLES = 100;
/** With more nodes than this, a hub's row names only those that are not ok. */
const MAX_NODES = 8;

export const indexPage: PageFile<SiteView> = {
  path: () => INDEX,
  text: (view) => {
    const { site, siteVerdict, render } = view;
    const { hubs } = siteVerdict;
    const nodes = hubs.flatMap((hub) => hub.nodes);
    const troubles = [...troublesOfSite(siteVerdict), ...troublesOfSite(siteVerdict, silenced)];
    return render("index.hbs", {
      ...layout(view, INDEX, concludeSite(siteVerdict), []),
      proof: proveNights(addNights(nodes), describeNodes(nodes, hubs.length)),
      more: troubles.length > MAX_TROUBLES ? plural(troubles.length - MAX_TROUBLES, "more") : "",
      troubles: troubleRows(troubles.slice(0, MAX_TROUBLES), site.timezone, siteVerdict.asOf, (trouble) =>
        placeOf(view, trouble),
      ),
      notes: siteVerdict.notes.map(capital),
      hubs: hubs.map((hub) => ({
        ...hub,
        href: href(INDEX, hubFile(hub)),
        mark: mark(hub.status),
        words: nameStatus(hub.status, troublesOfHub(hub)),
        strip: drawStrip(hub.nodes, site.timezone, STRIP),
        ...nodesOf(view, hub),
        newest: newestOf(view, hub),
        bytes: printBytes(sum(hub.nodes, ({ held }) => held.bytes)),
        tarballs: plural(
          sum(hub.nodes, ({ held }) => held.tarballs),
          "tarball",
        ),
      })),
    });
  },
};

function placeOf(view: SiteView, { hub, node }: Trouble): { text: string; href: string } {
  if (!hub) return { text: view.site.title, href: href(INDEX, INDEX) };
  if (!node) return { text: hub.srvnode, href: href(INDEX, hubFile(hub)) };
  return { text: `${hub.srvnode} · ${node.node}`, href: nodeHref(view, hub, node.node) };
}

/** All nodes of a hub if they are few, else those that are not ok, worst first. */
function nodesOf(view: SiteView, hub: HubVerdict) {
  const many = hub.nodes.length > MAX_NODES;
  const chosen = many ? worstFirst(hub.nodes.filter(({ status }) => status !== "ok")).slice(0, MAX_NODES) : hub.nodes;
  return {
    nodes: chosen.map(({ node, status }) => ({ node, mark: mark(status), href: nodeHref(view, hub, node) })),
    moreNodes: many ? `${printCount(hub.nodes.length - chosen.length)}${chosen.length > 0 ? " more" : " nodes"}` : "",
  };
}

function nodeHref({ site }: SiteView, verdict: HubVerdict, node: string): string {
  const hub = site.hubs.find(({ hub }) => hub === verdict.hub)!;
  return href(INDEX, nodeFile(hub, hubNodeOf(hub, node), ".html"));
}

function newestOf({ site, siteVerdict }: SiteView, { nodes }: HubVerdict): { time: string; item: string } {
  const items = nodes.flatMap((node) => node.items).filter(({ latest }) => latest);
  const newest = items.sort((a, b) => b.latest!.at - a.latest!.at)[0];
  if (!newest) return { time: "none yet", item: "" };
  return { time: describeTime(newest.latest!.at, site.timezone, siteVerdict.asOf), item: newest.item };
}
