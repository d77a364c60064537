// How long after its stamp can a copy still be on its way?
import type { Backup, Collection } from "../../model.ts";
import { greatestUsual } from "./jitter.ts";

/** The delay is learned from this many backups. */
export const RECENT = 60;

/**
 * The greatest usual age, in ms, of a copy at a good visit that did not find it yet; 0 if no visit ever came too early.
 * `backups` and `collections` are a node's, oldest first. This falls short of the real delay by less than the time between
 * two visits, which is enough: it only has to tell whether a visit came too early.
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
