// What is silenced, until when, and why?
import type { Finding, HubVerdict, Instant } from "../model.ts";
import { printUntil } from "../units.ts";
import { silenced, troublesOfHub } from "./troubles.ts";

/** `silenced until 27 Nov: disk exchange`. */
export function describeSilence(findings: Finding[], zone: string, now: Instant): string {
  return `silenced ${untilWhen(findings, zone, now)}`;
}

/** All silences that apply to a hub: `Silenced: SDU svn/dybsvn until 27 Nov: disk exchange.`; empty if there are none. */
export function listSilenced(verdict: HubVerdict, zone: string, now: Instant): string {
  const quiet = troublesOfHub(verdict, silenced).map(({ node, item, findings }) => {
    const where = [node?.node ?? verdict.srvnode, item].filter((name) => name !== undefined).join(" ");
    return `${where} ${untilWhen(findings, zone, now)}`;
  });
  return quiet.length === 0 ? "" : `Silenced: ${quiet.join("; ")}.`;
}

function untilWhen(findings: Finding[], zone: string, now: Instant): string {
  const silences = findings.flatMap(({ silenced }) =>
    silenced ? [`until ${printUntil(silenced.until, zone, now)}: ${silenced.reason}`] : [],
  );
  return [...new Set(silences)].join("; ");
}
