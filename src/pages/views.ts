// What does a page get from its caller? Plain data: the view of a hub or node is that of the site, and its own.
import type { Hub, HubNode, HubVerdict, Instant, NodeHistory, NodeVerdict, Site, SiteVerdict } from "../model.ts";
import type { Render } from "../templates.ts";

/** The same for all files of a run. */
export interface RunView {
  site: Site;
  /** `scm-backup-monitor 1.0.0`. */
  generator: string;
  /** The plots of each node, shortest first. */
  ranges: Range[];
  /** The plots' style for dark mode. */
  darkStyle: string;
  /** The text of the site's own style sheet, "" if it has none. Throws a UserError if it cannot be read. */
  ownStyle: () => string;
  render: Render;
}

export interface SiteView extends RunView {
  siteVerdict: SiteVerdict;
  /** `8 nodes visited, the slowest in 1.2 s`: the newest run of the whole site. */
  asked: string;
}

/** A report needs the verdict of its hub only. */
export interface ReportView extends RunView {
  asOf: Instant;
  hub: Hub;
  hubVerdict: HubVerdict;
  /** SVG text of each node's overview, in the order of the verdict's nodes. */
  overviews: string[];
}

export interface DataView {
  hub: Hub;
  hubNode: HubNode;
  /** Limited to the selected items. */
  history: NodeHistory;
}

export interface Range {
  /** As in file names and anchors: `30d`. */
  name: string;
  /** For a person: `30 days`. */
  title: string;
}

export interface HubView extends SiteView {
  hub: Hub;
  hubVerdict: HubVerdict;
  /** Size of the plots of each node in pixels, in the order of the verdict's nodes; all ranges have the same. */
  sizes: { width: number; height: number }[];
  /** SVG text of the plot of each node, if plots are inlined in the hub's page; otherwise empty. */
  plots: string[];
}

export interface NodeView extends SiteView {
  hub: Hub;
  hubNode: HubNode;
  nodeVerdict: NodeVerdict;
  /** The newest nights and visits, at least as many as the page shows. */
  history: NodeHistory;
  /** SVG text of the plot of the first range. */
  plot: string;
}

/** One file of the site. */
export interface PageFile<View> {
  /** Relative to `out`, or absolute. */
  path(view: View): string;
  text(view: View): string;
}
