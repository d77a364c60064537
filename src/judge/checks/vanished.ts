// Did a backup vanish that is newer than one still there? A purge takes the oldest.
import { plural, printCount, printShortTime, printTime } from "../../units.ts";
import type { Backup, Finding } from "../../model.ts";
import type { Check, ItemCase } from "./check.ts";

export const vanished: Check<ItemCase> = ({ past: backups, now, timezone }) => {
  const oldest = backups.findIndex(({ held }) => held);
  const print = (at: number) => printTime(at, timezone, now);
  const lost = oldest < 0 ? backups.slice(-1) : backups.slice(oldest).filter(({ held }) => !held);
  const newest = lost.at(-1);
  if (newest?.gone === undefined) return undefined;
  const found = (reason: string): Finding => ({
    check: "missing",
    status: "alarm",
    reason,
    gist: `gone since ${printShortTime(newest.gone!, timezone, now)}`,
  });
  if (oldest < 0) {
    return found(
      `nothing is left of ${plural(backups.length, "backup")}; the last was found gone ${print(newest.gone)}`,
    );
  }
  if (newest !== backups.at(-1) && isThinning(lost)) return undefined;
  const which =
    lost.length === 1
      ? `the backup of ${print(newest.at)} was`
      : `${printCount(lost.length)} backups, the newest of ${print(newest.at)}, were`;
  const older = `the older one of ${print(backups[oldest]!.at)} is still there`;
  return found(`${which} found gone ${print(newest.gone)}, while ${older}`);
};

/** Thinning (all of a week, then one a week, then one a month) is seen as losses at several visits. */
function isThinning(lost: Backup[]): boolean {
  return new Set(lost.map(({ gone }) => gone)).size >= 3;
}
