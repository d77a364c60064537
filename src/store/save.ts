// Is what was recorded safe? The file holds the only history of backups long purged: it is replaced whole, or not at all.
import { statSync } from "node:fs";
import type { Fs } from "../replace.ts";
import { replaceFile } from "../replace.ts";

/** Keeps the mode and, where we may, the owner that the file had. */
export function save(path: string, bytes: Uint8Array, fs?: Fs): void {
  const old = statSync(path, { throwIfNoEntry: false });
  const how = { temp: `${path}.saving`, mode: (old?.mode ?? 0o644) & 0o7777, owner: old, durable: true };
  replaceFile(path, bytes, how, fs);
}
