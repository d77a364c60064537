// The icon in the browser's tab: the mark of the site's status.
import { mark } from "./mark.ts";
import type { PageFile, SiteView } from "./views.ts";

export const FAVICON = "favicon.svg";

export const favicon: PageFile<SiteView> = {
  path: () => FAVICON,
  text: ({ siteVerdict, render }) => render("favicon.svg.hbs", mark(siteVerdict.status)),
};
