// What arrived on each of the last thirty days, and what did not? The table under the plot.
import { groups, sum } from "d3-array";
import type { ItemVerdict, NodeHistory, NodeVerdict } from "../model.ts";
import { byInstant, midnight } from "../time.ts";
import { plural, printBytes, printCount, printDay } from "../units.ts";

/** Items named per day; the others are counted. */
const MAX_NAMED = 12;

/** Rows of the table, newest day first; days begin at midnight in `zone`. */
export function dayRows({ items }: NodeHistory, { nights, items: verdicts }: NodeVerdict, zone: string) {
  return nights
    .map(({ day, looked }) => {
      const next = midnight(day, zone, 1);
      const came = items
        .map(({ item, backups }) => ({
          item,
          backups: backups.slice(byInstant.left(backups, day), byInstant.left(backups, next)),
        }))
        .filter(({ backups }) => backups.length > 0);
      const isMissed = ({ rhythm }: ItemVerdict) => rhythm.missed.some((at) => at >= day && at < next);
      const missed = verdicts.filter(isMissed).map(({ item }) => item);
      const backups = came.flatMap((of) => of.backups);
      return {
        day: printDay(day, zone),
        count: backups.length === 0 ? "" : printCount(backups.length),
        bytes: backups.length === 0 ? "" : printBytes(sum(backups, ({ bytes }) => bytes)),
        came: nameSome(came.map(({ item, backups }) => `${item} ${sizes(backups.map(({ bytes }) => bytes))}`)),
        missed: missed.length === 0 ? "" : `did not come: ${nameSome(missed)}`,
        unseen: looked ? "" : "no good visit",
      };
    })
    .reverse();
}

/** `2.48 GB`, `24 × 3.1 MB`, `24 × up to 3.1 MB`. */
function sizes(bytes: number[]): string {
  if (bytes.length === 1) return printBytes(bytes[0]!);
  const [[size, alike] = ["", []], ...others] = groups(bytes, printBytes);
  return others.length === 0
    ? `${alike.length} × ${size}`
    : `${bytes.length} × up to ${printBytes(Math.max(...bytes))}`;
}

function nameSome(names: string[]): string {
  if (names.length <= MAX_NAMED) return names.join(", ");
  return `${names.slice(0, MAX_NAMED).join(", ")} and ${plural(names.length - MAX_NAMED, "other")}`;
}
