// gnuplot at its fastest: one process for all plots, data in binary files in memory, the SVG written to /dev/null. Its ten
// lines share one frame above the daily bars, which is less work than our eleven panels.
import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import type { Data } from "./data.ts";

export interface Gnuplot {
  /** Prepares the data. Returns a function that draws it. */
  load(data: Data): () => Promise<void>;
  /** Processor time so far, in milliseconds. */
  cpu(): number;
  close(): void;
}

export function startGnuplot(): Gnuplot {
  const folder = mkdtempSync("/dev/shm/bench-plot-");
  const child = spawn("gnuplot", [], { stdio: ["pipe", "pipe", "inherit"] });
  const lines = createInterface(child.stdout)[Symbol.asyncIterator]();
  child.stdin.write('set print "-"\nset terminal svg size 992,860\nset output "/dev/null"\n');
  child.stdin.write('set xdata time\nset format x "%b %d"\n');
  let files = 0;
  const save = (pairs: [number, number][]) => {
    const file = join(folder, String(files++));
    writeFileSync(file, Float64Array.from(pairs.flatMap(([at, value]) => [at / 1000, value])));
    return file;
  };
  return {
    load({ series, counts }) {
      const binary = 'binary format="%float64%float64" using 1:2';
      const curves = series.map(({ item, points }) => `"${save(points)}" ${binary} with lines title "${item}"`);
      const script = [
        "set multiplot layout 2,1",
        "set yrange [*:*]",
        "set format y '%.1s %cB'",
        `plot ${curves.join(", ")}`,
        "set format y '%g'; set yrange [0:*]",
        `plot "${save(counts)}" ${binary} with boxes title "tarballs per day"`,
        "unset multiplot",
        'print "done"',
      ].join("\n");
      return async () => {
        child.stdin.write(`${script}\n`);
        await lines.next();
      };
    },
    cpu() {
      const fields = readFileSync(`/proc/${child.pid!}/stat`, "utf8").split(") ")[1]!.split(" ");
      return 10 * (Number(fields[11]) + Number(fields[12])); // ticks of a hundredth of a second
    },
    close() {
      child.stdin.end();
      rmSync(folder, { recursive: true });
    },
  };
}
