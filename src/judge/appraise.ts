// What were an item's sizes expected to be, and which were not so? For the plot: by the rules of the check `size`.
import type { Appraisal, Appraiser, Backup, Collection, Hub, Instant, ItemHistory } from "../model.ts";
import { isArriving } from "./arriving.ts";
import { REACH, WINDOW } from "./baseline.ts";
import { frozenAt, frozenReach } from "./frozen.ts";
import { Memory } from "./memory.ts";
import { numbersOf, opinionOf, type Opinion } from "./opinion.ts";
import { changeText } from "./size.ts";

/** A limit that moves by less is not worth a step. */
const STEP = 0.02;

/** A band has no more steps than can be seen: of more backups than this every other one is asked, every fourth … */
const MOST = 128;
/** Marks of long ago are not looked for: one by one they would take longer than all else that is drawn. */
const NEWEST = 1000;
/** A cut or a jump lies further than this from the largest of the window. */
const NEAR = { below: 0.95, above: 1.2 };

/** Of each backup, as far as it was asked. */
export type Asked = (Opinion | undefined)[];

/** An item's sizes, for plots of several ranges: what one of them asked, the next ones know, also those of copies that are alike. */
export function appraiser(
  item: ItemHistory,
  { frozen, timezone }: Pick<Hub, "frozen" | "timezone">,
  lastGood: Collection | undefined,
  asked = new Memory<Asked>(),
): Appraiser {
  const isWhole = !isArriving(item, lastGood);
  const settled = isWhole ? item : { ...item, backups: item.backups.slice(0, -1) };
  const opinions = () => asked.recall(item.item, numbersOf(settled.backups, 0, settled.backups.length), () => []);
  return {
    reach: reach(frozen),
    words: [frozen, timezone, isWhole],
    appraise: (from) => appraise(settled, from, timezone, frozen, opinions()),
  };
}

/** Of the backups since `from`. It depends on these and on the `reach` ones before them. */
export function appraise(
  { backups }: ItemHistory,
  from: Instant,
  zone: string,
  frozenNights = 10,
  opinions: Asked = [],
): Appraisal {
  const first = backups.findIndex(({ at }) => at >= from);
  const appraisal: Appraisal = { limits: [], marks: [], frozen: undefined };
  if (first < 0) return appraisal;
  const before = Math.max(0, first - reach(frozenNights));
  const known = backups.slice(before);
  const count = backups.length - first;
  const every = 2 ** Math.max(0, Math.ceil(Math.log2(count / MOST)));
  for (let i = known.length - count; i < known.length; i++) {
    const left = known.length - 1 - i;
    if (left % every > 0 && !(left < NEWEST && mayBeOdd(known, i))) continue;
    const backup = known[i]!;
    const { kind, limits, baseline } = (opinions[before + i] ??= opinionOf(known, i, zone));
    // A step lies halfway between two backups, so that each stands within its own.
    const since = Math.max(from, i === 0 ? backup.at : (known[i - 1]!.at + backup.at) / 2);
    const last = appraisal.limits.at(-1);
    // What was not asked may stand elsewhere in the cycle, where other limits hold.
    const own = every > 1 && baseline?.cycleMs !== undefined ? NO_LIMITS : limits;
    if (own && (!last || moved(last.low, own.low) || moved(last.high, own.high)))
      appraisal.limits.push({ from: since, ...own });
    if (kind !== "fine") appraisal.marks.push({ at: backup.at, kind, text: textOf(backup, kind, baseline) });
  }
  const still = frozenAt(known, known.length - 1, frozenNights);
  if (still) appraisal.frozen = { from: still.from, to: still.to };
  return appraisal;
}

const NO_LIMITS = { low: 0, high: Infinity };

/** So many backups before the first that is appraised have a say. */
export function reach(frozenNights = 10): number {
  return Math.max(REACH, frozenReach(frozenNights)) + 2;
}

/** Most are not, which is seen at a glance: to be sure takes a hundred times as long. */
function mayBeOdd(backups: Backup[], i: number): boolean {
  const { bytes } = backups[i]!;
  let largest = 0;
  for (let k = Math.max(0, i - WINDOW); k < i; k++) largest = Math.max(largest, backups[k]!.bytes);
  return bytes === 0 || bytes < NEAR.below * largest || bytes > NEAR.above * largest;
}

function moved(before: number, now: number): boolean {
  return before !== now && !(Math.abs(now - before) <= STEP * Math.max(before, now));
}

function textOf(
  backup: Backup,
  kind: Appraisal["marks"][number]["kind"],
  baseline: ReturnType<typeof opinionOf>["baseline"],
) {
  return kind === "empty" || !baseline ? "empty" : changeText(backup, baseline);
}
