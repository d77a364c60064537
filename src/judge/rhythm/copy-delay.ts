// How long after its stamp may a copy not be here yet?
import type { Backup, Collection } from "../../model.ts";
import { greatestUsual } from "./jitter.ts";

/** Of so many backups. */
export const RECENT = 60;

/**
 * How old copies were at visits that did not find them yet, at the most. It is short of the way by less than the time
 * between two visits, and tells all that a visit has to know: whether it comes too soon.
 */
export function longestCopyDelay(backups: Backup[], collections: Collection[]): number {
  const ages: number[] = [];
  let visit = collections.length - 1;
  for (let i = backups.length - 1; i >= 0 && i >= backups.length - RECENT; i--) {
    const { at, seen } = backups[i]!;
    if (seen === undefined) break;
    while (visit >= 0 && (collections[visit]!.at >= seen || collections[visit]!.outcome !== "ok")) visit--;
    if (visit < 0) break;
    const age = collections[visit]!.at - at;
    if (age > 0) ages.push(age);
  }
  return ages.length === 0 ? 0 : greatestUsual(ages);
}
