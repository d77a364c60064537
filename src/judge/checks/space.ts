// Is there room for the backups to come?
import type { Collection, Instant, ItemHistory, Outlook } from "../../model.ts";
import { DAY } from "../../time.ts";
import { printBytes, printNearDay } from "../../units.ts";
import type { Check, NodeCase } from "./check.ts";

export const WARN_DAYS = 30;
export const ALARM_DAYS = 7;

/** Days are counted from the visit that measured: the reason changes with the data, not with the clock. */
export const space: Check<NodeCase> = ({ outlook, items, collections, now, timezone }) => {
  if (!outlook) return undefined;
  const { at, freeBytes, totalBytes, bytesPerDay, full } = outlook;
  const room = `${printBytes(freeBytes)} of ${printBytes(totalBytes)} free`;
  const need = nextNight(items, at);
  if (freeBytes < need && !nightFitsAnyway(collections, items, need)) {
    const gist = `only ${printBytes(freeBytes)} free`;
    return { check: "space", status: "alarm", reason: `${room}, but a night's backups take ${printBytes(need)}`, gist };
  }
  const days = full === undefined ? Infinity : (full - at) / DAY;
  if (days >= WARN_DAYS || bytesPerDay === undefined || full === undefined) return undefined;
  const when = full < at ? "full any day now" : `full in ${printDays(days)}, on ${printNearDay(full, timezone, now)}`;
  return {
    check: "space",
    status: days < ALARM_DAYS ? "alarm" : "warn",
    reason: [`${when}: ${room}, ${printBytes(bytesPerDay)} less a day`, ...nameGrower(outlook)].join("; "),
    gist: `full about ${printNearDay(full, timezone, now)}`,
  };
};

function printDays(days: number): string {
  const whole = Math.floor(days);
  return whole === 0 ? "less than a day" : `${whole} day${whole === 1 ? "" : "s"}`;
}

function nameGrower({ grower }: Outlook): string[] {
  if (!grower) return [];
  const share = `${Math.round(100 * grower.share)} %`;
  return [
    grower.share < 0.05 ? "the growth is outside this hub's backups" : `${share} of the growth is ${grower.item}`,
  ];
}

/** The bytes that came on the fullest of the last seven days. */
function nextNight(items: ItemHistory[], until: Instant): number {
  const days = new Map<number, number>();
  for (const { backups } of items) {
    for (let i = backups.length - 1; i >= 0 && backups[i]!.at > until - 7 * DAY; i--) {
      const day = Math.floor((until - backups[i]!.at) / DAY);
      if (day >= 0) days.set(day, (days.get(day) ?? 0) + backups[i]!.bytes);
    }
  }
  return Math.max(0, ...days.values());
}

/** Whether a whole night's backups arrived while too little was free: some jobs purge just before they write. */
function nightFitsAnyway(collections: Collection[], items: ItemHistory[], need: number): boolean {
  const readings = collections.filter(({ space }) => space);
  const low = readings.slice(readings.findLastIndex(({ space }) => space!.freeBytes >= need) + 1);
  const [first, last] = [low[0]!.at, low.at(-1)!.at];
  const since = Math.max(first, last - 8 * DAY);
  return sum(items.flatMap(({ backups }) => backups.filter(({ at }) => since < at && at <= last))) >= 0.9 * need;
}

function sum(backups: { bytes: number }[]): number {
  return backups.reduce((total, { bytes }) => total + bytes, 0);
}
