// How is all of this to be read: each status, each mark, each check?
import type { Copy } from "../model.ts";
import { COPIES, STATUSES } from "../model.ts";
import { copyMark } from "./copies.ts";
import { layout } from "./layout.ts";
import { HELP } from "./links.ts";
import { mark } from "./mark.ts";
import type { PageFile, SiteView } from "./views.ts";

const MEANINGS = {
  ok: "All is as it should be.",
  warn: "Something is odd: look at it this week.",
  unknown: "Nobody could look, so nobody knows. What was known before still stands.",
  alarm: "A backup is missing, late or not whole, or is about to be: look at it today.",
};

const COPY_MEANINGS: Record<Exclude<Copy, "none">, string> = {
  same: "It is there, as large as on another node.",
  present: "It is there; no other node has it, so there is nothing to compare it with.",
  short: "It is smaller than its copy on another node, or than was expected.",
  larger: "It is larger than most of its copies.",
  late: "It has not come here, and is still waited for.",
  awaited: "It is not due yet.",
  missing: "It was due and did not come.",
  gone: "It was there and has been purged since.",
  unreachable: "Nobody could look.",
};

export const helpPage: PageFile<SiteView> = {
  path: () => HELP,
  text: (view) =>
    view.render("help.hbs", {
      ...layout(view, HELP, "How to read this", [{ text: "how to read this", path: HELP }]),
      statuses: STATUSES.map((status) => ({ mark: mark(status), meaning: MEANINGS[status] })),
      copies: COPIES.map((copy) => ({ ...copyMark(copy), meaning: COPY_MEANINGS[copy] })),
    }),
};
