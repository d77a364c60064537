// How many records could not be used, and what was the first of them?
import type { Odd } from "../model.ts";
import { visible } from "../text.ts";

/** Counts one more; `what` is raw text. */
export function note(odd: Odd, what: string): void {
  if (odd.count++ === 0) odd.example = what.length > LONGEST ? `${visible(what.slice(0, LONGEST))}…` : visible(what);
}

const LONGEST = 200;
