// Which backups are stamped in the future, and so do not count yet?
import type { Backup, Instant, ItemHistory } from "../model.ts";
import { DAY, MINUTE } from "../time.ts";

/** Nobody's clock is quite right. */
export const TOLERANCE = 5 * MINUTE;

/** Those backups that can have been made by now, by our clock or by the node's. */
export function comeBy(backups: Backup[], now: Instant, offsetMs = 0): Backup[] {
  let count = backups.length;
  while (count > 0 && backups[count - 1]!.at > now + TOLERANCE + Math.max(0, offsetMs)) count--;
  return count === backups.length ? backups : backups.slice(0, count);
}

/** Whether no item has had a backup lately but one that is stamped ahead. */
export function areAllAhead(items: ItemHistory[], now: Instant): boolean {
  const fresh = items.filter(({ backups }) => (backups.findLast(({ held }) => held)?.at ?? 0) > now - DAY);
  return fresh.length > 0 && fresh.every(({ backups }) => comeBy(backups, now).length < backups.length);
}
