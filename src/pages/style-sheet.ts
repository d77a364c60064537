// How everything looks: one sheet for all pages, the style of inlined plots included.
import { render } from "./templates.ts";
import type { PageFile, SiteView } from "./views.ts";

export const styleSheet: PageFile<SiteView> = {
  path: () => "style.css",
  text: ({ darkStyle }) => render("style.css.hbs", { darkStyle }),
};
