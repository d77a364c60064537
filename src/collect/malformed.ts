// How many records could not be used, and what was the first of them?
import type { Malformed } from "../model.ts";
import { visible } from "../text.ts";

/** Counts one more; `what` says in raw text what is wrong with it. */
export function countMalformed(malformed: Malformed, what: string): void {
  if (malformed.count++ === 0)
    malformed.example = what.length > LONGEST ? `${visible(what.slice(0, LONGEST))}…` : visible(what);
}

const LONGEST = 200;
