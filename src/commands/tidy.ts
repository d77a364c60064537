// V8 lets garbage grow as large as all that lives before it looks for it. Beside a database of a million rows, all of it in
// memory, there is no room for that: what is left of a node's history goes before the next one's comes.
import { getHeapStatistics, setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { MIB } from "../units.ts";

const STEP = { bytes: 20e6, share: 0.3 };
/** Up to this much in all there is room, and looking less often saves a large build a good part of its time. */
const ROOMY = { bytes: 64e6, below: 440 * MIB };

setFlagsFromString("--expose-gc");
const collectGarbage = runInNewContext("gc") as () => void;
setFlagsFromString("--no-expose-gc");

let kept = Infinity;

/** To be called where much was just left behind; looks only after so many new bytes, the more the more live. */
export function tidy(): void {
  const used = getHeapStatistics().used_heap_size;
  kept = Math.min(kept, used);
  if (used - kept < Math.max(STEP.bytes, STEP.share * kept)) return;
  if (used - kept < ROOMY.bytes && process.memoryUsage.rss() < ROOMY.below) return;
  collectGarbage();
  kept = getHeapStatistics().used_heap_size;
}
