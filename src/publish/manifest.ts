// Which files in `out/` did we write? Only these may be removed, and those that are up to date need not be made again.
import { createHash } from "node:crypto";
import { isInside } from "./folder.ts";

export const MANIFEST = ".manifest.json";

/** A journal, a line for each file that was replaced since the manifest was written: a killed run writes no manifest. */
export const BEGUN = ".manifest.begun";

export interface Entry {
  size: number;
  fingerprint: string;
}

export type Manifest = Map<string, Entry>;

/** Empty if `text` is broken: then everything is made again. Paths that lead out of `out` are ignored. */
export function parseManifest(text: string): Manifest {
  try {
    const entries = Object.entries(JSON.parse(text) as Record<string, Entry | null>);
    return new Map(entries.filter((e): e is [string, Entry] => isInside(e[0]) && Number.isInteger(e[1]?.size)));
  } catch {
    return new Map();
  }
}

/** Each entry has its own line, so a truncated one does not affect the others. */
export function parseBegun(text: string): [path: string, size: number][] {
  return text
    .split("\n")
    .flatMap((line) => [...parseManifest(line)].map(([path, { size }]): [string, number] => [path, size]));
}

export function printBegun(path: string, size: number): string {
  return `\n${JSON.stringify({ [path]: { size } })}`;
}

export function printManifest(manifest: Manifest): string {
  const entries = [...manifest].sort(([a], [b]) => (a < b ? -1 : 1));
  const lines = entries.map(([path, entry]) => `${JSON.stringify(path)}: ${JSON.stringify(entry)}`);
  return `{\n${lines.join(",\n")}\n}\n`;
}

/** @param fingerprint of what the file depends on; by default a hash of its text */
export function entryOf(text: string | Buffer, fingerprint = hash(text)): Entry {
  return { size: Buffer.byteLength(text), fingerprint };
}

function hash(text: string | Buffer): string {
  return createHash("sha256").update(text).digest("hex").slice(0, 16);
}
