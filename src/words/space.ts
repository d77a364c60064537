// How much room is left on a node, and for how long?
import type { Instant, Outlook } from "../model.ts";
import { printBytes, printNearDay, printTime } from "../units.ts";
import { printShare } from "./counts.ts";

/** `free` is `412 GB`, `end` is `full about 17 Dec` or empty, `sentence` says both; undefined if the node never reported it. */
export function describeSpace(space: Outlook | undefined, zone: string, now: Instant) {
  if (!space) return undefined;
  const { freeBytes, totalBytes, bytesPerDay, full, grower, at } = space;
  const trend =
    bytesPerDay === undefined
      ? "no trend yet"
      : bytesPerDay <= 0
        ? "not shrinking"
        : `shrinking by ${printBytes(bytesPerDay)} a day${grower ? `, ${printShare(grower.share)} of it ${grower.item}` : ""}`;
  const end = full === undefined ? "" : `full about ${printNearDay(full, zone, now)}`;
  const free = printBytes(freeBytes);
  const share = totalBytes > 0 ? ` (${Math.round((100 * freeBytes) / totalBytes)} %)` : "";
  return {
    free,
    end,
    sentence: `${free} of ${printBytes(totalBytes)} free${share} on ${printTime(at, zone, now)}; ${[trend, ...(end === "" ? [] : [end])].join(", ")}.`,
  };
}
