// What do the marks in a hub's overviews mean?
import type { NodeVerdict } from "../model.ts";

/** The legend of a report: one line that explains the marks that occur on these nodes. */
export function explainMarks(nodes: NodeVerdict[]): string {
  const nights = nodes.flatMap((node) => node.nights);
  return [
    ...(nodes.some(({ held }) => held.tarballs > 0) ? ["dot: still on the node"] : []),
    ...(nights.some(({ missed }) => missed > 0) ? ["×: did not come"] : []),
    ...(nodes.some(isAnyShort) ? ["▼: cut short"] : []),
    ...(nights.some(({ looked }) => !looked) ? ["hatched: no good visit"] : []),
    "each item on its own scale",
  ].join(" · ");
}

function isAnyShort({ items }: NodeVerdict): boolean {
  return items.some(({ findings }) => findings.some(({ check, status }) => check === "size" && status === "alarm"));
}
