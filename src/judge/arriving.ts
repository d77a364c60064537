// Was the newest tarball still on its way when we looked? Then its size says nothing yet: it is judged at the next visit.
import type { Collection, ItemHistory } from "../model.ts";
import { HOUR } from "../time.ts";

/** A transfer takes hours at most; a LOCKED that was left behind must not excuse every tarball for ever. */
export const TRANSFER = 12 * HOUR;

/** The node says so by a directory LOCKED. */
export function isArriving({ backups }: ItemHistory, lastGood: Collection | undefined): boolean {
  const latest = backups.at(-1);
  return !!latest && !!lastGood && lastGood.locked !== "" && lastGood.at - latest.at < TRANSFER;
}
