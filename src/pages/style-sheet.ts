// How everything looks: one sheet for all pages, the style of inlined plots included.
import type { PageFile, SiteView } from "./views.ts";

export const styleSheet: PageFile<SiteView> = {
  path: () => "style.css",
  text: ({ darkStyle, ownStyle, render }) => render("style.css.hbs", { darkStyle, ownStyle: ownStyle() }),
};
