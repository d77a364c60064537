// What did the writers note beside their newest tarballs? Size and MD5, as a Python 2 dict: `{'dig': '…', 'size': 8947425L}`
import type { Sidecar, Tarball } from "../model.ts";
import type { SidecarRecord } from "./records.ts";

/** For each item the sidecar of its newest tarball. A sidecar without a tarball is ignored. */
export function newestSidecars(notes: SidecarRecord[], tarballs: Tarball[]): Sidecar[] {
  const texts = new Map(notes.map(({ path, text }) => [path.replace(/\/+/g, "/").slice(0, -ENDING.length), text]));
  const newest = new Map<string, Tarball>();
  for (const tarball of tarballs) {
    if (!texts.has(tarball.path)) continue;
    const before = newest.get(tarball.dir);
    if (!before || before.at < tarball.at) newest.set(tarball.dir, tarball);
  }
  return [...newest.values()].map((tarball) => ({ tarball, ...read(texts.get(tarball.path)!) }));
}

const ENDING = ".dna";

/**
 * Some writers print a Python long with its L. What cannot be read is undefined: half a note means an interrupted
 * transfer.
 */
function read(text: string): Pick<Sidecar, "bytes" | "md5"> {
  const [, size] = /["']size["']: *(\d{1,15})L?[,}]/.exec(text) ?? [];
  const [, md5] = /["']dig["']: *["']([0-9a-f]{32})["']/.exec(text) ?? [];
  return { bytes: size === undefined ? undefined : Number(size), md5 };
}
