// The style sheet of all pages, including the style of inlined plots.
import type { PageFile, SiteView } from "./views.ts";

export const styleSheet: PageFile<SiteView> = {
  path: () => "style.css",
  text: ({ darkStyle, ownStyle, render }) => render("style.css.hbs", { darkStyle, ownStyle: ownStyle() }),
};
