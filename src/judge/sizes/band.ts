// The expected sizes of an item as a band, and the backups outside it, for plots; by the rules of the check `size`.
import { codeVersion } from "../../codeversion.ts";
import type { Backup, Collection, Hub, Instant, ItemHistory, SizeBand, SizeBands } from "../../model.ts";
import { isArriving } from "../arriving.ts";
import { type SizeAssessment, SizeAssessments } from "./assessment.ts";
import { REACH, WINDOW } from "./baseline.ts";
import { changeText } from "./change.ts";
import { frozenAt, frozenReach } from "./frozen.ts";

/** A limit that moves by a smaller share makes no new step. */
const STEP = 0.02;

/** More steps cannot be seen: of more backups only every other one is assessed, every fourth, and so on. */
export const MAX_STEPS = 128;
/** Only among this many newest backups is every unusual one marked: older ones would take longer than the drawing. */
export const MARKED = 1000;
/** Short backups and jumps lie outside these multiples of the largest size in the window. */
const SCREEN = { below: 0.95, above: 1.2 };

/** The bands of an item on a node; `lastGood` is the node's last good visit, `assessments` are the hub's. */
export function sizeBands(
  { item, backups }: ItemHistory,
  hub: Pick<Hub, "frozen" | "timezone">,
  lastGood: Collection | undefined,
  assessments = new SizeAssessments(hub.timezone),
): SizeBands {
  const isComplete = !isArriving({ item, backups }, lastGood);
  const complete = isComplete ? backups : backups.slice(0, -1);
  return {
    reach: Math.max(REACH, frozenReach(hub.frozen)) + 2,
    rules: [codeVersion(import.meta.filename), hub.frozen, hub.timezone, isComplete],
    since: (from) => bandSince(from, item, complete, hub.frozen, assessments),
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
  const every = 2 ** Math.max(0, Math.ceil(Math.log2((backups.length - first) / MAX_STEPS)));
  for (let i = first; i < backups.length; i++) {
    const left = backups.length - 1 - i;
    if (left % every > 0 && !(left < MARKED && mayBeUnusual(backups, i))) continue;
    const backup = backups[i]!;
    const { kind, limits, baseline } = assessments.of(item, backups, i);
    // Steps lie halfway between two backups, so that each backup stands within its own limits.
    const since = Math.max(from, i === 0 ? backup.at : (backups[i - 1]!.at + backup.at) / 2);
    const last = band.limits.at(-1);
    // The backups left out may be at another place in the period, with other limits.
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

/** A cheap test that clears most backups; a full assessment takes a hundred times as long. */
function mayBeUnusual(backups: Backup[], i: number): boolean {
  const { bytes } = backups[i]!;
  let largest = 0;
  for (let k = Math.max(0, i - WINDOW); k < i; k++) largest = Math.max(largest, backups[k]!.bytes);
  return bytes === 0 || bytes < SCREEN.below * largest || bytes > SCREEN.above * largest;
}

function moved(before: number, now: number): boolean {
  return before !== now && !(Math.abs(now - before) <= STEP * Math.max(before, now));
}

function textOf(backup: Backup, kind: SizeBand["marks"][number]["kind"], baseline: SizeAssessment["baseline"]) {
  return kind === "empty" || !baseline ? "empty" : changeText(backup, baseline);
}
