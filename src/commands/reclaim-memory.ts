// How does a large database leave room for its histories? It is in memory whole, and V8 lets garbage grow as large as all
// live objects before it collects it. So we have the garbage of one node's history collected before the next is read.
//
// It is still needed, as `npm run bench:store` shows (peak of opening, judging and saving a million rows, at most 512 MiB;
// median of 3): 501 MiB with it, 594 MiB without. V8's own flags are worse: --heap-growing-percent=20 takes 523 MiB, and
// --optimize-for-size 503 MiB but a third more processor time.
import { getHeapStatistics, setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { MIB } from "../units.ts";

/** Collect when the heap has grown by this many bytes and this share of what was live. */
const STEP = { bytes: 20e6, share: 0.3 };
/** While the process is smaller than `below`, wait for this many bytes: fewer collections make a large build much faster. */
const ROOMY = { bytes: 64e6, below: 440 * MIB };

setFlagsFromString("--expose-gc");
const collectGarbage = runInNewContext("gc") as () => void;
setFlagsFromString("--no-expose-gc");

let live = Infinity;

/** Call it after large objects have become garbage. */
export function reclaimMemory(): void {
  const used = getHeapStatistics().used_heap_size;
  live = Math.min(live, used);
  if (used - live < Math.max(STEP.bytes, STEP.share * live)) return;
  if (used - live < ROOMY.bytes && process.memoryUsage.rss() < ROOMY.below) return;
  collectGarbage();
  live = getHeapStatistics().used_heap_size;
}
