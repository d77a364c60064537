// Was the newest tarball still being transferred at the last good visit? Then its size is judged at the next one.
import type { Collection, ItemHistory } from "../model.ts";
import { HOUR } from "../time.ts";

/** A transfer takes hours at most; a forgotten LOCKED must not excuse tarballs for ever. */
export const TRANSFER = 12 * HOUR;

/** A directory LOCKED on the node marks a transfer. */
export function isArriving({ backups }: ItemHistory, lastGood: Collection | undefined): boolean {
  const latest = backups.at(-1);
  return !!latest && !!lastGood && lastGood.locked !== "" && lastGood.at - latest.at < TRANSFER;
}
