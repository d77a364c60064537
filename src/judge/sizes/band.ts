// Which sizes were expected of an item, and which were not as expected? For its plots, by the rules of the check `size`.
import { codeVersion } from "../../codeversion.ts";
import type { Backup, Collection, Hub, Instant, ItemHistory, SizeBand, SizeBands } from "../../model.ts";
import { isArriving } from "../arriving.ts";
import { type SizeAssessment, SizeAssessments } from "./assessment.ts";
import { REACH, WINDOW } from "./baseline.ts";
import { changeText } from "./change.ts";
import { frozenAt, frozenReach } from "./frozen.ts";

/** A limit that moves by less is not worth a step. */
const STEP = 0.02;

/** A band has no more steps than can be seen: of more backups than this every other one is asked, every fourth … */
export const MOST = 128;
/** Marks of long ago are not looked for: one by one they would take longer than all else that is drawn. */
export const NEWEST = 1000;
/** A cut or a jump lies further than this from the largest of the window. */
const NEAR = { below: 0.95, above: 1.2 };

/** Of an item on a node whose newest good visit was `lastGood`. `assessments` are the hub's. */
export function sizeBands(
  { item, backups }: ItemHistory,
  hub: Pick<Hub, "frozen" | "timezone">,
  lastGood: Collection | undefined,
  assessments = new SizeAssessments(hub.timezone),
): SizeBands {
  const isWhole = !isArriving({ item, backups }, lastGood);
  const settled = isWhole ? backups : backups.slice(0, -1);
  return {
    reach: Math.max(REACH, frozenReach(hub.frozen)) + 2,
    rules: [codeVersion(import.meta.filename), hub.frozen, hub.timezone, isWhole],
    since: (from) => bandSince(from, item, settled, hub.frozen, assessments),
  };
}

function bandSince(
  from: Instant,
  item: string,
  backups: Backup[],
  frozenNights: number,
  assessments: SizeAssessments,
): SizeBand {
  const first = backups.findIndex(({ at }) => at >= from);
  const band: SizeBand = { limits: [], marks: [], frozen: undefined };
  if (first < 0) return band;
  const every = 2 ** Math.max(0, Math.ceil(Math.log2((backups.length - first) / MOST)));
  for (let i = first; i < backups.length; i++) {
    const left = backups.length - 1 - i;
    if (left % every > 0 && !(left < NEWEST && mayBeUnusual(backups, i))) continue;
    const backup = backups[i]!;
    const { kind, limits, baseline } = assessments.of(item, backups, i);
    // A step lies halfway between two backups, so that each stands within its own.
    const since = Math.max(from, i === 0 ? backup.at : (backups[i - 1]!.at + backup.at) / 2);
    const last = band.limits.at(-1);
    // What was not asked may stand elsewhere in the cycle, where other limits hold.
    const own = every > 1 && baseline?.periodMs !== undefined ? NO_LIMITS : limits;
    if (own && (!last || moved(last.low, own.low) || moved(last.high, own.high)))
      band.limits.push({ from: since, ...own });
    if (kind !== "fine") band.marks.push({ at: backup.at, kind, text: textOf(backup, kind, baseline) });
  }
  const still = frozenAt(backups, backups.length - 1, frozenNights);
  if (still) band.frozen = { from: still.from, to: still.to };
  return band;
}

const NO_LIMITS = { low: 0, high: Infinity };

/** Most are not, which is seen at a glance: to be sure takes a hundred times as long. */
function mayBeUnusual(backups: Backup[], i: number): boolean {
  const { bytes } = backups[i]!;
  let largest = 0;
  for (let k = Math.max(0, i - WINDOW); k < i; k++) largest = Math.max(largest, backups[k]!.bytes);
  return bytes === 0 || bytes < NEAR.below * largest || bytes > NEAR.above * largest;
}

function moved(before: number, now: number): boolean {
  return before !== now && !(Math.abs(now - before) <= STEP * Math.max(before, now));
}

function textOf(backup: Backup, kind: SizeBand["marks"][number]["kind"], baseline: SizeAssessment["baseline"]) {
  return kind === "empty" || !baseline ? "empty" : changeText(backup, baseline);
}
