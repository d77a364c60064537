// What does a monitoring plugin print? https://www.monitoring-plugins.org/doc/guidelines.html
import type { SiteVerdict, Status } from "../model.ts";
import { STATUSES } from "../model.ts";
import { concludeSite } from "./conclusions.ts";
import { eachFinding } from "./findings.ts";
import { describeSilence } from "./silences.ts";
import { worstFirst } from "./troubles.ts";

/** Exit codes of monitoring plugins. */
export const PLUGIN_CODES: Record<Status, number> = { ok: 0, warn: 1, alarm: 2, unknown: 3 };

/** A line with the conclusion and perfdata, then a line for each finding (worst first, silenced ones last) and each note. */
export function pluginText(verdict: SiteVerdict, zone: string): string {
  const findings = eachFinding(verdict).map((each) => ({ ...each, status: each.finding.status }));
  const lines = worstFirst(findings).map(({ finding, where }) => {
    const { check, status, reason, silenced } = finding;
    const quiet = silenced ? `; ${describeSilence([finding], zone, verdict.asOf)}` : "";
    return { silenced, line: `${silenced ? "silenced " : ""}${status}: ${where}: ${reason} (${check}${quiet})` };
  });
  return printPlugin(verdict.status, concludeSite(verdict), perfdata(verdict), [
    ...lines.filter(({ silenced }) => !silenced).map(({ line }) => line),
    ...lines.filter(({ silenced }) => silenced).map(({ line }) => line),
    ...verdict.notes.map((note) => `note: ${note}`),
  ]);
}

/** A `|` begins the perfdata, so in sentences it becomes a slash. */
export function printPlugin(status: Status, conclusion: string, perfdata: string, lines: string[]): string {
  const plain = [conclusion, ...lines].map((line) => line.replaceAll("|", "/"));
  const first = `SCM BACKUP ${status.toUpperCase()} - ${plain[0]!}${perfdata === "" ? "" : `|${perfdata}`}`;
  return [first, ...plain.slice(1)].map((line) => `${line}\n`).join("");
}

/** Items by status, retired items, silenced findings, and the tarballs and bytes on all nodes. */
function perfdata({ findings, hubs }: SiteVerdict): string {
  const nodes = hubs.flatMap((hub) => hub.nodes);
  const items = nodes.flatMap((node) => node.items);
  const retired = items.filter((item) => item.retired).length;
  const all = [{ findings }, ...hubs, ...nodes, ...items].flatMap((one) => one.findings);
  const silenced = all.filter((finding) => finding.silenced).length;
  const tarballs = nodes.reduce((sum, { held }) => sum + held.tarballs, 0);
  const bytes = nodes.reduce((sum, { held }) => sum + held.bytes, 0);
  return [countStatuses(items), `retired=${retired} silenced=${silenced} tarballs=${tarballs} bytes=${bytes}B`].join(
    " ",
  );
}

/** `ok=46 warn=0 unknown=0 alarm=1`. */
export function countStatuses(things: { status: Status }[]): string {
  return STATUSES.map((status) => `${status}=${things.filter((thing) => thing.status === status).length}`).join(" ");
}
