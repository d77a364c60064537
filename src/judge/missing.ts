// Is something not there at all: an item that was never seen, a node that holds nothing?
import { plural, printList } from "../units.ts";
import type { Check, ItemCase, NodeCase } from "./check.ts";

export const missingItem: Check<ItemCase> = ({ latest, looked, seenElsewhere, heldOn }) => {
  if (latest) return undefined;
  if (!looked) {
    return { check: "missing", status: "unknown", reason: "never seen; nobody could look yet", gist: "not looked yet" };
  }
  const reason = !seenElsewhere
    ? "never seen, here or on another node"
    : heldOn.length === 0
      ? "never seen here, and no node holds it now"
      : `never seen here; ${printList(heldOn)} ${heldOn.length === 1 ? "has" : "have"} it`;
  return { check: "missing", status: "alarm", reason, gist: "never seen here" };
};

// A listing that is empty looks like success to a program and like a lost disk to its operator.
export const missingTarballs: Check<NodeCase> = ({ collected, known }) => {
  if (collected?.outcome !== "ok" || collected.tarballs > 0) return undefined;
  const before = known === 0 ? "" : `; ${plural(known, "tarball")} had been seen there before`;
  const reason = `reachable, but there is no tarball below ${collected.root}${before}`;
  return { check: "missing", status: "alarm", reason, gist: "holds no tarball" };
};
