// The verdict on all backups: histories, config and an instant in, verdict out, without side effects. Other stages import this file only.
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

/** Joins the verdicts on the hubs, in the site's order, into the site's. */
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
