// What is on every page: where it is in the site, as of when it is true, and until when.
import { printFullTime, printUtc } from "../units.ts";
import { FAVICON } from "./favicon.ts";
import { HELP, href, INDEX } from "./links.ts";
import { describeNextRun, describeValidity } from "../words/times.ts";
import type { SiteView } from "./views.ts";

/** Context of the partial `layout` for the page at `path` (relative to `out`); `crumbs` lead to it from the index. */
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
    nextRun: describeNextRun(siteVerdict, site.timezone),
    validity: describeValidity(siteVerdict, site.timezone),
    generator,
    footer: site.footer,
    help: href(path, HELP),
    asked,
  };
}
