// The help page: what each status, mark and check means.
import { CHECKS, COPIES, STATUSES } from "../model.ts";
import { COPY_MEANINGS } from "../words/copies.ts";
import { CHECK_MEANINGS, STATUS_MEANINGS } from "../words/meanings.ts";
import { copyMark } from "./copies.ts";
import { layout } from "./layout.ts";
import { HELP } from "./links.ts";
import { mark } from "./mark.ts";
import type { PageFile, SiteView } from "./views.ts";

export const helpPage: PageFile<SiteView> = {
  path: () => HELP,
  text: (view) =>
    view.render("help.hbs", {
      ...layout(view, HELP, "How to read this", [{ text: "how to read this", path: HELP }]),
      statuses: STATUSES.map((status) => ({ mark: mark(status), meaning: STATUS_MEANINGS[status] })),
      copies: COPIES.map((copy) => ({ ...copyMark(copy), meaning: COPY_MEANINGS[copy] })),
      checks: CHECKS.map((check) => ({ check, meaning: CHECK_MEANINGS[check] })),
    }),
};
