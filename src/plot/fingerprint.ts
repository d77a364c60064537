// Would a drawing come out as it did before? Same fingerprint, same picture.
import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { extname, join } from "node:path";
import type { Point, View } from "./view.ts";

/** Of what is drawn and of the code that draws it. */
export function fingerprint({ panels, ...rest }: View): string {
  const words = panels.map(({ points, ...panel }) => [panel, points.length]);
  const hash = createHash("sha256")
    .update(codeVersion())
    .update(JSON.stringify([rest, words]));
  for (const { points } of panels) hash.update(numbersOf(points));
  return hash.digest("hex").slice(0, 16);
}

// As JSON, years of points would take ten times as long, each night and for every plot that is not drawn.
function numbersOf(points: Point[]): Float64Array {
  const numbers = new Float64Array(3 * points.length);
  let i = 0;
  for (const { at, bytes, held } of points) {
    numbers[i++] = at;
    numbers[i++] = bytes;
    numbers[i++] = Number(held);
  }
  return numbers;
}

let version: string | undefined;

/** A hash of this folder and of the ground that prints: a changed drawing is a changed plot, whoever forgets the number. */
function codeVersion(): string {
  if (version !== undefined) return version;
  const extension = extname(import.meta.filename);
  const own = readdirSync(import.meta.dirname).filter((file) => extname(file) === extension);
  const files = [...own.sort(), ...["text", "time", "units"].map((name) => `../${name}${extension}`)];
  const hash = createHash("sha256");
  for (const file of files) hash.update(readFileSync(join(import.meta.dirname, file))).update("\0");
  return (version = hash.digest("hex"));
}
