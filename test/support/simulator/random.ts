// Reproducible random numbers: the same seed gives the same life.
export interface Random {
  /** From 0 up to 1. */
  next: () => number;
  between: (low: number, high: number) => number;
  /** An integer; both ends are included. */
  integer: (low: number, high: number) => number;
  chance: (probability: number) => boolean;
  pick: <T>(list: readonly T[]) => T;
  /** Normally distributed: mean 0, standard deviation 1, cut off at ± `limit`. */
  bell: (limit: number) => number;
}

/** sfc32 (Chris Doty-Humphrey, PractRand), seeded with an FNV-1a hash of the seed. */
export function randomOf(seed: string): Random {
  let hash = 0x811c9dc5;
  for (const letter of seed) hash = Math.imul(hash ^ letter.codePointAt(0)!, 0x01000193);
  let [a, b, c, count] = [hash, hash ^ 0x9e3779b9, 0xdeadbeef, 1];
  const next = () => {
    const t = (((a + b) | 0) + count) | 0;
    count = (count + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = ((c << 21) | (c >>> 11)) + t;
    return (t >>> 0) / 2 ** 32;
  };
  for (let i = 0; i < 15; i++) next();
  const between = (low: number, high: number) => low + (high - low) * next();
  const integer = (low: number, high: number) => Math.floor(between(low, high + 1));
  const bell = (limit: number): number => {
    const z = Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next());
    return Math.abs(z) <= limit ? z : bell(limit);
  };
  return {
    next,
    between,
    integer,
    chance: (probability) => next() < probability,
    pick: (list) => list[integer(0, list.length - 1)]!,
    bell,
  };
}
