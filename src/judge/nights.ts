// How many backups arrived, and how many were missed, on each of the last thirty days?
import type { Instant, ItemHistory, ItemVerdict, Night, NodeVerdict } from "../model.ts";
import { midnight } from "../time.ts";

const NIGHTS = 30;

/** Oldest first; `end` is the midnight that ends the last day, in the site's `timezone`. */
export function countNights(
  items: ItemHistory[],
  verdicts: ItemVerdict[],
  unseen: NodeVerdict["unseen"],
  end: Instant,
  timezone: string,
): Night[] {
  const days = Array.from({ length: NIGHTS + 1 }, (_, i) => midnight(end, timezone, i - NIGHTS));
  const arrived = countByDay(
    days,
    items.map(({ backups }) => backups),
    ({ at }) => at,
  );
  const missed = countByDay(
    days,
    verdicts.map(({ rhythm }) => rhythm.missed),
    (at) => at,
  );
  return days.slice(0, NIGHTS).map((day, i) => {
    const hidden = unseen.some(({ from, to }) => from < days[i + 1]! && day < to);
    const [came, cameNot] = [arrived[i]!, missed[i]!];
    return { day, arrived: came, missed: cameNot, looked: came + cameNot > 0 || !hidden };
  });
}

/** How many things fall on each day. `series` ascend and may be long: only their ends are read. */
function countByDay<Thing>(days: Instant[], series: Thing[][], timeOf: (thing: Thing) => Instant): number[] {
  const counts = days.map(() => 0);
  for (const things of series) {
    let day = days.length - 1;
    for (let i = things.length - 1; i >= 0; i--) {
      const at = timeOf(things[i]!);
      if (at < days[0]!) break;
      while (at < days[day]!) day--;
      counts[day]!++;
    }
  }
  return counts;
}
