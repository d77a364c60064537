// How does a large database leave room for its histories? V8 lets garbage grow as large as all that lives before it collects
// it, and a database of a million rows is in memory whole. So what is left of one node's history goes before the next comes.
//
// Needed, as `npm run bench:store` says (peak of opening, judging and saving a million rows, at most 512 MiB; median of 3):
// 501 MiB with this, 594 MiB without. V8's own flags do not do as well: --heap-growing-percent=20 needs 523 MiB, and
// --optimize-for-size 503 MiB, but a third more processor time.
import { getHeapStatistics, setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { MIB } from "../units.ts";

/** Garbage is collected after so many new bytes, and so large a share of what lives. */
const STEP = { bytes: 20e6, share: 0.3 };
/** While the process is smaller than `below`, only after so many: collecting less often makes a large build much faster. */
const ROOMY = { bytes: 64e6, below: 440 * MIB };

setFlagsFromString("--expose-gc");
const collectGarbage = runInNewContext("gc") as () => void;
setFlagsFromString("--no-expose-gc");

let live = Infinity;

/** Call it where much has just been left behind. */
export function reclaimMemory(): void {
  const used = getHeapStatistics().used_heap_size;
  live = Math.min(live, used);
  if (used - live < Math.max(STEP.bytes, STEP.share * live)) return;
  if (used - live < ROOMY.bytes && process.memoryUsage.rss() < ROOMY.below) return;
  collectGarbage();
  live = getHeapStatistics().used_heap_size;
}
