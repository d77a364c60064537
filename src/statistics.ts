// What do many numbers say together? Medians, quantiles, spreads and slopes, by their textbook names.
import { quantileSorted } from "d3-array";

/** Of `values` in any order; NaN of none. */
export function median(values: ArrayLike<number>): number {
  return quantile(values, 0.5);
}

let scratch = new Float64Array(1024);

/**
 * The quantile at `p` (0 to 1), interpolated linearly: type 7 of R. J. Hyndman and Y. Fan, "Sample quantiles in
 * statistical packages", 1996. NaN of no values. They may be in any order; sorting them as floats takes a tenth of the
 * time that `d3.quantile` does.
 */
export function quantile(values: ArrayLike<number>, p: number): number {
  if (values.length > scratch.length) scratch = new Float64Array(2 * values.length);
  const sorted = scratch.subarray(0, values.length);
  sorted.set(values);
  return ascending(sorted.sort(), p);
}

/** Of `sorted`, which ascends. */
export function medianSorted(sorted: ArrayLike<number>): number {
  return ascending(sorted, 0.5);
}

function ascending(sorted: ArrayLike<number>, p: number): number {
  return quantileSorted(sorted as number[], p) ?? NaN; // Its types know no typed arrays.
}

/** The median absolute deviation from zero times this is the standard deviation of normal errors. */
const MAD_TO_DEVIATION = 1.4826;
/** What capping at three deviations takes from the variance of normal errors. */
const CAPPED = 0.995;

/**
 * The standard deviation of `errors`, of which no single one counts for more than three: one step of proposal 2 of
 * P. J. Huber, "Robust estimation of a location parameter", 1964, from the median absolute deviation (MAD).
 */
export function robustDeviation(errors: Float64Array): number {
  const cap = (3 * MAD_TO_DEVIATION * median(errors.map(Math.abs))) ** 2;
  let sum = 0;
  for (const error of errors) sum += Math.min(cap, error * error);
  return Math.sqrt(sum / errors.length / CAPPED);
}

/**
 * The slope of the line through `points` ([x, y], at least two), as the median of the slopes of all pairs, and the
 * quartiles of these: H. Theil, 1950; P. K. Sen, "Estimates of the regression coefficient based on Kendall's tau", 1968.
 */
export function theilSen(points: (readonly [x: number, y: number])[]): { slope: number; quartiles: [number, number] } {
  const slopes: number[] = [];
  for (const [i, [x, y]] of points.entries())
    for (const [laterX, laterY] of points.slice(i + 1)) slopes.push((laterY - y) / (laterX - x));
  return { slope: median(slopes), quartiles: [quantile(slopes, 0.25), quantile(slopes, 0.75)] };
}
