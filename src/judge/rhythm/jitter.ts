// How well does a rule fit, and how long is a backup waited for?
import { quantile } from "../../statistics.ts";
import { HOUR, MINUTE } from "../../time.ts";

/** How well a rule describes when backups came. */
export interface Fit {
  /** The usual time from one backup to the next. */
  spacingMs: number;
  /** Nine of ten backups come within this time of when they are due (the 0.9 quantile of the deviations). */
  spreadMs: number;
  /** Backups that did not come, and those that the rule does not predict. */
  exceptions: number;
  /**
   * The length of a description of the past by this rule; the shortest wins (minimum description length; J. Rissanen,
   * "Modeling by shortest data description", 1978).
   */
  cost: number;
}

/** The description length of `count` backups: their deviations, and `words` for the rule's own parts and its exceptions. */
export function costOf(count: number, spreadMs: number, words: number): number {
  return count * Math.log(Math.max(spreadMs, 3 * MINUTE) / MINUTE) + 5 * words;
}

/**
 * The grace in ms: ten minutes plus twice the spread, at most a quarter of the spacing, at least ten minutes. Uniform and
 * normal deviations stay well inside. `count` is how many backups the rule was learned from: few show too little spread.
 */
export function graceFor({ spreadMs, spacingMs }: Fit, count: number): number {
  const wanted = 10 * MINUTE + 2 * spreadMs * (1 + 2 / count);
  return Math.max(10 * MINUTE, Math.min(wanted, spacingMs / 4));
}

/**
 * Whether the rule may be believed: its spread is at most a fifth of the spacing, and at most every fourth backup is an
 * exception. A rule learned from few backups must fit better, as they may be regular by chance: two of them are spent on
 * each of its `slots`.
 */
export function isRegular({ spreadMs, spacingMs, exceptions }: Fit, count: number, slots: number): boolean {
  const known = Math.min(1, (count - 2 * slots) / 30);
  return spreadMs <= Math.max(0.2 * known * spacingMs, 5 * MINUTE) && exceptions <= Math.max(1, (known * count) / 4);
}

/** The greatest of `values` (ms) that is no outlier: at most twice their 0.9 quantile, plus an hour. */
export function greatestUsual(values: number[]): number {
  const limit = 2 * quantile(values, 0.9) + HOUR;
  return values.reduce((most, value) => (value <= limit ? Math.max(most, value) : most), 0);
}
