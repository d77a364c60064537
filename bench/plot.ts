// npm run bench:plot: what does a plot cost, compared to gnuplot, ECharts and a lower bound (the floor), with the same data in the same run?
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { median } from "d3-array";
import { m4 } from "../src/plot/m4.ts";
import { plot, RANGES } from "../src/plot/plot.ts";
import type { Data } from "./plot/data.ts";
import { makeData } from "./plot/data.ts";
import { startEcharts } from "./plot/echarts.ts";
import { drawFloor } from "./plot/floor.ts";
import { startGnuplot } from "./plot/gnuplot.ts";

/** Points of a series, and how often all four draw them. */
const SIZES: [points: number, rounds: number][] = [
  [30, 80],
  [730, 80],
  [3650, 30],
  [43_800, 8],
];
/** Plots drawn in turn, so that none is drawn twice in a row. */
const VARIANTS = 5;
/** The number of points for which the targets are set. */
const USUAL = 730;
const AT_LEAST = { gnuplot: 3, echarts: 10 };
const FLOORS_AT_MOST = 3;
const MANY = 5000;
/** After this many points the code is fully compiled, as in a site of many nodes. */
const WARM = 300_000;

const ours = ({ subject }: Data) => plot(subject, RANGES.at(-1)!).draw();

await compare();
await repeat();

/** Round by round, all four one after the other, so that disturbances hit all of them. */
async function compare(): Promise<void> {
  const gnuplot = startGnuplot();
  const echarts = await startEcharts();
  say("ten series and the tarballs of each day: median milliseconds (of processor time) a plot\n");
  say(["points", "ours", "gnuplot", "ECharts", "floor", "ours is faster than", "and takes"].map(cell).join(""));
  for (const [points, rounds] of SIZES) {
    const variants = Array.from({ length: VARIANTS }, (_, i) => makeData(points, i));
    const contest = {
      ours: variants.map((data) => () => ours(data)),
      gnuplot: variants.map((data) => gnuplot.load(data)),
      echarts: variants.map((data) => echarts.load(data)),
      floor: variants.map(({ series }) => pixelsOf(series)).map((pixels) => () => drawFloor(pixels)),
    };
    const clocks = { ours: cpu, gnuplot: () => gnuplot.cpu(), echarts: cpu, floor: cpu };
    const names = Object.keys(contest) as (keyof typeof contest)[];
    const ms = Object.fromEntries(names.map((name) => [name, [] as number[]])) as Record<
      keyof typeof contest,
      number[]
    >;
    const used = { ours: 0, gnuplot: 0, echarts: 0, floor: 0 };
    for (let i = 0; i < WARM / points; i++) await contest.ours[i % VARIANTS]!();
    for (let round = -5; round < rounds; round++) {
      for (const name of names) {
        const draw = contest[name][(round + rounds) % VARIANTS]!;
        const before = clocks[name]();
        const started = performance.now();
        await draw();
        if (round < 0) continue; // warming up
        ms[name].push(performance.now() - started);
        used[name] += clocks[name]() - before;
      }
    }
    const ratio = (name: keyof typeof contest) => median(ms[name].map((other, i) => other / ms.ours[i]!))!;
    const cells = names.map((name) => `${median(ms[name])!.toFixed(1)} (${(used[name] / rounds).toFixed(1)})`);
    say(
      [
        ...[String(points), ...cells].map(cell),
        `gnuplot ${ratio("gnuplot").toFixed(1)}×, ECharts ${ratio("echarts").toFixed(1)}×`,
        `   ${(1 / ratio("floor")).toFixed(1)} floors`,
      ].join(""),
    );
  }
  gnuplot.close();
  const { gnuplot: g, echarts: e } = AT_LEAST;
  say(`\nwanted at ${USUAL}: at least ${g}× and ${e}×, at most ${FLOORS_AT_MOST} floors\n`);
}

/** The pixels that our plot draws, after decimation. */
function pixelsOf(series: Data["series"]): [number, number][][] {
  return series.map(({ points }) => {
    const [first, last] = [points[0]![0], points.at(-1)![0]];
    const high = Math.max(...points.map(([, bytes]) => bytes));
    const x = Float64Array.from(points, ([at]) => 208 + (568 * (at - first)) / (last - first));
    const y = Float64Array.from(points, ([, bytes]) => 150 - (50 * bytes) / high);
    return m4({ x, y }, 0, points.length).map((i): [number, number] => [x[i]!, y[i]!]);
  });
}

/** Are time and memory still the same after 5,000 plots? */
async function repeat(): Promise<void> {
  setFlagsFromString("--expose-gc");
  const collectGarbage = runInNewContext("gc") as () => void;
  const variants = Array.from({ length: VARIANTS }, (_, i) => makeData(USUAL, i));
  const thousands = [];
  for (let start = -1000; start < MANY; start += 1000) {
    const ms: number[] = [];
    const before = cpu();
    for (let i = 0; i < 1000; i++) {
      const started = performance.now();
      await ours(variants[i % VARIANTS]!);
      ms.push(performance.now() - started);
    }
    const used = (cpu() - before) / 1000;
    collectGarbage();
    const { heapUsed, rss } = process.memoryUsage();
    thousands.push({ ms: median(ms)!, cpu: used, heap: heapUsed / 2 ** 20, rss: rss / 2 ** 20 });
  }
  const [, first] = thousands;
  const last = thousands.at(-1)!;
  say(`${MANY} plots after 1,000 to warm up: the first thousand, the last, and how much more that is (at most 10 %)`);
  for (const key of ["ms", "cpu", "heap", "rss"] as const) {
    const unit = key === "ms" || key === "cpu" ? "ms" : "MiB";
    const more = (100 * (last[key] / first![key] - 1)).toFixed(1);
    say(`  ${key.padEnd(4)} ${first![key].toFixed(1)} ${unit}  ${last[key].toFixed(1)} ${unit}  ${more} %`);
  }
}

function cpu(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

function cell(text: string): string {
  return text.padEnd(15);
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}
