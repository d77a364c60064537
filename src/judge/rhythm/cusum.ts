// Since when has a rule been broken, and since when has it been kept?
import { MIN_BACKUPS } from "./habit.ts";

// A CUSUM (E. S. Page, "Continuous inspection schemes", 1954): it grows with each backup that breaks the rule and shrinks
// with each that keeps it.
const [ALLOWANCE, THRESHOLD] = [0.15, 3];

/** Only this many of the last backups are asked. */
const RECENT = 60;

/**
 * The index of the backup from which on the rule is broken; undefined if it holds at the end, or was broken by fewer than
 * `MIN_BACKUPS` backups. `exceptional` is 1 for each backup that breaks it, oldest first.
 */
export function brokenSince(exceptional: Uint8Array): number | undefined {
  let [sum, most] = [0, { sum: 0, at: exceptional.length }];
  for (let i = exceptional.length - 1; i >= 0 && i >= exceptional.length - RECENT; i--) {
    sum += exceptional[i]! - ALLOWANCE;
    if (sum > most.sum) most = { sum, at: i };
  }
  return most.sum >= THRESHOLD && exceptional.length - most.at >= MIN_BACKUPS ? most.at : undefined;
}

/** The index of the backup from which on the rule holds until the end. */
export function regularSince(exceptional: Uint8Array): number {
  let [sum, start] = [0, exceptional.length - 1];
  for (let i = exceptional.length - 1; i >= 0; i--) {
    sum += exceptional[i]! - ALLOWANCE;
    if (sum <= 0) [sum, start] = [0, i];
    if (sum >= THRESHOLD) return start;
  }
  return 0;
}
