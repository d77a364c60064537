// Many hollow dots that lie on one another: those whose ink and paper others show already need not be drawn.
import { extent } from "d3-array";
import type { Pixel } from "./shapes.ts";

/** So many squares a pixel, each way. */
const FINE = 4;
/** What is left out lies so close to what is drawn, in pixels, that rasterised it is the next one at most. */
const NEAR = 0.3;
/** What a square shows of the dots that are drawn, as bits. */
const [INK, PAPER] = [1, 2];

/** A square, by its way from the one in the middle of a dot through the grid, and what it shows or has to show. */
interface Square {
  step: number;
  bits: number;
}

/**
 * In their order, without those that change nothing. Of a dot that is left out all ink has ink of the others near, and where it
 * would hide what is under it, they do. Dots on the same few pixels are soon covered, so that as many are left as
 * fit into the picture, however many there were.
 */
export function needed(dots: Pixel[], radius: number, stroke: number): Pixel[] {
  const margin = Math.ceil(radius + stroke / 2 + NEAR) + 1;
  const [left, width] = side(dots, 0, margin);
  const [top, height] = side(dots, 1, margin);
  const grid = new Uint8Array(width * height);
  const shown = squares(margin, width, 1, (distance) => {
    const ink = Math.abs(distance - radius) <= stroke / 2 + NEAR;
    return (ink ? INK : 0) | (distance <= radius ? PAPER : 0);
  });
  // Every second square is enough.
  const asked = squares(margin, width, 2, (distance) => {
    if (distance < radius - stroke / 2) return PAPER;
    return distance <= radius + stroke / 2 ? INK : 0;
  });
  return dots.filter(([x, y]) => {
    const middle = Math.round(FINE * (y - top)) * width + Math.round(FINE * (x - left));
    if (asked.every(({ step, bits }) => grid[middle + step]! & bits)) return false;
    for (const { step, bits } of shown) grid[middle + step]! |= bits;
    return true;
  });
}

/** Where the grid begins, in pixels, and how many squares it has. */
function side(dots: Pixel[], axis: 0 | 1, margin: number): [start: number, squares: number] {
  const [low = 0, high = 0] = extent(dots, (dot) => dot[axis]);
  return [low - margin, FINE * Math.ceil(high - low + 2 * margin) + 1];
}

/** Those around the middle of a dot that show anything, by their distance from it in pixels. */
function squares(margin: number, width: number, pitch: number, bitsAt: (distance: number) => number): Square[] {
  const found: Square[] = [];
  for (let down = -FINE * margin; down <= FINE * margin; down += pitch) {
    for (let right = -FINE * margin; right <= FINE * margin; right += pitch) {
      const bits = bitsAt(Math.hypot(right, down) / FINE);
      if (bits) found.push({ step: down * width + right, bits });
    }
  }
  return found;
}
