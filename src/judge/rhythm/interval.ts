// Do backups come at a constant interval after the one before?
import { median, quantile } from "../../statistics.ts";
import { MINUTE } from "../../time.ts";
import { costOf, type Fit } from "./jitter.ts";

/** Each backup comes `spacingMs` after the one before: a job that sleeps between runs instead of following the clock. */
export interface Interval extends Fit {
  kind: "interval";
}

/** Fits an interval to `times`: instants or civil times in ms, ascending, at least two. */
export function interval(times: Float64Array): Interval {
  const gaps = gapsOf(times);
  const spacingMs = Math.max(MINUTE, median(gaps));
  const usual = gaps.filter((gap) => gap < 1.5 * spacingMs).map((gap) => Math.abs(gap - spacingMs));
  const exceptions = 2 * (gaps.length - usual.length);
  const spreadMs = quantile(usual, 0.9);
  return { kind: "interval", spacingMs, spreadMs, exceptions, cost: costOf(times.length, spreadMs, 3 + exceptions) };
}

/** The differences of neighbouring times. */
export function gapsOf(times: Float64Array): number[] {
  const gaps: number[] = [];
  for (let i = 1; i < times.length; i++) gaps.push(times[i]! - times[i - 1]!);
  return gaps;
}
