// Which backups are stamped in the future, and so do not count yet?
import type { Backup, Instant, ItemHistory } from "../model.ts";
import { DAY, MINUTE } from "../time.ts";

/** How far a clock may be off. */
export const TOLERANCE = 5 * MINUTE;

/** `backups` (oldest first) without those stamped after `now`, by our clock and by the node's, which is `offsetMs` ahead. */
export function withoutFuture(backups: Backup[], now: Instant, offsetMs = 0): Backup[] {
  let count = backups.length;
  while (count > 0 && backups[count - 1]!.at > now + TOLERANCE + Math.max(0, offsetMs)) count--;
  return count === backups.length ? backups : backups.slice(0, count);
}

/** Whether every item with a backup of the last day has one stamped in the future. */
export function isAllFuture(items: ItemHistory[], now: Instant): boolean {
  const fresh = items.filter(({ backups }) => (backups.findLast(({ held }) => held)?.at ?? 0) > now - DAY);
  return fresh.length > 0 && fresh.every(({ backups }) => withoutFuture(backups, now).length < backups.length);
}
