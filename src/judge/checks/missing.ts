// Is something not there at all: an item that was never seen, a node without tarballs?
import { DAY } from "../../time.ts";
import { plural, printList, printTime } from "../../units.ts";
import type { Check, ItemCase, NodeCase } from "./check.ts";

/** The time that a new item's first copy may take from node to node. */
export const ON_ITS_WAY = DAY;

export const missingItem: Check<ItemCase> = ({ latest, future, looked, others, seenUntil, now, timezone }) => {
  if (latest) return undefined;
  if (future) {
    const reason = "every backup here is stamped in the future";
    return { check: "missing", status: "alarm", reason, gist: "all stamped in the future" };
  }
  if (!looked) {
    return {
      check: "missing",
      status: "unknown",
      reason: "not seen yet: no visit has succeeded",
      gist: "not seen yet",
    };
  }
  const seen = others.filter(({ backups }) => backups.length > 0);
  const since = Math.min(...seen.map(({ backups }) => backups[0]!.seen ?? 0));
  if (seen.length > 0 && seenUntil <= since + ON_ITS_WAY) {
    const reason = `not here yet; new on ${printList(seen.map(({ node }) => node))}, first seen there ${printTime(since, timezone, now)}`;
    return { check: "missing", status: "unknown", reason, gist: "new, not here yet" };
  }
  const heldOn = seen.filter(({ backups }) => backups.some(({ held }) => held)).map(({ node }) => node);
  const reason =
    seen.length === 0
      ? "never seen on any node"
      : heldOn.length === 0
        ? "never seen here, and no node holds it now"
        : `never seen here; ${printList(heldOn)} ${heldOn.length === 1 ? "has" : "have"} it`;
  return { check: "missing", status: "alarm", reason, gist: "never seen here" };
};

// An empty listing looks like success to a program and like a lost disk to an operator.
export const missingTarballs: Check<NodeCase> = ({ collected, known }) => {
  if (collected?.outcome !== "ok" || collected.tarballs > 0) return undefined;
  const before = known === 0 ? "" : `; ${plural(known, "backup")} ${known === 1 ? "was" : "were"} seen there before`;
  const reason = `the node answers, but there is no tarball below ${collected.root}${before}`;
  return { check: "missing", status: "alarm", reason, gist: "holds no tarball" };
};
