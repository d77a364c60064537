// Would a drawing come out as it did before? Same fingerprint, same picture; of another it tells what has changed.
import { createHash, type Hash } from "node:crypto";
import { extname, join } from "node:path";
import { codeVersion } from "../codeversion.ts";
import type { View } from "./view.ts";

/** A hash of each of `PARTS`, in that order: all that can change a drawing is in one of them. */
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
  ...said
}: View): string {
  const data = createHash("sha256").update(JSON.stringify([held, newest]));
  const words = [...panels, ...rest].map(({ points, before, size, bytes, keptFrom, ...told }) => {
    data
      .update(JSON.stringify([told.item, size, bytes, keptFrom, points.at.length, before.at.length]))
      .update(points.held);
    // As JSON, years of points would take ten times as long, each night and for every plot that is not drawn.
    for (const { at, bytes, rounded } of [before, points]) data.update(at).update(bytes).update(rounded);
    return told;
  });
  const shown = [range, node, srvnode, timezone, from, to];
  return [codeVersion(DRAWING), hashOf(shown), print(data), hashOf([said, panels.length, words])].join("-");
}

const DRAWING = join(import.meta.dirname, `plot${extname(import.meta.filename)}`);

const PARTS = ["another drawing code", "other days", "other data", "another verdict"];

/** What is no longer as it was, in a few words each; `before` may be of an earlier version, which had none of these parts. */
export function difference(before: string, now: string): string[] {
  const [old, parts] = [before.split("-"), now.split("-")];
  return old.length === parts.length ? PARTS.filter((_, i) => old[i] !== parts[i]) : PARTS.slice(0, 1);
}

function hashOf(content: unknown): string {
  return print(createHash("sha256").update(JSON.stringify(content)));
}

function print(hash: Hash): string {
  return hash.digest("hex").slice(0, 12);
}
