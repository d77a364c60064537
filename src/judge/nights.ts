// How many backups arrived, and how many did not, on each of the last thirty days?
import type { Instant, ItemHistory, ItemVerdict, Night, NodeVerdict } from "../model.ts";
import { midnight } from "../time.ts";

const NIGHTS = 30;

/** `end` is the midnight at the end of the last day. */
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
    items.map(({ backups }) => backups.map(({ at }) => at)),
  );
  const missed = countByDay(
    days,
    verdicts.map(({ rhythm }) => rhythm.missed),
  );
  return days.slice(0, NIGHTS).map((day, i) => {
    const hidden = unseen.some(({ from, to }) => from < days[i + 1]! && day < to);
    const [came, cameNot] = [arrived[i]!, missed[i]!];
    return { day, arrived: came, missed: cameNot, looked: came + cameNot > 0 || !hidden };
  });
}

/** `series` are ascending; days are a few, series may be long: only their ends are read. */
function countByDay(days: Instant[], series: Instant[][]): number[] {
  const counts = days.map(() => 0);
  for (const times of series) {
    let day = days.length - 1;
    for (let i = times.length - 1; i >= 0 && times[i]! >= days[0]!; i--) {
      while (times[i]! < days[day]!) day--;
      counts[day]!++;
    }
  }
  return counts;
}
