// Sizes as they came, night after night.
import type { Backup } from "../../../src/model.ts";
import { DAY } from "../../../src/time.ts";
import { backup, NOON } from "../../support/histories.ts";

/** Nightly, the last one at noon. */
export function nightly(sizes: number[], everyMs = DAY): Backup[] {
  return sizes.map((bytes, i) => backup(NOON - (sizes.length - 1 - i) * everyMs, Math.round(bytes)));
}

/** Between -1 and 1, the same in every run. */
export function noise(i: number): number {
  let bits = Math.imul(i + 1, 0x9e3779b1);
  bits = Math.imul(bits ^ (bits >>> 16), 0x85ebca6b);
  bits = Math.imul(bits ^ (bits >>> 13), 0xc2b2ae35);
  return ((bits ^ (bits >>> 16)) >>> 0) / 2 ** 31 - 1;
}

export const days = <T>(count: number, size: (day: number) => T): T[] =>
  Array.from({ length: count }, (_, day) => size(day));
