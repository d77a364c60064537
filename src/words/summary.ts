// What does a run print at a terminal when it is done?
import type { Site, SiteVerdict } from "../model.ts";
import { capital } from "../units.ts";
import { concludeSite } from "./conclusions.ts";
import { reasons } from "./findings.ts";
import { describeSilence } from "./silences.ts";
import { silenced, type Trouble, troublesOfSite } from "./troubles.ts";

/** A line each: the conclusion, what needs a look (worst first), what is silenced, notes, and where the pages are. */
export function summarise(verdict: SiteVerdict, { timezone: zone, out }: Site): string[] {
  const quiet = troublesOfSite(verdict, silenced).map((trouble) => {
    const until = describeSilence(trouble.findings, zone, verdict.asOf);
    return `${lineOf({ ...trouble, status: "silenced" })} ${capital(until)}.`;
  });
  return [
    `${concludeSite(verdict)}.`,
    ...troublesOfSite(verdict).map(lineOf),
    ...quiet,
    ...verdict.notes.map((note) => `  note     ${note}`),
    `See ${out}/index.html`,
  ];
}

function lineOf({ status, findings, hub, node, item }: Omit<Trouble, "status"> & { status: string }): string {
  const where = [hub?.srvnode, node?.node, item].filter((name) => name !== undefined).join(" ");
  return `  ${status.padEnd(8)} ${where || "site"}: ${reasons(findings)}`;
}
