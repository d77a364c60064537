// What did we write into `out/`? Only that may be removed again, and what is still so need not be made again.
import { createHash } from "node:crypto";
import { isInside } from "./folder.ts";

export const MANIFEST = ".manifest.json";

/** A line for each file that is being replaced since the manifest was written: a run that is killed writes none. */
export const BEGUN = ".manifest.begun";

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

/** In lines of their own, so that one which was cut costs no other. */
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

export function entryOf(text: string | Buffer, fingerprint = hash(text)): Entry {
  return { size: Buffer.byteLength(text), fingerprint };
}

function hash(text: string | Buffer): string {
  return createHash("sha256").update(text).digest("hex").slice(0, 16);
}
