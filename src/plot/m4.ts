// A long line in few points: of each column of pixels its first, lowest, highest and last (U. Jugel et al., "M4: A
// Visualization-Oriented Time Series Data Aggregation", VLDB 2014), so that what is drawn covers the same pixels.

/** Of points ordered by x. */
export interface Pixels {
  x: Float64Array;
  y: Float64Array;
}

export function columnOf(x: number): number {
  return Math.floor(x);
}

/** The points to draw of those from `start` to before `end`: all, where there are no more than two a column. */
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
