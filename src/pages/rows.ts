// The rows of the tables: what needs a look, and every item.
import type { Instant, ItemVerdict } from "../model.ts";
import { printBytes } from "../units.ts";
import { mark } from "./mark.ts";
import { reasons, tellAge, tellTime } from "./sentences.ts";
import type { Trouble } from "./trouble.ts";

/** Context of the partial `troubles`; `place` says where, with a link, on pages that show more than one node. */
export function troubleRows(troubles: Trouble[], place?: (trouble: Trouble) => { text: string; href: string }) {
  return troubles.map((trouble) => ({
    mark: mark(trouble.status),
    place: place?.(trouble),
    item: trouble.item,
    reasons: reasons(trouble.findings),
  }));
}

/** Context of the partial `items`. */
export function itemRows(items: ItemVerdict[], zone: string, now: Instant) {
  return items.map(({ item, status, latest, rhythm, findings }) => ({
    item,
    mark: mark(status),
    time: latest ? tellTime(latest.at, zone, now) : "never",
    age: latest ? tellAge(latest.at, now) : "",
    size: latest ? printBytes(latest.bytes) : "",
    rhythm: latest ? rhythm.text : "",
    reasons: reasons(findings),
  }));
}
