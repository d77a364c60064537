// Is a backup as large as expected?
import type { Backup } from "../../model.ts";
import { DAY, fromLocal, local } from "../../time.ts";
import {
  type Baseline,
  baselineOf,
  MIN_LEVEL_RUN,
  MIN_HISTORY,
  informativeFrom,
  FIVE_WEEKS,
  WINDOW,
} from "./baseline.ts";
import { REMEMBERED } from "../memo.ts";
import { slackOf } from "../slack.ts";
import { WEEK } from "./period.ts";

/** A backup below this share of the expected size is short, unless such sizes are usual for the item. */
export const SHORT_RATIO = 0.85;
/** A backup above this multiple of the expected size is a jump. */
export const JUMP_RATIO = 2;
/** The limits are at least this many spreads away (times 1 + 4/n: a spread measured by few errors is uncertain). */
export const LIMIT_SPREADS = 3.5;
/** A deviation that at least this share of earlier backups had is usual. */
export const USUAL_SHARE = 0.12;
/** With fewer backups before it, one that is as small as a week ago is no finding. */
export const YOUNG_COUNT = 21;
/** An archive of nothing: an empty gzip file has 20 bytes, an empty tar.gz 45. */
export const NOTHING = 64;
/** Below this share of most earlier sizes a backup is next to nothing. */
export const NEXT_TO_NOTHING = 0.005;

export interface SizeAssessment {
  kind: "fine" | "short" | "jump" | "empty";
  /** The sizes that are fine, in bytes; undefined: too few backups to tell. */
  limits: { low: number; high: number } | undefined;
  baseline: Baseline | undefined;
}

/** The assessments of one hub's backups. Each is made once for the check, the band, and equal copies on other nodes. */
export class SizeAssessments {
  readonly #byItem = new Map<string, Assessed[]>();
  readonly #byBackups = new WeakMap<Backup[], Assessed>();

  /** `zone` is the hub's. */
  constructor(private readonly zone: string) {}

  /** The assessment of `backups[i]`; `backups` are an item's on one node, oldest first. */
  of(item: string, backups: Backup[], i: number): SizeAssessment {
    const { assessments } = this.#assessed(item, backups);
    return (assessments[i] ??= assessSize(backups, i, this.zone));
  }

  #assessed(item: string, backups: Backup[]): Assessed {
    let assessed = this.#byBackups.get(backups);
    if (assessed) return assessed;
    const known = this.#byItem.get(item) ?? [];
    assessed = known.find((other) => shareBeginning(other.backups, backups)) ?? { backups, assessments: [] };
    if (backups.length > assessed.backups.length) assessed.backups = backups;
    this.#byBackups.set(backups, assessed);
    this.#byItem.set(item, [assessed, ...known.filter((other) => other !== assessed)].slice(0, REMEMBERED));
    return assessed;
  }
}

interface Assessed {
  backups: Backup[];
  /** By index; only those asked for. */
  assessments: SizeAssessment[];
}

/** Whether the shorter list is a prefix of the longer: an assessment depends only on the backups before it. */
function shareBeginning(some: Backup[], others: Backup[]): boolean {
  for (let i = Math.min(some.length, others.length) - 1; i >= 0; i--) {
    const [a, b] = [some[i]!, others[i]!];
    if (a.at !== b.at || a.bytes !== b.bytes || slackOf(a) !== slackOf(b)) return false;
  }
  return true;
}

/** Assesses `backups[i]` (oldest first) by the `REACH` + 2 backups before it; `zone` is the hub's. */
export function assessSize(backups: Backup[], i: number, zone: string): SizeAssessment {
  const baseline = baselineOf(backups, i, zone);
  const limits = baseline && limitsOf(baseline);
  const kind = isNothing(backups, i) ? "empty" : !baseline ? "fine" : kindOf(backups, i, baseline, zone);
  return { kind, limits, baseline };
}

function limitsOf({ expected, spread, errors, slackBytes }: Baseline) {
  const reach = spread * LIMIT_SPREADS * (1 + 4 / errors.length);
  // A backup due at the upper end of the spread and then cut ends up less far below: allow 1.5 spreads.
  const low = Math.exp(expected + Math.min(Math.log(SHORT_RATIO) + 1.5 * spread, -reach));
  // The expected size may be too large by what was rounded up.
  return { low: Math.max(0, low - slackBytes), high: Math.exp(expected + Math.max(Math.log(JUMP_RATIO), reach)) };
}

/** Empty, or next to nothing where there was more before. A dump that fails every night must not become usual. */
function isNothing(backups: Backup[], i: number): boolean {
  const { bytes } = backups[i]!;
  if (bytes === 0) return true;
  const past = backups.slice(Math.max(0, i - WINDOW), i);
  const sure = (backup: Backup) => backup.bytes - slackOf(backup);
  if (bytes <= NOTHING) return past.some((backup) => sure(backup) > NOTHING);
  const little = (backup: Backup) => backup.bytes < 4 * bytes;
  // Without the latest run of small ones.
  const sound = past.slice(0, past.findLastIndex((backup) => !little(backup)) + 1);
  const large = sound.filter((backup) => NEXT_TO_NOTHING * sure(backup) > bytes);
  if (past.length === 0 || backups[i]!.at - past[0]!.at < MIN_HISTORY || 2 * large.length < past.length) return false;
  return sound.filter(little).length < Math.max(1, USUAL_SHARE * sound.length);
}

function kindOf(backups: Backup[], i: number, baseline: Baseline, zone: string): SizeAssessment["kind"] {
  const { low, high } = limitsOf(baseline);
  const backup = backups[i]!;
  const kind = backup.bytes < low ? "short" : backup.bytes - slackOf(backup) > high ? "jump" : "fine";
  if (kind === "fine" || levelHasHeld(backups, i, baseline, zone)) return "fine";
  const off = deviation(backup, baseline);
  const past = backups.slice(Math.max(0, i - WINDOW), i);
  if (kind === "short") {
    // A weekly low has been seen only once or twice so far.
    if (isYoung(backups, i) && wasLowWeekAgo(backups, i, off, zone)) return "fine";
    const alike = baseline.errors.filter((error) => error < 0.8 * off).length;
    return alike >= Math.max(4, USUAL_SHARE * baseline.errors.length) ? "fine" : kind;
  }
  // Of a new level, each backup is a finding until the level has held.
  return past.slice(0, 1 - MIN_LEVEL_RUN).some(({ bytes }) => 1.2 * bytes >= backup.bytes) ? "fine" : kind;
}

function isYoung(backups: Backup[], i: number): boolean {
  const from = informativeFrom(backups, i);
  return i - from < YOUNG_COUNT || backups[i]!.at - backups[from]!.at < FIVE_WEEKS;
}

/** Whether a backup at this hour a week ago was at least half as far (`off`, in logarithms) below. */
function wasLowWeekAgo(backups: Backup[], i: number, off: number, zone: string): boolean {
  const { at, bytes } = backups[i]!;
  const low = bytes * Math.exp(-off / 2);
  const weekAgo = fromLocal(local(at, zone) - WEEK, zone);
  const near = Math.min(DAY / 4, 1.5 * (at - backups[i - 1]!.at));
  for (let index = i - 1; index >= 0 && backups[index]!.at > weekAgo - near; index--)
    if (backups[index]!.at < weekAgo + near && backups[index]!.bytes < low) return true;
  return false;
}

function deviation({ bytes }: Backup, { expected }: Baseline): number {
  return Math.log(bytes) - expected;
}

/** Whether the backups before it were equally far from what was expected of them. */
function levelHasHeld(backups: Backup[], i: number, baseline: Baseline, zone: string): boolean {
  const off = deviation(backups[i]!, baseline);
  const near = Math.max(0.1, 2 * baseline.spread);
  for (let back = 1; back < MIN_LEVEL_RUN; back++) {
    const before = backups[i - back] && baselineOf(backups, i - back, zone);
    if (!before || Math.abs(deviation(backups[i - back]!, before) - off) > near) return false;
  }
  return true;
}
