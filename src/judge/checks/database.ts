// Is the database whole? Where it was not, a good copy has taken its place, and a person must look after the disk.
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
