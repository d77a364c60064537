// Which of many overlapping hollow dots have to be drawn? Not those that the others hide or repeat.
import { extent } from "d3-array";
import type { Pixel } from "./shapes.ts";

/** Grid squares per pixel, in each direction. */
const RESOLUTION = 4;
/** Pixels between the ink of an omitted dot and the nearest ink that is drawn: rasterised, one pixel at most. */
const TOLERANCE = 0.3;
/** What the dots drawn so far put into a square, as bits: outline, and filling. */
const [INK, PAPER] = [1, 2];

/** A square around the middle of a dot: its offset in the grid, and what it shows or must show. */
interface Square {
  offset: number;
  bits: number;
}

/**
 * The dots that change the picture, in their order. Wherever an omitted dot would have ink, a drawn one has ink within
 * `TOLERANCE`, and whatever its filling would hide is hidden by others. So the result is limited by the area of the picture,
 * not by the number of dots. `radius` and `stroke` are pixels.
 */
export function visibleDots(dots: Pixel[], radius: number, stroke: number): Pixel[] {
  const margin = Math.ceil(radius + stroke / 2 + TOLERANCE) + 1;
  const [left, width] = side(dots, 0, margin);
  const [top, height] = side(dots, 1, margin);
  const grid = new Uint8Array(width * height);
  const shown = squares(margin, width, 1, (distance) => {
    const ink = Math.abs(distance - radius) <= stroke / 2 + TOLERANCE;
    return (ink ? INK : 0) | (distance <= radius ? PAPER : 0);
  });
  // Every other square is enough.
  const required = squares(margin, width, 2, (distance) => {
    if (distance < radius - stroke / 2) return PAPER;
    return distance <= radius + stroke / 2 ? INK : 0;
  });
  return dots.filter(([x, y]) => {
    const middle = Math.round(RESOLUTION * (y - top)) * width + Math.round(RESOLUTION * (x - left));
    if (required.every(({ offset, bits }) => grid[middle + offset]! & bits)) return false;
    for (const { offset, bits } of shown) grid[middle + offset]! |= bits;
    return true;
  });
}

/** Where the grid begins in pixels, and its number of squares, on one axis. */
function side(dots: Pixel[], axis: 0 | 1, margin: number): [start: number, squares: number] {
  const [low = 0, high = 0] = extent(dots, (dot) => dot[axis]);
  return [low - margin, RESOLUTION * Math.ceil(high - low + 2 * margin) + 1];
}

/** The squares around the middle of a dot that show anything; `bitsAt` gets their distance from it in pixels. */
function squares(margin: number, width: number, pitch: number, bitsAt: (distance: number) => number): Square[] {
  const found: Square[] = [];
  for (let down = -RESOLUTION * margin; down <= RESOLUTION * margin; down += pitch) {
    for (let right = -RESOLUTION * margin; right <= RESOLUTION * margin; right += pitch) {
      const bits = bitsAt(Math.hypot(right, down) / RESOLUTION);
      if (bits) found.push({ offset: down * width + right, bits });
    }
  }
  return found;
}
