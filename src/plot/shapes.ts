// Which paths are the marks?
import type { Status } from "../model.ts";

export type Pixel = readonly [x: number, y: number];

/** Many dots are one element: a stroke without length, with round ends. */
export function dot(at: Pixel): string {
  return `M${print(at)}h0`;
}

export function cross([x, y]: Pixel, arm: number): string {
  const [across, back] = [print([2 * arm, 2 * arm]), print([-2 * arm, 2 * arm])];
  return `M${print([x - arm, y - arm])}l${across}m0,${number(-2 * arm)}l${back}`;
}

export function rectangle([left, top]: Pixel, [right, bottom]: Pixel): string {
  return `M${print([left, top])}H${number(right)}V${number(bottom)}H${number(left)}Z`;
}

/** The mark of a status, so many pixels across, around its middle. */
export function mark(status: Status, [x, y]: Pixel, size: number): string {
  const half = size / 2;
  switch (status) {
    case "ok":
      return `M${print([x - half, y])}a${half},${half} 0 1 0 ${size},0a${half},${half} 0 1 0 ${-size},0Z`;
    case "warn":
      return `M${print([x, y - half])}L${print([x + half, y + half])}L${print([x - half, y + half])}Z`;
    case "unknown":
      return `M${print([x, y - half])}L${print([x + half, y])}L${print([x, y + half])}L${print([x - half, y])}Z`;
    case "alarm":
      return rectangle([x - half, y - half], [x + half, y + half]);
  }
}

function print([x, y]: Pixel): string {
  return `${number(x)},${number(y)}`;
}

function number(value: number): number {
  return Math.round(value * 10) / 10;
}
