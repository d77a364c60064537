// What was learned on the way to a node, and whose fault is it that it went no further?
import type { HostKey } from "../../collect/ssh/known-hosts.ts";
import type { Target } from "../../collect/ssh/resolve.ts";
import type { Answer } from "../../model.ts";

export interface Facts {
  target?: Target;
  /** Of the last of the hops that we came to. */
  keys?: HostKey[];
  answer?: Answer;
}

/** The servers to go through, then the node itself. */
export function hops(target: Target): Target[] {
  return [...(target.through ? hops(target.through) : []), target];
}

/** Which of them a reason is about: it begins with the others. */
export function culprit(target: Target, reason: string): Target {
  const about = reason.replace(/^(on the way to|through) \S+: /, "");
  return hops(target).find(({ address }) => about.includes(address)) ?? target;
}
