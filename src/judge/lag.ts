// How long after the other nodes does a node usually get its copies?
import type { Backup, Instant } from "../model.ts";
import { quantile } from "../statistics.ts";
import type { CopySet } from "./copy-sets.ts";

/** Fewer lags show nothing. */
export const MIN_LAGS = 5;

/**
 * The 0.95 quantile, in ms, of the time from the first sight of a backup on another node to that of it, or of a newer one,
 * on `node`; `past` is the item there, oldest first. Undefined if too few were seen.
 */
export function usualLag(copySets: CopySet[], past: Backup[], node: string): number | undefined {
  const lags: number[] = [];
  let mine = past.length - 1;
  for (let i = copySets.length - 1; i >= 0; i--) {
    const others = copySets[i]!.copies.filter((copy) => copy.node !== node);
    while (mine > 0 && past[mine - 1]!.at >= copySets[i]!.at) mine--;
    const [there, here] = [firstSeen({ ...copySets[i]!, copies: others }), past[mine]!];
    if (there !== undefined && here.at >= copySets[i]!.at && here.seen !== undefined)
      lags.push(Math.max(0, here.seen - there));
  }
  return lags.length < MIN_LAGS ? undefined : quantile(lags, 0.95);
}

/** When a backup was first seen on any node; undefined if the predecessor saw it, which did not record when. */
export function firstSeen({ copies }: CopySet): Instant | undefined {
  const times = copies.flatMap(({ backup }) => backup.seen ?? []);
  return times.length < copies.length || times.length === 0 ? undefined : Math.min(...times);
}
