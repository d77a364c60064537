// What stands on every page: where one is, as of when, and when to look again.
import { printFullTime, printUtc } from "../units.ts";
import { FAVICON } from "./favicon.ts";
import { HELP, href, INDEX } from "./links.ts";
import { tellNextRun, tellValidity } from "../words/times.ts";
import type { SiteView } from "./views.ts";

/** Context of the partial `layout`, for the page at `path`; `crumbs` lead from the index to it. */
export function layout(view: SiteView, path: string, heading: string, crumbs: { text: string; path: string }[]) {
  const { site, siteVerdict, asked, generator } = view;
  const { asOf } = siteVerdict;
  const trail = [{ text: site.title, path: INDEX }, ...crumbs];
  return {
    heading,
    title: `${heading} · ${site.title}`,
    style: href(path, "style.css"),
    icon: href(path, FAVICON),
    status: href(path, "status.json"),
    above: trail.slice(0, -1).map((crumb) => ({ text: crumb.text, href: href(path, crumb.path) })),
    here: trail.at(-1)!.text,
    asOf: printFullTime(asOf, site.timezone),
    asOfUtc: printUtc(asOf),
    zone: site.timezone,
    nextRun: tellNextRun(siteVerdict, site.timezone),
    validity: tellValidity(siteVerdict, site.timezone),
    generator,
    footer: site.footer,
    help: href(path, HELP),
    asked,
  };
}
