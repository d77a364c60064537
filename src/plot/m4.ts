// A long line in few points: of each column of pixels its first, lowest, highest and last (U. Jugel et al., "M4: A
// Visualization-Oriented Time Series Data Aggregation", VLDB 2014), so that what is drawn covers the same pixels.
import type { Pixel } from "./shapes.ts";

/** Ordered by x, as given; a line that has no more than two points a column is returned as it is. */
export function m4(points: Pixel[]): Pixel[] {
  const columns = points.length === 0 ? 0 : column(points.at(-1)!) - column(points[0]!) + 1;
  if (points.length <= 2 * columns) return points;
  const kept: Pixel[] = [];
  for (let start = 0; start < points.length;) {
    let [low, high, end] = [start, start, start];
    for (; end < points.length && column(points[end]!) === column(points[start]!); end++) {
      if (points[end]![1] < points[low]![1]) low = end;
      if (points[end]![1] > points[high]![1]) high = end;
    }
    const few = new Set([start, Math.min(low, high), Math.max(low, high), end - 1]);
    for (const index of few) kept.push(points[index]!);
    start = end;
  }
  return kept;
}

function column([x]: Pixel): number {
  return Math.floor(x);
}
