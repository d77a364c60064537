// Test cases that cover every pair of parameter values, in an order given by a seed.

export type Case<D extends Record<string, readonly unknown[]>> = { [K in keyof D]: D[K][number] };

/** Random numbers from 0 up to 1, the same for the same seed (mulberry32). */
export function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

export function pick<T>(values: readonly T[], next: () => number): T {
  return values[Math.floor(next() * values.length)]!;
}

/**
 * At least `count` cases, and as many more as it takes to cover every pair of values. A value that is in its list several
 * times comes that much more often.
 */
export function pairwise<D extends Record<string, readonly unknown[]>>(
  dimensions: D,
  count: number,
  next: () => number,
): Case<D>[] {
  const names = Object.keys(dimensions);
  const open = new Set(
    names.flatMap((a, i) =>
      names
        .slice(i + 1)
        .flatMap((b) => dimensions[a]!.flatMap((x) => dimensions[b]!.map((y) => JSON.stringify([a, x, b, y])))),
    ),
  );
  const draw = () => Object.fromEntries(names.map((name) => [name, pick(dimensions[name]!, next)])) as Case<D>;
  const cases: Case<D>[] = [];
  while (open.size > 0 || cases.length < count) {
    const drawn = Array.from({ length: 20 }, draw);
    const fresh = drawn.map((one) => pairsOf(one, names).filter((pair) => open.has(pair)));
    const best = fresh.reduce((most, pairs, i) => (pairs.length > fresh[most]!.length ? i : most), 0);
    cases.push(drawn[best]!);
    for (const pair of fresh[best]!) open.delete(pair);
  }
  return cases;
}

function pairsOf(one: Record<string, unknown>, names: string[]): string[] {
  return names.flatMap((a, i) => names.slice(i + 1).map((b) => JSON.stringify([a, one[a], b, one[b]])));
}
