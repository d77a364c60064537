// Would a drawing come out as before? The same fingerprint means the same picture; a different one tells what has changed.
import { createHash, type Hash } from "node:crypto";
import { extname, join } from "node:path";
import { codeVersion } from "../codeversion.ts";
import type { View } from "./view.ts";

/** A hash for each of `PARTS`, joined by `-`. Everything that can change a drawing is in one of them. */
export function fingerprint({
  panels,
  rest,
  range,
  node,
  srvnode,
  timezone,
  from,
  to,
  held,
  newest,
  ...verdict
}: View): string {
  const data = createHash("sha256").update(JSON.stringify([held, newest]));
  const words = [...panels, ...rest].map(({ points, before, size, bytes, keptFrom, ...panel }) => {
    data
      .update(JSON.stringify([panel.item, size, bytes, keptFrom, points.at.length, before.at.length]))
      .update(points.held);
    // Typed arrays are hashed ten times as fast as JSON, which counts for years of points in every plot, each night.
    for (const { at, bytes, rounded } of [before, points]) data.update(at).update(bytes).update(rounded);
    return panel;
  });
  const shown = [range, node, srvnode, timezone, from, to];
  return [codeVersion(DRAWING), hashOf(shown), short(data), hashOf([verdict, panels.length, words])].join("-");
}

const DRAWING = join(import.meta.dirname, `plot${extname(import.meta.filename)}`);

const PARTS = ["another drawing code", "other days", "other data", "another verdict"];

/** Which parts differ, in a few words each. `before` may come from an earlier version, whose fingerprints had no parts. */
export function difference(before: string, now: string): string[] {
  const [old, parts] = [before.split("-"), now.split("-")];
  return old.length === parts.length ? PARTS.filter((_, i) => old[i] !== parts[i]) : PARTS.slice(0, 1);
}

function hashOf(content: unknown): string {
  return short(createHash("sha256").update(JSON.stringify(content)));
}

function short(hash: Hash): string {
  return hash.digest("hex").slice(0, 12);
}
