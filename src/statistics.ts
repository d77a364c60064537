// Robust statistics by their textbook names: median, quantile, deviation and slope.
import { quantileSorted } from "d3-array";

/** The median of `values`, in any order; NaN if there are none. */
export function median(values: ArrayLike<number>): number {
  return quantile(values, 0.5);
}

let scratch = new Float64Array(1024);

/**
 * The quantile of `values` at `p` (0 to 1), interpolated linearly (type 7; R. J. Hyndman and Y. Fan, "Sample quantiles in
 * statistical packages", 1996). Values may be in any order; NaN if there are none. Sorting a Float64Array takes a
 * tenth of the time of `d3.quantile`.
 */
export function quantile(values: ArrayLike<number>, p: number): number {
  if (values.length > scratch.length) scratch = new Float64Array(2 * values.length);
  const sorted = scratch.subarray(0, values.length);
  sorted.set(values);
  return quantileAscending(sorted.sort(), p);
}

/** The median of `sorted`, which must ascend; NaN if it is empty. */
export function medianSorted(sorted: ArrayLike<number>): number {
  return quantileAscending(sorted, 0.5);
}

function quantileAscending(sorted: ArrayLike<number>, p: number): number {
  return quantileSorted(sorted as number[], p) ?? NaN; // d3's types do not accept typed arrays.
}

/** The standard deviation of normally distributed errors is their median absolute deviation (MAD) times this. */
const MAD_TO_DEVIATION = 1.4826;
/** Capping normal errors at three standard deviations leaves this share of their variance. */
const CAPPED_VARIANCE = 0.995;

/**
 * A robust standard deviation of `errors` about zero: each error is capped at three deviations, as estimated from the MAD
 * (one step of proposal 2 in P. J. Huber, "Robust estimation of a location parameter", 1964). NaN if there are none.
 */
export function robustDeviation(errors: Float64Array): number {
  const cap = (3 * MAD_TO_DEVIATION * median(errors.map(Math.abs))) ** 2;
  let sum = 0;
  for (const error of errors) sum += Math.min(cap, error * error);
  return Math.sqrt(sum / errors.length / CAPPED_VARIANCE);
}

/**
 * The Theil–Sen slope through `points` (at least two, with distinct x): the median of the slopes of all pairs, with the
 * lower and upper quartile of these slopes (H. Theil, "A rank-invariant method of linear and polynomial regression analysis", 1950;
 * P. K. Sen, "Estimates of the regression coefficient based on Kendall's tau", 1968).
 */
export function theilSen(points: (readonly [x: number, y: number])[]): { slope: number; quartiles: [number, number] } {
  const slopes: number[] = [];
  for (const [i, [x, y]] of points.entries())
    for (const [laterX, laterY] of points.slice(i + 1)) slopes.push((laterY - y) / (laterX - x));
  return { slope: median(slopes), quartiles: [quantile(slopes, 0.25), quantile(slopes, 0.75)] };
}
