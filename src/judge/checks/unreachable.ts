// Did the last visit succeed? A failure is told at once, and is an alarm once it has lasted.
import { printSpan, printTime } from "../../units.ts";
import type { Check, NodeCase } from "./check.ts";

export const unreachable: Check<NodeCase> = ({ hub, collected, lastGood, collections, now, timezone }) => {
  if (!collected || collected.outcome === "ok") return undefined;
  const last = lastGood ? `last good visit ${printTime(lastGood.at, timezone, now)}` : "no good visit yet";
  const reason = `${collected.reason}; ${last}`;
  // A changed host key may be an attack: a person must look today.
  if (collected.outcome === "hostkey") return { check: "hostkey", status: "alarm", reason, gist: "host key refused" };
  const patientUntil = (lastGood ?? collections[0] ?? collected).at + hub.patienceMs;
  if (now <= patientUntil) return { check: "unreachable", status: "unknown", reason, gist: "visit failed" };
  const rule = `patience is ${printSpan(hub.patienceMs)}, alarm since ${printTime(patientUntil, timezone, now)}`;
  return { check: "unreachable", status: "alarm", reason: `${reason}; ${rule}`, gist: "visit failed" };
};
