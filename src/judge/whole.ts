// Which of a backup's copies are whole, and which are equal?
import type { Backup } from "../model.ts";
import { slackOf } from "./slack.ts";

/** A copy of the size that most have; of equally many the exact, then the larger. */
export function wholeOf(backups: Backup[]): Backup {
  const first = backups[0]!;
  const slack = slackOf(first);
  if (backups.every((backup) => backup.bytes === first.bytes && slackOf(backup) === slack)) return first;
  const kinds = new Map(backups.map((backup) => [`${backup.bytes} ${slackOf(backup)}`, backup]));
  const votes = [...kinds.values()].map((backup) => ({ backup, count: backups.filter((b) => same(b, backup)).length }));
  votes.sort(
    (a, b) => b.count - a.count || Number(b.backup.exact) - Number(a.backup.exact) || b.backup.bytes - a.backup.bytes,
  );
  return votes[0]!.backup;
}

/** Whether two sizes can be equal: one that the predecessor rounded up was anything within its last MiB. */
export function same(a: Backup, b: Backup): boolean {
  return a.bytes - slackOf(a) <= b.bytes && b.bytes - slackOf(b) <= a.bytes;
}
