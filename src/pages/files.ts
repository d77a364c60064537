// Which files does the site have? A new page, JSON or picture is one file beside this one and one line here.
// They are written in this order, plots between the first two, index last: a reader never finds a link to what is not there yet.
import { csv } from "./csv.ts";
import { favicon } from "./favicon.ts";
import { helpPage } from "./help-page.ts";
import { hubPage } from "./hub-page.ts";
import { imagesPage } from "./images-page.ts";
import { indexPage } from "./index-page.ts";
import { nodePage } from "./node-page.ts";
import { predecessorJson } from "./predecessor-json.ts";
import { report } from "./report.ts";
import { statusJson } from "./status-json.ts";
import { styleSheet } from "./style-sheet.ts";
import type { HubView, NodeView, PageFile, SiteView } from "./views.ts";

/** What every page shows. */
export const SHARED_FILES: PageFile<SiteView>[] = [styleSheet, favicon];
export const NODE_FILES: PageFile<NodeView>[] = [csv, predecessorJson, nodePage];
/** Whose PNG is made before the pages lead to it. */
export const HUB_REPORT = report;
export const HUB_FILES: PageFile<HubView>[] = [imagesPage, hubPage];
export const SITE_FILES: PageFile<SiteView>[] = [helpPage, statusJson, indexPage];
