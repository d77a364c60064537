// Was the database damaged? A good copy has replaced it; a person must check the disk.
import { printTime } from "../../units.ts";
import type { Check, HubCase } from "./check.ts";

export const database: Check<HubCase> = ({ damage, now, timezone }) => {
  if (!damage) return undefined;
  const [at, copiedAt] = [damage.at, damage.copiedAt].map((time) => printTime(time, timezone, now));
  const reason =
    `the database was found damaged ${at!} and replaced by the copy of ${copiedAt!}; ` +
    `check the disk, then remove ${damage.keptAs}`;
  return { check: "database", status: "alarm", reason, gist: "the database was damaged" };
};
