// Which files does the site have? To add a page, JSON or picture, add a file to this folder and a line here.
// Plots, data and reports are written first, then the pages in this order, with the index last, so that no link is ever dead.
export { DATA_FILES } from "./data.ts";
import { favicon } from "./favicon.ts";
import { helpPage } from "./help-page.ts";
import { hubPage } from "./hub-page.ts";
import { imagesPage } from "./images-page.ts";
import { indexPage } from "./index-page.ts";
import { nodePage } from "./node-page.ts";
import { report } from "./report.ts";
import { statusJson } from "./status-json.ts";
import { styleSheet } from "./style-sheet.ts";
import type { HubView, NodeView, PageFile, ReportView, SiteView } from "./views.ts";

/** Files that every page loads. */
export const SHARED_FILES: PageFile<SiteView>[] = [styleSheet, favicon];
export const HUB_REPORT: PageFile<ReportView> = report;
export const NODE_FILES: PageFile<NodeView>[] = [nodePage];
export const HUB_FILES: PageFile<HubView>[] = [imagesPage, hubPage];
export const SITE_FILES: PageFile<SiteView>[] = [helpPage, statusJson, indexPage];
