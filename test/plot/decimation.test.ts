// Long ranges are drawn with few points, and look the same.
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { Resvg } from "@resvg/resvg-js";
import { line } from "d3-shape";
import fc from "fast-check";
import { timeScale } from "../../src/plot/axes.ts";
import { visibleDots } from "../../src/plot/cover.ts";
import { laneOf } from "../../src/plot/lane.ts";
import { pathOf } from "../../src/plot/path.ts";
import { plot, RANGES } from "../../src/plot/plot.ts";
import type { Subject } from "../../src/plot/plot.ts";
import { ring } from "../../src/plot/shapes.ts";
import type { Pixel } from "../../src/plot/shapes.ts";
import { viewOf } from "../../src/plot/view.ts";
import { HOUR } from "../../src/time.ts";
import { named } from "./read.ts";
import { backup, END, subject } from "./subjects.ts";

const YEAR = RANGES[2]!;
/** The place of the only panel in the picture. */
const BOX = { top: 88, bottom: 142, dot: 5.5, arm: 4, labels: true };
const [LEFT, RIGHT] = [208, 776];
const WIDTH = 992;

interface History {
  hours: number;
  /** Percentages of the nights: missed, and still on the node. */
  missed: number;
  held: number;
  jump: number;
  seed: number;
}

const histories = fc.record<History>({
  hours: fc.integer({ min: 500, max: 8700 }),
  missed: fc.constantFrom(0, 0, 1, 30, 70),
  held: fc.constantFrom(0, 3, 60, 100),
  jump: fc.constantFrom(0.001, 0.05, 0.9),
  seed: fc.integer(),
});

const HOLLOW = { missed: 0, held: 3, jump: 0.9 };

/** Sizes that drift, and jump now and then. */
function hourly({ hours, missed, held, jump, seed }: History): Subject {
  const random = generator(seed);
  const backups = [];
  const gaps = [];
  let size = 1e9;
  for (let i = 0; i < hours; i++) {
    const at = END - (hours - i) * HOUR + Math.floor(random() * HOUR);
    size *= 1 + (random() - 0.5) * (random() < 0.02 ? jump : jump / 20);
    if (random() * 100 < missed) gaps.push(at);
    else backups.push(backup(at, Math.round(size), random() * 100 < held));
  }
  return subject([{ item: "db/hourly", backups, missed: gaps }]);
}

/** Mulberry32. */
function generator(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** The same picture with all points and all dots. */
function whole(made: Subject, svg: string): string {
  const view = viewOf(made, YEAR);
  const [panel] = view.panels;
  const { points, missed } = panel!;
  const [x, y] = [timeScale(view.from, view.to, LEFT, RIGHT), laneOf(panel!, BOX).y!];
  const pixels = Array.from(points.at, (at, i): [number, number] => [x(at), y(points.bytes[i]!)]);
  const stretches: [number, number][][] = [];
  let next = 0;
  for (const [i, at] of points.at.entries()) {
    const broken = i === 0 || missed.slice(next, next + 99).some((due) => due <= at);
    while (next < missed.length && missed[next]! <= at) next++;
    if (broken) stretches.push([]);
    stretches.at(-1)!.push(pixels[i]!);
  }
  const lines = stretches.map((own) => (own.length > 1 ? line()(own)! : `M${own[0]![0] - 0.5},${own[0]![1]}h1`));
  const dots = pixels.filter((_, i) => points.held[i] === 1).map(([x, y]) => `M${x},${y}h0`);
  const rings = pixels.filter((_, i) => points.held[i] === 0 && points.at[i]! >= panel!.keptFrom);
  const gone = rings.map(([x, y]) => `M${x - 2.75},${y}a2.75,2.75 0 1 0 5.5,0a2.75,2.75 0 1 0-5.5,0Z`);
  const all = { line: lines.join(""), dots: dots.join(""), gone: gone.join("") };
  // Replaces the paths of the panel, which come before those of the legend.
  return Object.entries(all).reduce(
    (drawn, [name, d]) => drawn.replace(new RegExp(`(class="${name}"[^>]* d=")[^"]*`), `$1${d}`),
    svg,
  );
}

/** Pixels of the panel that differ from the background. */
function ink(svg: string): Set<number> {
  return inked(svg, [LEFT - 8, BOX.top - 8], [RIGHT + 8, BOX.bottom + 8]);
}

function inked(svg: string, [left, top]: Pixel, [right, bottom]: Pixel): Set<number> {
  const { pixels, width } = new Resvg(svg, { font: { loadSystemFonts: false } }).render();
  const found = new Set<number>();
  for (let row = top; row < bottom; row++) {
    for (let column = left; column < right; column++) {
      const at = 4 * (row * width + column);
      if (Math.min(pixels[at]!, pixels[at + 1]!, pixels[at + 2]!) < 180) found.add(row * WIDTH + column);
    }
  }
  return found;
}

function farFrom(from: Set<number>, to: Set<number>): string[] {
  const near = [-1, 0, 1].flatMap((row) => [-1, 0, 1].map((column) => row * WIDTH + column));
  return [...from]
    .filter((at) => !near.some((step) => to.has(at + step)))
    .map((at) => `${at % WIDTH},${Math.floor(at / WIDTH)}`);
}

describe("a long range", () => {
  it("differs from the whole drawing by one pixel at most", async () => {
    await fc.assert(
      fc.asyncProperty(histories, async (history) => {
        const made = hourly(history);
        const svg = await plot(made, YEAR).draw();
        const [few, all] = [ink(svg), ink(whole(made, svg))];
        assert.ok(all.size > 0);
        assert.deepEqual([farFrom(few, all), farFrom(all, few)], [[], []]);
      }),
      // Thousands of hollow dots, and hundreds within a few pixels.
      { numRuns: 12, examples: [8700, 500, 507, 511].map((hours) => [{ ...HOLLOW, hours, seed: hours - 900 }]) },
    );
  });

  it("makes no file larger than 150 kB from ten years of hourly backups, however many were missed or are held", async () => {
    for (const [missed, held, jump] of [
      [0, 0, 0.05],
      [0, 3, 0.9],
      [0, 100, 0.9],
      [40, 50, 0.9],
    ] as const) {
      const svg = await plot(hourly({ hours: 87_600, missed, held, jump, seed: 1 }), RANGES[3]!).draw();
      assert.ok(named(svg, "path", "line").length > 0);
      assert.ok(Buffer.byteLength(svg) < 150_000, `${missed} ${held}: ${svg.length}`);
    }
  });
});

describe("overlapping hollow dots", () => {
  const place = fc.double({ min: 5, max: 25, noNaN: true });
  const many = fc.array(fc.tuple(place, place), { minLength: 1, maxLength: 60 });
  /** Their outlines cover that of a dot in their middle, but they do not hide what it hides. */
  const around = Array.from({ length: 16 }, (_, i): Pixel => {
    return [15.5 + 5.2 * Math.cos((i * Math.PI) / 8), 15.5 + 5.2 * Math.sin((i * Math.PI) / 8)];
  });

  for (const [ground, colour] of Object.entries({ paper: "#fff", ink: "#000" })) {
    it(`look as if all of them were drawn, on ${ground}`, () => {
      const drawn = (dots: Pixel[]) => {
        const d = pathOf((pen) => {
          for (const dot of dots) ring(pen, dot, 2.75);
        });
        const path = `<path fill="#fff" stroke="#000" stroke-width="1.2" d="${d}"/>`;
        const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="30" height="30"><rect width="30" height="30" fill="${colour}"/>${path}</svg>`;
        return inked(svg, [0, 0], [30, 30]);
      };
      fc.assert(
        fc.property(many, (dots) => {
          const [few, all] = [drawn(visibleDots(dots, 2.75, 1.2)), drawn(dots)];
          assert.deepEqual([farFrom(few, all), farFrom(all, few)], [[], []]);
        }),
        { numRuns: 1000, examples: [[[...around, [15.5, 15.5]]]] },
      );
    });
  }
});
