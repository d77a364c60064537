// What is a page told? Plain data, handed in by the caller; a view of a part is the view of the site and that part.
import type { Hub, HubNode, HubVerdict, Instant, NodeHistory, NodeVerdict, Site, SiteVerdict } from "../model.ts";
import type { Render } from "../templates.ts";

/** Of each run. */
export interface RunView {
  site: Site;
  /** `scm-backup-monitor 1.0.0`. */
  generator: string;
  /** The plots of each node, shortest first. */
  ranges: Range[];
  /** The plots' own style, for the dark. */
  darkStyle: string;
  /** The text of the site's own style sheet, "" where it has none. Throws a UserError if it cannot be read. */
  ownStyle: () => string;
  render: Render;
}

export interface SiteView extends RunView {
  siteVerdict: SiteVerdict;
  /** What the newest run asked, in words: on every page, and told from all of the site. */
  asked: string;
}

/** What needs no other hub's verdict. */
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
  /** How large the plots of each node are, in the order of the verdict's nodes; all of its ranges alike. */
  sizes: { width: number; height: number }[];
  /** SVG text of each node's plot that stands in the hub's page; empty where they are pictures. */
  plots: string[];
}

export interface NodeView extends SiteView {
  hub: Hub;
  hubNode: HubNode;
  nodeVerdict: NodeVerdict;
  /** The last nights and visits; as long as the strip is enough. */
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
