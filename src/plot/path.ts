// Writes the `d` of a path: what d3-shape's generators draw into, digit by digit, to a tenth of a pixel. d3-path's own
// strings are put together from pieces and take ten times as long. A line is told by how far it goes: on its way through
// the net, compressed, it takes a third of what the places themselves would.

/** Draws with the one pen there is, and gives what it drew. */
export function pathOf(draw: (pen: Pen) => void): string {
  length = 0;
  draw(pen);
  return bytes.toString("latin1", 0, length);
}

export type Pen = typeof pen;

const pen = {
  moveTo: (x: number, y: number) => {
    pair(77 /* M */, (left = start.left = tenths(x)), (top = start.top = tenths(y)));
  },
  lineTo: (x: number, y: number) => {
    const [toLeft, toTop] = [tenths(x), tenths(y)];
    pair(108 /* l */, toLeft - left, toTop - top);
    left = toLeft;
    top = toTop;
  },
  /** By so much, not to there. */
  moveBy: (x: number, y: number) => {
    pair(109 /* m */, tenths(x), tenths(y));
    start.left = left += tenths(x);
    start.top = top += tenths(y);
  },
  lineBy: (x: number, y: number) => {
    pair(108 /* l */, tenths(x), tenths(y));
    left += tenths(x);
    top += tenths(y);
  },
  toX: (x: number) => {
    const to = tenths(x);
    single(104 /* h */, to - left);
    left = to;
  },
  toY: (y: number) => {
    const to = tenths(y);
    single(118 /* v */, to - top);
    top = to;
  },
  /** A stroke without length: a dot, where ends are round; many of them are one element. */
  stand: () => single(104 /* h */, 0),
  /** A circle but for a tenth of a pixel, from its top: an arc that ends where it began would be none. */
  turn: (radius: number) => {
    for (const code of Buffer.from(`a${radius},${radius} 0 1 0 .1,0`)) bytes[length++] = code;
    left += 1;
  },
  closePath: () => {
    bytes[length++] = 90; // Z
    ({ left, top } = start);
  },
};

// Where the pen stands, and where it began to draw, in tenths of a pixel.
let left = 0;
let top = 0;
const start = { left, top };

let bytes = Buffer.alloc(1 << 16);
let length = 0;
/** More than any of the above writes. */
const ROOM = 100;

function tenths(pixels: number): number {
  return Math.round(pixels * 10);
}

function pair(command: number, x: number, y: number): void {
  single(command, x);
  if (y >= 0) bytes[length++] = 44; // comma; a minus parts as well
  write(y);
}

function single(command: number, value: number): void {
  if (length + ROOM > bytes.length) bytes = Buffer.concat([bytes, Buffer.alloc(bytes.length)]);
  bytes[length++] = command;
  write(value);
}

/** Tenths, as `12.5`, `-3` or `.7`. */
function write(value: number): void {
  if (value < 0) bytes[length++] = 45; // minus
  const size = Math.abs(value);
  const whole = Math.floor(size / 10);
  let power = 1;
  while (whole >= 10 * power) power *= 10;
  if (whole > 0 || size === 0) for (; power >= 1; power /= 10) bytes[length++] = 48 + (Math.floor(whole / power) % 10);
  if (size === 10 * whole) return;
  bytes[length++] = 46; // point
  bytes[length++] = 48 + (size - 10 * whole);
}
