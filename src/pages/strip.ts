// The night strip: one bar per night, full if every expected copy arrived. The share that did not is outlined on top, the
// share of nodes without a good visit is dashed.
import type { NodeVerdict } from "../model.ts";
import { addNights, describeNights } from "../words/nights.ts";

const LENGTH = 30;
const GAP = 1;
/** Pixels, so that even the smallest share can be seen. */
const MIN_SHARE_HEIGHT = 5;
/** Height of the bar if nothing was due. */
const IDLE_HEIGHT = 2;

/** Context of the partial `strip`, newest night on the right; `pitch` (one night) and `height` are pixels. */
export function drawStrip(nodes: NodeVerdict[], zone: string, size: { pitch: number; height: number }) {
  const nights = addNights(nodes).slice(-LENGTH);
  const { pitch, height } = size;
  const bars: string[] = [];
  const missed: string[] = [];
  const unseen: string[] = [];
  for (const [i, night] of nights.entries()) {
    const x = (LENGTH - nights.length + i) * pitch;
    const box = (top: number, bottom: number, inset: number) =>
      `M${x + inset} ${top + inset}H${x + pitch - GAP - inset}V${bottom - inset}H${x + inset}Z`;
    const due = night.arrived + night.missed;
    const dashed = share(night.unseen, night.nodes, height);
    const floor = dashed + share(night.missed, due, height - dashed);
    if (dashed > 0) unseen.push(box(0, dashed, 0.5));
    if (floor > dashed) missed.push(box(dashed, floor, 0.5));
    if (due === 0 && dashed === 0) bars.push(box(height - IDLE_HEIGHT, height, 0));
    else if (floor < height) bars.push(box(floor, height, 0));
  }
  return {
    title: describeNights(nights, zone),
    width: LENGTH * pitch - GAP,
    height,
    bars: bars.join(""),
    missed: missed.join(""),
    unseen: unseen.join(""),
  };
}

function share(part: number, whole: number, height: number): number {
  return part === 0 ? 0 : Math.min(height, Math.max(MIN_SHARE_HEIGHT, Math.round((part / whole) * height)));
}
