// What is to be thought of all backups? Pure: histories, config and an instant in, verdict out. This is the stage's door.
import type { HubVerdict, Instant, Site, SiteVerdict } from "../model.ts";
import { noteRetired } from "./retired.ts";
import { GRACE } from "./schedule.ts";
import { endedSilences, unusedSilences } from "./unused-silences.ts";
import { worst } from "./worst.ts";

export { evidenceOf } from "./evidence.ts";
export { judgeHub } from "./hub.ts";
export { learnRhythm } from "./rhythm/rhythm.ts";
export { SizeAssessments } from "./sizes/assessment.ts";
export { sizeBands } from "./sizes/band.ts";
export { worst } from "./worst.ts";

/** `hubs`: those of the site that are judged, in its order. */
export function judgeSite(site: Site, hubs: HubVerdict[], now: Instant): SiteVerdict {
  const findings = unusedSilences(site, hubs, now);
  const notes = [
    ...endedSilences(site, now),
    ...hubs.flatMap((verdict) =>
      noteRetired(
        site.hubs.find(({ hub }) => hub === verdict.hub)!,
        verdict,
        now,
        site.timezone,
      ),
    ),
  ];
  const due = hubs.flatMap(({ nextRun }) => nextRun ?? []);
  const nextRun = due.length === 0 ? undefined : Math.min(...due);
  return {
    asOf: now,
    nextRun,
    validUntil: nextRun === undefined ? undefined : nextRun + GRACE,
    status: worst(findings, hubs),
    findings,
    notes,
    hubs,
  };
}
