// By how much did a size change, in a few letters?
import type { Backup } from "../../model.ts";
import type { Baseline } from "./baseline.ts";

/** `−31 %`, `×2.4`. */
export function changeText({ bytes }: Backup, { expected }: Baseline): string {
  const ratio = bytes / Math.exp(expected);
  return ratio < 1
    ? `−${Math.min(99, Math.round(100 * (1 - ratio)))} %`
    : `×${Number(ratio.toPrecision(ratio < 10 ? 2 : 3))}`;
}
