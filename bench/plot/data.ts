// The data of the plot benches: ten items that grow and vary, and how many tarballs came on each day.
import type { Subject } from "../../src/plot/plot.ts";
import type { SizeBands, Instant } from "../../src/model.ts";
import { DAY, HOUR } from "../../src/time.ts";
import { backup, END, subject } from "../../test/plot/subjects.ts";

const ITEMS = 10;
/** How many tarballs of each item are still on the node. */
const HELD = 14;

export interface Data {
  /** For our plot. */
  subject: Subject;
  /** For the others: milliseconds and bytes. */
  series: { item: string; points: [at: Instant, bytes: number][] }[];
  counts: [day: Instant, tarballs: number][];
}

/** Daily tarballs, or hourly ones if so many days would be unrealistic. `variant` gives other sizes. */
export function makeData(points: number, variant: number): Data {
  const step = points > 4000 ? HOUR : DAY;
  const items = Array.from({ length: ITEMS }, (_, k) => ({
    item: `repos/project${k}`,
    backups: Array.from({ length: points }, (_, i) => {
      const flicker = 0.01 * Math.sin(i * 7919 + variant + k);
      const size = Math.round(1e9 * (k + 1) * (1 + (i + 400 * k) / (2200 + 100 * k) + flicker));
      return backup(END - (points - i) * step + step / 3, size, i >= points - HELD);
    }),
  }));
  const series = items.map(({ item, backups }) => ({
    item,
    points: backups.map(({ at, bytes }): [number, number] => [at, bytes]),
  }));
  const days = new Map<Instant, number>();
  for (const [at] of series.flatMap(({ points }) => points)) {
    const day = at - ((at - END) % DAY) - (at < END ? DAY : 0);
    days.set(day, (days.get(day) ?? 0) + 1);
  }
  return { subject: judged(subject(items)), series, counts: [...days] };
}

/** Computed beforehand: judging the sizes is not part of drawing, and the others do not do it. */
function judged(made: Subject): Subject {
  const all = new Map(
    made.history.items.map((item): [string, SizeBands] => {
      const bands = made.bands(item);
      const band = bands.since(item.backups[0]!.at);
      return [item.item, { ...bands, since: () => band }];
    }),
  );
  return { ...made, bands: ({ item }) => all.get(item)! };
}
