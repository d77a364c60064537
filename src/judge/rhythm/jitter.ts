// How far do backups stray from a rule, how well does it fit, and how long is one waited for?
import { quantile } from "../../statistics.ts";
import { HOUR, MINUTE } from "../../time.ts";

/** A rule for when backups come, as learned. */
export interface Fit {
  /** The usual time from one to the next. */
  spacingMs: number;
  /** Nine of ten come within so much of their time. */
  spreadMs: number;
  /** Backups that did not come, or that the rule does not say. */
  exceptions: number;
  /** How many words it takes to describe the past by this rule: the least is believed (J. Rissanen, 1978). */
  cost: number;
}

/** `words` are what the rule consists of, and its exceptions. */
export function costOf(count: number, spreadMs: number, words: number): number {
  return count * Math.log(Math.max(spreadMs, 3 * MINUTE) / MINUTE) + 5 * words;
}

/**
 * Ten minutes, and twice what nine of ten stay within: what is spread evenly or like a bell stays well
 * inside. Few backups show too little of it. Never above a quarter of the spacing.
 */
export function graceFor({ spreadMs, spacingMs }: Fit, count: number): number {
  const wanted = 10 * MINUTE + 2 * spreadMs * (1 + 2 / count);
  return Math.max(10 * MINUTE, Math.min(wanted, spacingMs / 4));
}

/**
 * Nothing is known of a rule whose times are spread over a fifth of the spacing, or that is broken every fourth time. Of
 * few backups more is asked, for they may be regular by chance; each slot of the rule takes two of them to be known.
 */
export function isRegular({ spreadMs, spacingMs, exceptions }: Fit, count: number, slots: number): boolean {
  const known = Math.min(1, (count - 2 * slots) / 30);
  return spreadMs <= Math.max(0.2 * known * spacingMs, 5 * MINUTE) && exceptions <= Math.max(1, (known * count) / 4);
}

/** The greatest but for outages, which are rare and more than twice, and by an hour, what is not. */
export function greatestUsual(values: number[]): number {
  const limit = 2 * quantile(values, 0.9) + HOUR;
  return values.reduce((most, value) => (value <= limit ? Math.max(most, value) : most), 0);
}
