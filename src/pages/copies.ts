// Which copies does each node have? A mark for each item, night and node, and a sentence for each item, worst first.
import type { Copies, Copy, HubVerdict, Instant, Status } from "../model.ts";
import { COPIES, STATUSES } from "../model.ts";
import { plural, printDay } from "../units.ts";
import { mark } from "./mark.ts";
import { COPY_WORDS, isWhole, describeCopies, describeMoreCopies } from "../words/copies.ts";

/** Rows of a node for an item: as many as a page shows, and as many as it shows without folding the items that are well. */
const MAX_ROWS = 60;
const MAX_UNFOLDED_ROWS = 30;

/** Context of the partial `copymark`. */
export function copyMark(copy: Copy) {
  return { copy, word: COPY_WORDS[copy] };
}

/** Context of the partial `copies`; undefined for a hub with one node, since it has no copies to compare. */
export function copyTable(verdict: HubVerdict, zone: string, now: Instant) {
  const { nights, items } = verdict.copies;
  if (verdict.nodes.length < 2 || items.length === 0) return undefined;
  const rows = items.map((row) => ({ ...row, status: statusOf(verdict, row) }));
  const order = rows.toSorted((a, b) => rank(b) - rank(a));
  const shown = order.slice(0, Math.max(1, Math.floor(MAX_ROWS / verdict.nodes.length)));
  const isLarge = items.length * verdict.nodes.length > MAX_UNFOLDED_ROWS;
  const open = isLarge ? shown.filter((row) => rank(row) > 0) : shown;
  const folded = shown.filter((row) => !open.includes(row));
  const print = ({ item, nodes, status }: (typeof rows)[number]) => ({
    item,
    count: nodes.length,
    first: rowOf(nodes[0]!),
    others: nodes.slice(1).map(rowOf),
    mark: status === "ok" ? undefined : mark(status),
    sentence: describeCopies(nodes, zone, now),
  });
  const found = new Set(shown.flatMap(({ nodes }) => nodes.flatMap((copies) => copies.nights)));
  return {
    nights: nights.map((night) => printDay(night, zone)),
    key: COPIES.filter((copy) => found.has(copy)).map(copyMark),
    open: open.map(print),
    summary: `${plural(folded.length, open.length === 0 ? "item" : "other item")}, whole everywhere`,
    folded: folded.map(print),
    more: describeMoreCopies(order.slice(shown.length).map(rank)),
  };
}

/** The worst status of the items whose newest copy is not whole; silenced findings are in no status. */
function statusOf({ nodes }: HubVerdict, row: { item: string; nodes: Copies[] }): Status {
  const statuses = nodes
    .filter((_, i) => !isWhole(row.nodes[i]!.newest))
    .map(({ items }) => items.find(({ item }) => item === row.item)?.status ?? "ok");
  return STATUSES[Math.max(0, ...statuses.map((status) => STATUSES.indexOf(status)))]!;
}

/** Higher is worse; 0 if every copy of every night is whole. */
function rank({ status, nodes }: { status: Status; nodes: Copies[] }): number {
  const lacking = nodes.some(
    ({ nights, newest }) => !isWhole(newest) || nights.some((copy) => NOT_WHOLE.includes(copy)),
  );
  return 2 * STATUSES.indexOf(status) + Number(lacking);
}

const NOT_WHOLE: Copy[] = ["short", "larger", "late", "missing", "unreachable"];

function rowOf({ node, nights }: Copies) {
  return { node, nights: nights.map(copyMark) };
}
