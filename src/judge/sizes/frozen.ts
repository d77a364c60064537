// Has the size of an item that always varied stopped changing, to the byte?
import type { Backup, Instant } from "../../model.ts";
import { DAY, HOUR } from "../../time.ts";

export interface Frozen {
  /** The first and the last backup of the same size. */
  from: Instant;
  to: Instant;
  count: number;
}

/** Backups read per night, enough for hourly ones. A size frozen for longer than that is taken as constant. */
const BACKUPS_PER_NIGHT = 30;
/** Backups do not come at the same minute every night. */
const EARLY = 6 * HOUR;
/** Sizes varied if at most one in this many neighbouring pairs was equal. */
const PAIRS_PER_EQUAL = 10;

/** The run of equal sizes that ends with `backups[i]`, if it spans `nights` nights and as many backups, after as many varied. */
export function frozenAt(backups: Backup[], i: number, nights: number): Frozen | undefined {
  const newest = backups[i]!;
  const limit = Math.max(0, i - BACKUPS_PER_NIGHT * nights);
  let first = i;
  while (first > limit && areEqual(backups[first - 1]!, newest)) first--;
  const count = i - first + 1;
  const from = backups[first]!.at;
  if (count < nights || first - nights < limit || newest.at - from < (nights - 1) * DAY - EARLY) return undefined;
  let same = 0;
  for (let k = first - nights + 1; k < first; k++) if (mayBeEqual(backups[k]!, backups[k - 1]!)) same++;
  return same > nights / PAIRS_PER_EQUAL ? undefined : { from, to: newest.at, count };
}

/** How many backups before `i` are read. */
export function frozenReach(nights: number): number {
  return BACKUPS_PER_NIGHT * nights;
}

function areEqual(a: Backup, b: Backup): boolean {
  return a.bytes === b.bytes && a.exact && b.exact;
}

function mayBeEqual(a: Backup, b: Backup): boolean {
  return a.bytes === b.bytes || !a.exact || !b.exact;
}
