// What is silenced, until when, and why?
import type { Finding, HubVerdict, Instant } from "../model.ts";
import { printUntil } from "../units.ts";
import { silenced, troublesOfHub } from "./troubles.ts";

/** `silenced until 27 Nov: disk exchange`. */
export function tellSilence(findings: Finding[], zone: string, now: Instant): string {
  return `silenced ${untilWhen(findings, zone, now)}`;
}

/** All of a hub's: `Silenced: SDU svn/dybsvn until 27 Nov: disk exchange.`; empty where nothing is. */
export function tellSilenced(verdict: HubVerdict, zone: string, now: Instant): string {
  const known = troublesOfHub(verdict, silenced).map(({ node, item, findings }) => {
    const where = [node?.node ?? verdict.srvnode, item].filter((name) => name !== undefined).join(" ");
    return `${where} ${untilWhen(findings, zone, now)}`;
  });
  return known.length === 0 ? "" : `Silenced: ${known.join("; ")}.`;
}

function untilWhen(findings: Finding[], zone: string, now: Instant): string {
  const told = findings.flatMap(({ silenced }) =>
    silenced ? [`until ${printUntil(silenced.until, zone, now)}: ${silenced.reason}`] : [],
  );
  return [...new Set(told)].join("; ");
}
