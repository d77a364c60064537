// What is the status of a thing with these findings, made of these parts?
import type { Finding, Status } from "../model.ts";
import { STATUSES } from "../model.ts";

/** What is silenced does not count. */
export function worst(findings: Finding[], parts: { status: Status }[] = []): Status {
  const loud = findings.filter(({ silenced }) => !silenced);
  const levels = [...loud, ...parts].map(({ status }) => STATUSES.indexOf(status));
  return STATUSES[Math.max(0, ...levels)]!;
}
