// How long after its stamp may a copy not be here yet?
import type { Backup, Collection } from "../model.ts";
import { HOUR } from "../time.ts";
import { greatestUsual } from "./jitter.ts";

/** Of so many backups. */
const RECENT = 60;
/** Fewer arrivals say too little, and then a copy is given this long; who looks seldom need not know it. */
const LEAST = 5;
const UNKNOWN = HOUR;

/**
 * How old copies were at visits that did not find them yet, at the most. It is short of the way by less than the time
 * between two visits, and tells all that a visit has to know: whether it comes too soon.
 */
export function longestWay(backups: Backup[], collections: Collection[]): number {
  const ages: number[] = [];
  let told = 0;
  let visit = collections.length - 1;
  for (let i = backups.length - 1; i >= 0 && i >= backups.length - RECENT; i--) {
    const { at, seen } = backups[i]!;
    if (seen === undefined) break;
    while (visit >= 0 && (collections[visit]!.at >= seen || collections[visit]!.outcome !== "ok")) visit--;
    if (visit < 0) break;
    const age = collections[visit]!.at - at;
    if (age > 0) ages.push(age);
    if (age > 0 || seen - at < 2 * UNKNOWN) told++;
  }
  const longest = ages.length === 0 ? 0 : greatestUsual(ages);
  return told < LEAST && looksOften(collections) ? Math.max(UNKNOWN, longest) : longest;
}

function looksOften(collections: Collection[]): boolean {
  const [before, last] = collections.slice(-2);
  return last !== undefined && last.at - before!.at < 2 * UNKNOWN;
}
