// Writes the `d` of a path, to a tenth of a pixel: a context for d3-shape's generators, in place of d3-path, which takes ten
// times as long. Coordinates are relative: compressed, they take a third of the bytes of absolute ones.

/** The `d` of what `draw` draws. Not reentrant: there is only one pen. */
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
  /** Relative, like `m` in a path. */
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
  /** A line without length: a dot if line ends are round. */
  dot: () => single(104 /* h */, 0),
  /** A circle from its top, but for a tenth of a pixel: an arc that ends where it began would not be drawn. */
  circle: (radius: number) => {
    for (const code of Buffer.from(`a${radius},${radius} 0 1 0 .1,0`)) bytes[length++] = code;
    left += 1;
  },
  closePath: () => {
    bytes[length++] = 90; // Z
    ({ left, top } = start);
  },
};

// The current point, and the start of the current subpath, in tenths of a pixel.
let left = 0;
let top = 0;
const start = { left, top };

let bytes = Buffer.alloc(1 << 16);
let length = 0;
/** Bytes; more than any method of the pen writes. */
const MARGIN = 100;

function tenths(pixels: number): number {
  return Math.round(pixels * 10);
}

function pair(command: number, x: number, y: number): void {
  single(command, x);
  if (y >= 0) bytes[length++] = 44; // comma; a minus separates as well
  write(y);
}

function single(command: number, value: number): void {
  if (length + MARGIN > bytes.length) bytes = Buffer.concat([bytes, Buffer.alloc(bytes.length)]);
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
