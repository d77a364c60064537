// The floor: d3-shape makes the path strings of ten lines from prepared pixels. No scale, axis, text or document. FROZEN: our
// plot is measured by what this costs, so do not make it faster or slower.
import { line } from "d3-shape";

const draw = line().digits(1);

export function drawFloor(pixels: [number, number][][]): string {
  return pixels.map((line) => draw(line)!).join("");
}
