// Many marks in one column of pixels: those that would touch one another are drawn as one.
import { columnOf } from "./m4.ts";

/** Upright, of no length where `low` is `high`. */
export interface Span {
  x: number;
  low: number;
  high: number;
}

/** Ordered by x, as given. Where more than two are in a column they are one above the other, and those less than `reach` apart one. */
export function crowd(spans: Span[], reach: number): Span[] {
  const kept: Span[] = [];
  for (let start = 0; start < spans.length;) {
    const column = columnOf(spans[start]!.x);
    let end = start;
    while (end < spans.length && columnOf(spans[end]!.x) === column) end++;
    const own = spans.slice(start, end);
    for (const span of own.length > 2 ? merged(own, reach) : own) kept.push(span);
    start = end;
  }
  return kept;
}

function merged(spans: Span[], reach: number): Span[] {
  const all: Span[] = [];
  const x = columnOf(spans[0]!.x) + 0.5;
  for (const span of spans.sort((a, b) => a.low - b.low)) {
    const before = all.at(-1);
    if (before && span.low - before.high < reach) before.high = Math.max(before.high, span.high);
    else all.push({ ...span, x });
  }
  return all;
}
