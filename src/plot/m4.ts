// Draws a long line with few points: the first, lowest, highest and last in each column of pixels. The picture stays the same
// (M4; U. Jugel, Z. Jerzak, G. Hackenbroich, V. Markl: M4: A Visualization-Oriented Time Series Data Aggregation, VLDB 2014).

/** Coordinates of points in pixels; x ascends. */
export interface Pixels {
  x: Float64Array;
  y: Float64Array;
}

export function columnOf(x: number): number {
  return Math.floor(x);
}

/**
 * Indices of the points to draw among those from `start` up to but not including `end`, ascending. All of them if there are at
 * most two a column, else at most four a column.
 */
export function m4({ x, y }: Pixels, start: number, end: number): number[] {
  const columns = start === end ? 0 : columnOf(x[end - 1]!) - columnOf(x[start]!) + 1;
  const kept: number[] = [];
  if (end - start <= 2 * columns) {
    for (let i = start; i < end; i++) kept.push(i);
    return kept;
  }
  for (let i = start; i < end;) {
    const first = i;
    const column = columnOf(x[i]!);
    let [low, high] = [i, i];
    for (; i < end && columnOf(x[i]!) === column; i++) {
      if (y[i]! < y[low]!) low = i;
      if (y[i]! > y[high]!) high = i;
    }
    let before = -1;
    for (const index of [first, Math.min(low, high), Math.max(low, high), i - 1]) {
      if (index > before) kept.push((before = index));
    }
  }
  return kept;
}
