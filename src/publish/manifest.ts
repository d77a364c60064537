// What did we write into `out/`? Only that may be removed again, and what is still so need not be made again.
import { createHash } from "node:crypto";
import { isInside } from "./folder.ts";

export const MANIFEST = ".manifest.json";

export interface Entry {
  size: number;
  fingerprint: string;
}

export type Manifest = Map<string, Entry>;

/** A broken one is as good as none, then everything is made again; a path that leads out of `out` is none of ours. */
export function parseManifest(text: string): Manifest {
  try {
    const entries = Object.entries(JSON.parse(text) as Record<string, Entry | null>);
    return new Map(entries.filter((e): e is [string, Entry] => isInside(e[0]) && Number.isInteger(e[1]?.size)));
  } catch {
    return new Map();
  }
}

export function printManifest(manifest: Manifest): string {
  const entries = [...manifest].sort(([a], [b]) => (a < b ? -1 : 1));
  const lines = entries.map(([path, entry]) => `${JSON.stringify(path)}: ${JSON.stringify(entry)}`);
  return `{\n${lines.join(",\n")}\n}\n`;
}

export function entryOf(text: string, fingerprint = hash(text)): Entry {
  return { size: Buffer.byteLength(text), fingerprint };
}

function hash(text: string): string {
  return createHash("sha256").update(text).digest("hex").slice(0, 16);
}
