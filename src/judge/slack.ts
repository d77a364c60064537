// By how much may a recorded size be too large?
import type { Backup } from "../model.ts";
import { MIB } from "../units.ts";

/** In bytes: the predecessor rounded each file up to a whole MiB. */
export function slackOf({ exact, files }: Backup): number {
  return exact ? 0 : files * MIB;
}
