// How large was a backup expected to be, judging by those before it?
import type { Backup, Instant } from "../../model.ts";
import { median, medianSorted, robustDeviation } from "../../statistics.ts";
import { byInstant, DAY, fromLocal, HOUR, local, locals } from "../../time.ts";
import { slackOf } from "../slack.ts";
import { findPeriod, WEEK } from "./period.ts";

/** Older backups than this many say nothing about the present. */
export const WINDOW = 160;
/** Unless these span less than five weeks: then the same hour of earlier days shows whether sizes repeat by the week. */
export const FIVE_WEEKS = 36 * DAY;
/** No more backups than this are ever read. */
export const REACH = 1000;
/** This many backups in a row at a new level make it the usual one. */
export const MIN_LEVEL_RUN = 3;
/** A smaller change (in logarithms) is no new level. */
const MIN_SHIFT = 0.1;
/** Fewer comparable backups give no baseline. */
export const MIN_COMPARABLE = 5;
/** The level is the median of the last few backups; the spread is measured by the errors of so many before them. */
export const LEVEL_COUNT = 9;
const ERROR_COUNT = 60;
/** Before a week has been seen, a small weekend looks like a fault. */
export const MIN_HISTORY = 8 * DAY;
/** The least spread assumed, times 1 + 20/n: few errors show too little of it. */
const MIN_SPREAD = 0.005;
const FEW_ERRORS = 20;
/** The spread over all places in the period weighs as much as this many errors of a place's own. */
const PRIOR_COUNT = 10;

/** Sizes are natural logarithms of bytes unless they are said to be bytes. */
export interface Baseline {
  expected: number;
  /** A robust standard deviation of the errors. */
  spread: number;
  /** Sizes minus what was expected of them, of earlier comparable backups. */
  errors: Float64Array;
  /** How many comparable backups the level is taken from. */
  count: number;
  /** The period of comparable backups; undefined: all are comparable. */
  periodMs: number | undefined;
  /** Bytes by which the expected size may be too large, as sizes were rounded up. */
  slackBytes: number;
}

/** The baseline of `backups[i]` (oldest first) in the hub's `zone`; undefined if too few backups came before, or in too short a time. */
export function baselineOf(backups: Backup[], i: number, zone: string): Baseline | undefined {
  const from = informativeFrom(backups, i);
  const known = backups.slice(Math.max(from, i - WINDOW), i).filter(({ bytes }) => bytes > 0);
  const at = backups[i]!.at;
  if (known.length < MIN_COMPARABLE || at - backups[from]!.at < MIN_HISTORY) return undefined;
  const weekly = byPeriod(sameHour(backups, i, from, zone), at, zone);
  const { past, period } = weekly.period?.ms === WEEK ? weekly : byPeriod(known, at, zone);
  const comparable = period ? period.indices.map((index) => past[index]!) : past.slice(-LEVEL_COUNT - ERROR_COUNT);
  const values = logarithms(comparable);
  const { level, errors, growth } =
    period && comparable.length < MIN_COMPARABLE + 2
      ? { level: values.at(-1)!, errors: Float64Array.from(period.differences), growth: 0 }
      : forecast(
          values,
          comparable.map((backup) => backup.at),
          at,
        );
  const own = Math.max(MIN_SPREAD * (1 + FEW_ERRORS / errors.length), robustDeviation(errors));
  const shared = Math.max(MIN_SPREAD, period ? 1.05 * median(period.differences) : own);
  const weight = errors.length / (errors.length + PRIOR_COUNT);
  const spread = Math.max(own, Math.exp(weight * Math.log(own) + (1 - weight) * Math.log(shared)));
  const recent = comparable.slice(-LEVEL_COUNT);
  return {
    expected: level + growth,
    spread,
    errors,
    count: recent.length,
    periodMs: period?.ms,
    slackBytes: Math.max(0, ...recent.map(slackOf)),
  };
}

/**
 * The earlier backups and the period they repeat by, in civil time: weekends begin at midnight all year. If a job was moved
 * across midnight, dates may show the period better than times.
 */
function byPeriod(past: Backup[], at: Instant, zone: string) {
  const instants = new Float64Array(past.length);
  for (let i = 0; i < past.length; i++) instants[i] = past[i]!.at;
  const times = locals(instants, zone);
  const sizes = logarithms(past);
  const here = local(at, zone);
  const byTime = findPeriod(times, sizes, here, MIN_COMPARABLE);
  const often = here - times[0]! < times.length * 20 * HOUR;
  if (often || times.every((time) => Math.abs((time % DAY) - (here % DAY)) < DAY / 2)) return { past, period: byTime };
  const byDate = findPeriod(times.map(dateOf), sizes, dateOf(here), MIN_COMPARABLE);
  return { past, period: byDate && byDate.score < (byTime?.score ?? Infinity) ? byDate : byTime };
}

function dateOf(shown: number): number {
  return Math.floor(shown / DAY) * DAY;
}

function logarithms(backups: Backup[]): Float64Array {
  const sizes = new Float64Array(backups.length);
  for (let i = 0; i < sizes.length; i++) sizes[i] = Math.log(backups[i]!.bytes);
  return sizes;
}

/**
 * The index of the first backup that counts before `backups[i]`. Sizes that the predecessor rounded up coarsely do not, once
 * exact ones are enough and span a week. All rounded ones or none: else only the small ones of weekends would be left out.
 */
export function informativeFrom(backups: Backup[], i: number): number {
  const first = Math.max(0, i - REACH);
  let sure = i;
  while (sure > first && slackOf(backups[sure - 1]!) === 0) sure--;
  const rounded = backups.slice(Math.max(first, sure - WINDOW), sure);
  const share = median(rounded.map((backup) => slackOf(backup) / backup.bytes));
  return share > 0.02 && i - sure >= MIN_COMPARABLE && backups[i]!.at - backups[sure]!.at >= MIN_HISTORY ? sure : first;
}

/** Frequent items are compared with the same hour of earlier days; empty if the window spans five weeks anyway. */
function sameHour(backups: Backup[], i: number, from: number, zone: string): Backup[] {
  const first = backups[Math.max(from, i - WINDOW)]!;
  const { at } = backups[i]!;
  if (i - from < WINDOW || at - first.at >= FIVE_WEEKS) return [];
  const near = (at - first.at) / WINDOW;
  const past: Backup[] = [];
  const ago = (days: number) => fromLocal(local(at, zone) - days * DAY, zone);
  for (let days = 1, time = ago(1); time >= backups[from]!.at; time = ago(++days)) {
    const index = byInstant.center(backups, time, from, i);
    const backup = backups[index]!;
    if (Math.abs(backup.at - time) <= near && backup.bytes > 0) past.unshift(backup);
  }
  return past;
}

/** The level of `values` (oldest first, at `times`), the errors of its earlier forecasts, and the usual growth until `at`. */
function forecast(values: Float64Array, times: Instant[], at: Instant) {
  const { level, errors, ages } = trackLevel(values, times, at);
  // Per ms.
  const growth = median(errors.map((error, k) => error / ages[k]!));
  for (const [k, error] of errors.entries()) errors[k] = error - growth * ages[k]!;
  return { level, errors, growth: growth * ages.at(-1)! };
}

/**
 * A running median of the last few values: the level, each value's error from the level before it, and that level's mean age
 * then and at `at`. A new level that has held is followed at once.
 */
function trackLevel(values: Float64Array, times: Instant[], at: Instant) {
  const errors = new Float64Array(values.length);
  const ages = new Float64Array(values.length + 1);
  const sorted: number[] = [];
  let oldest = 0;
  const age = (i: number) => (times[i] ?? at) - (times[oldest]! + times[Math.max(0, i - 1)]!) / 2;
  for (const [i, value] of values.entries()) {
    errors[i] = i === 0 ? 0 : value - medianSorted(sorted);
    ages[i] = age(i);
    insert(sorted, value);
    const level = hasShifted(errors, i) ? MIN_LEVEL_RUN : LEVEL_COUNT;
    while (sorted.length > level) sorted.splice(sorted.indexOf(values[oldest++]!), 1);
  }
  ages[values.length] = age(values.length);
  // The first two were forecast from next to nothing.
  return { level: medianSorted(sorted), errors: errors.subarray(2), ages: ages.subarray(2) };
}

function insert(sorted: number[], value: number): void {
  let index = sorted.length;
  while (index > 0 && sorted[index - 1]! > value) index--;
  sorted.splice(index, 0, value);
}

/** Whether the last few errors are the same step to a new level. */
function hasShifted(errors: Float64Array, i: number): boolean {
  if (i < MIN_LEVEL_RUN) return false;
  const [a, b, c] = [errors[i - 2]!, errors[i - 1]!, errors[i]!];
  const least = Math.min(Math.abs(a), Math.abs(b), Math.abs(c));
  return least > MIN_SHIFT && Math.max(a, b, c) - Math.min(a, b, c) < least / 3;
}
