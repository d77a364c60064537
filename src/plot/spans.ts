// Marks in the same column of pixels: those that would touch are merged into one.
import { columnOf } from "./m4.ts";

/** A vertical line, or a dot if `low` is `high`; pixels, `low` above `high`. */
export interface Span {
  x: number;
  low: number;
  high: number;
}

/** `spans` ascend in x. In columns with more than two, spans less than `minGap` pixels apart are merged. */
export function mergeSpans(spans: Span[], minGap: number): Span[] {
  const kept: Span[] = [];
  for (let start = 0; start < spans.length;) {
    const column = columnOf(spans[start]!.x);
    let end = start;
    while (end < spans.length && columnOf(spans[end]!.x) === column) end++;
    const own = spans.slice(start, end);
    for (const span of own.length > 2 ? merged(own, minGap) : own) kept.push(span);
    start = end;
  }
  return kept;
}

function merged(spans: Span[], minGap: number): Span[] {
  const all: Span[] = [];
  const x = columnOf(spans[0]!.x) + 0.5;
  for (const span of spans.sort((a, b) => a.low - b.low)) {
    const before = all.at(-1);
    if (before && span.low - before.high < minGap) before.high = Math.max(before.high, span.high);
    else all.push({ ...span, x });
  }
  return all;
}
