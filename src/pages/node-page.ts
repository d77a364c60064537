// How are one hub's backups on one node, over a month, a quarter, a year and all known time?
import type { Collection } from "../model.ts";
import { printCount, printFullTime, printSpan } from "../units.ts";
import { dayRows } from "./days.ts";
import { layout } from "./layout.ts";
import { href, hrefToFile, hubFile, nodeFile } from "./links.ts";
import { mark } from "./mark.ts";
import { addNights } from "../words/nights.ts";
import { inlined, sizeOf } from "./picture.ts";
import { itemRows, troubleRows } from "./rows.ts";
import { concludeNode } from "../words/conclusions.ts";
import { nameOthers, nameStatus } from "../words/counts.ts";
import { proveNights } from "../words/proof.ts";
import { describeSpace } from "../words/space.ts";
import { describeMalformed, describeVisit } from "../words/visits.ts";
import { silenced, troublesOfNode } from "../words/troubles.ts";
import type { NodeView, PageFile } from "./views.ts";

/** Visits listed on the page, newest first. */
export const COLLECTIONS = 10;

export const nodePage: PageFile<NodeView> = {
  path: ({ hub, hubNode }) => nodeFile(hub, hubNode, ".html"),
  text: (view) => {
    const { site, siteVerdict, hub, hubNode, nodeVerdict, history, ranges, plot, render } = view;
    const { node, status, items, collected } = nodeVerdict;
    const { timezone } = site;
    const { asOf } = siteVerdict;
    const path = nodeFile(hub, hubNode, ".html");
    const to = (ending: string) => href(path, nodeFile(hub, hubNode, ending));
    const troubles = troublesOfNode(nodeVerdict);
    const quiet = troublesOfNode(nodeVerdict, silenced);
    const conclusion = concludeNode(nodeVerdict);
    const crumbs = [
      { text: hub.srvnode, path: hubFile(hub) },
      { text: node, path },
    ];
    return render("node.hbs", {
      ...layout(view, path, conclusion, crumbs),
      proof: proveNights(addNights([nodeVerdict]), ""),
      mark: mark(status),
      words: nameStatus(status, troubles),
      others: nameOthers(status, troubles, items, quiet.length),
      visited: describeVisit(collected, timezone, asOf),
      troubles: troubleRows([...troubles, ...quiet], timezone, asOf),
      // The first plot is inlined, so that its marks have tooltips; the style sheet of the page has its style.
      plots: ranges.map(({ name, title }, i) => ({
        name,
        title,
        svg: i === 0 ? inlined(plot, "plot-") : undefined,
        href: to(`-${name}.svg`),
        alt: `${title} of ${node}. ${conclusion}.`,
        ...sizeOf(plot),
      })),
      days: dayRows(history, nodeVerdict, timezone),
      items: itemRows(items, timezone, asOf, true),
      space: describeSpace(nodeVerdict.space, timezone, asOf)?.sentence,
      collections: history.collections
        .slice(-COLLECTIONS)
        .reverse()
        .map((collection) => collectionRow(collection, timezone)),
      csv: to(".csv"),
      json: hrefToFile(site, path, hubNode.jspath),
    });
  },
};

function collectionRow({ at, ms, outcome, reason, tarballs, malformed }: Collection, zone: string) {
  const ok = outcome === "ok";
  return {
    when: printFullTime(at, zone),
    mark: mark("unknown"),
    outcome,
    reason: ok ? "" : `${reason}.`,
    took: printSpan(ms),
    tarballs: ok ? printCount(tarballs) : "",
    malformed: describeMalformed(malformed),
  };
}
