// Does the monitor still run? A monitor that has stopped must not look like one that finds nothing.
import { printSpan, printTime } from "../../units.ts";
import { GRACE } from "../schedule.ts";
import type { Check, HubCase, NodeCase } from "./check.ts";

export const collection: Check<HubCase> = ({ collectedAt, everyMs, known, now, timezone }) => {
  if (collectedAt === undefined) {
    const reason = "not visited yet";
    return known ? undefined : { check: "collection", status: "unknown", reason, gist: reason };
  }
  if (now <= collectedAt + everyMs + GRACE) return undefined;
  const reason =
    `not visited since ${printTime(collectedAt, timezone, now)}; runs come every ${printSpan(everyMs)}; ` +
    `the next was due ${printTime(collectedAt + everyMs, timezone, now)}`;
  return { check: "collection", status: "alarm", reason, gist: "not visited" };
};

/** A node that was never visited and of which nothing is known is not ok. */
export const neverLooked: Check<NodeCase> = ({ collected, known }) => {
  if (collected || known > 0) return undefined;
  return { check: "collection", status: "unknown", reason: "not visited yet", gist: "not visited yet" };
};
