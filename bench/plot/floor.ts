// The floor: ten lines as path strings by d3-shape alone, over pixels that were prepared. No scale, no axis, no text, no
// document. FROZEN: what it costs is what the drawing is measured with, so it is not to become faster or slower.
import { line } from "d3-shape";

const draw = line().digits(1);

export function drawFloor(pixels: [number, number][][]): string {
  return pixels.map((line) => draw(line)!).join("");
}
