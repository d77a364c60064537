// Has an item that always varied stopped doing so, byte for byte?
import type { Backup, Instant } from "../../model.ts";
import { DAY, HOUR } from "../../time.ts";

export interface Frozen {
  /** The first and the last of the same size. */
  from: Instant;
  to: Instant;
  count: number;
}

/** Hourly ones that stand still for so many nights are counted; what has stood still for longer is just so. */
const BACKUPS_PER_NIGHT = 30;
/** Tarballs do not come at the same minute each night. */
const EARLY = 6 * HOUR;
/** Of so many neighbours no more than one may be the same, else they did not always vary. */
const VARIED = 10;

/** Up to `backups[i]`: the same for so many nights and backups, after as many that varied. */
export function frozenAt(backups: Backup[], i: number, nights: number): Frozen | undefined {
  const newest = backups[i]!;
  const limit = Math.max(0, i - BACKUPS_PER_NIGHT * nights);
  let first = i;
  while (first > limit && alike(backups[first - 1]!, newest)) first--;
  const count = i - first + 1;
  const from = backups[first]!.at;
  if (count < nights || first - nights < limit || newest.at - from < (nights - 1) * DAY - EARLY) return undefined;
  let same = 0;
  for (let k = first - nights + 1; k < first; k++) if (mayBeAlike(backups[k]!, backups[k - 1]!)) same++;
  return same > nights / VARIED ? undefined : { from, to: newest.at, count };
}

/** So many backups before `i` have a say. */
export function frozenReach(nights: number): number {
  return BACKUPS_PER_NIGHT * nights;
}

function alike(a: Backup, b: Backup): boolean {
  return a.bytes === b.bytes && a.exact && b.exact;
}

function mayBeAlike(a: Backup, b: Backup): boolean {
  return a.bytes === b.bytes || !a.exact || !b.exact;
}
