// The status of a thing, from its findings and its parts.
import type { Finding, Status } from "../model.ts";
import { STATUSES } from "../model.ts";

/** The worst status; silenced findings do not count. */
export function worst(findings: Finding[], parts: { status: Status }[] = []): Status {
  const counted = findings.filter(({ silenced }) => !silenced);
  const levels = [...counted, ...parts].map(({ status }) => STATUSES.indexOf(status));
  return STATUSES[Math.max(0, ...levels)]!;
}
