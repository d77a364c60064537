// By how much does a size differ from the expected one, in a few characters?
import type { Backup } from "../../model.ts";
import type { Baseline } from "./baseline.ts";

/** `−31 %` below the expected size, `×2.4` above it. */
export function changeText({ bytes }: Backup, { expected }: Baseline): string {
  const ratio = bytes / Math.exp(expected);
  return ratio < 1
    ? `−${Math.min(99, Math.round(100 * (1 - ratio)))} %`
    : `×${Number(ratio.toPrecision(ratio < 10 ? 2 : 3))}`;
}
