// Is a backup as large as was expected of it?
import type { Backup } from "../../model.ts";
import { DAY, fromLocal, local } from "../../time.ts";
import { type Baseline, baselineOf, HELD, SEEN, tellingFrom, WEEKS, WINDOW } from "./baseline.ts";
import { KINDS } from "../memo.ts";
import { slackOf } from "../slack.ts";
import { WEEK } from "./period.ts";

/** What is this much smaller than expected was cut short, unless such sizes are usual for the item. */
export const SHORT = 0.85;
export const JUMP = 2;
/** So many spreads away, with sixty errors to measure them by; more with fewer. */
export const SPREADS = 3.5;
/** What was as far off for this share of the earlier ones is usual. */
export const USUAL = 0.12;
/** With fewer before it, one that is as small as that of a week ago is no news. */
export const YOUNG = 21;
/** An archive of nothing: gzip needs 20 bytes to say so, tar and gzip 45. */
export const NOTHING = 64;
/** This share of what most of them were is next to nothing. */
export const NEXT_TO_NOTHING = 0.005;

export interface SizeAssessment {
  kind: "fine" | "short" | "jump" | "empty";
  /** Bytes; undefined: too little is known. */
  limits: { low: number; high: number } | undefined;
  baseline: Baseline | undefined;
}

/** Of one hub's items: each is worked out once for the check, for the band, and for copies on other nodes that are alike. */
export class SizeAssessments {
  readonly #byItem = new Map<string, Assessed[]>();
  readonly #byBackups = new WeakMap<Backup[], Assessed>();

  /** `zone` is the hub's. */
  constructor(private readonly zone: string) {}

  /** Of `backups[i]`; the backups are an item's on one node, oldest first. */
  of(item: string, backups: Backup[], i: number): SizeAssessment {
    const { assessments } = this.#assessed(item, backups);
    return (assessments[i] ??= assessSize(backups, i, this.zone));
  }

  #assessed(item: string, backups: Backup[]): Assessed {
    let assessed = this.#byBackups.get(backups);
    if (assessed) return assessed;
    const known = this.#byItem.get(item) ?? [];
    assessed = known.find((other) => beginAlike(other.backups, backups)) ?? { backups, assessments: [] };
    if (backups.length > assessed.backups.length) assessed.backups = backups;
    this.#byBackups.set(backups, assessed);
    this.#byItem.set(item, [assessed, ...known.filter((other) => other !== assessed)].slice(0, KINDS));
    return assessed;
  }
}

interface Assessed {
  backups: Backup[];
  /** By their index, as far as they were asked for. */
  assessments: SizeAssessment[];
}

/** Whether the shorter of the two is how the longer begins: what is thought of a size depends on those before it alone. */
function beginAlike(some: Backup[], others: Backup[]): boolean {
  for (let i = Math.min(some.length, others.length) - 1; i >= 0; i--) {
    const [a, b] = [some[i]!, others[i]!];
    if (a.at !== b.at || a.bytes !== b.bytes || slackOf(a) !== slackOf(b)) return false;
  }
  return true;
}

/** Of `backups[i]` from those before it, of which it reads no more than `REACH` + 2; `zone` is the hub's. */
export function assessSize(backups: Backup[], i: number, zone: string): SizeAssessment {
  const baseline = baselineOf(backups, i, zone);
  const limits = baseline && limitsOf(baseline);
  const kind = isNothing(backups, i) ? "empty" : !baseline ? "fine" : unusual(backups, i, baseline, zone);
  return { kind, limits, baseline };
}

function limitsOf({ expected, spread, errors, slackBytes }: Baseline) {
  const reach = spread * SPREADS * (1 + 4 / errors.length);
  // What would have been at the upper end of its spread, and was cut by as much, lies less below.
  const low = Math.exp(expected + Math.min(Math.log(SHORT) + 1.5 * spread, -reach));
  // Rounding may have hidden all of it.
  return { low: Math.max(0, low - slackBytes), high: Math.exp(expected + Math.max(Math.log(JUMP), reach)) };
}

/** Nothing, or next to nothing where there had been more. A dump that fails every night must not become the usual one. */
function isNothing(backups: Backup[], i: number): boolean {
  const { bytes } = backups[i]!;
  if (bytes === 0) return true;
  const past = backups.slice(Math.max(0, i - WINDOW), i);
  const sure = (backup: Backup) => backup.bytes - slackOf(backup);
  if (bytes <= NOTHING) return past.some((backup) => sure(backup) > NOTHING);
  const little = (backup: Backup) => backup.bytes < 4 * bytes;
  // Up to when it began.
  const sound = past.slice(0, past.findLastIndex((backup) => !little(backup)) + 1);
  const large = sound.filter((backup) => NEXT_TO_NOTHING * sure(backup) > bytes);
  if (past.length === 0 || backups[i]!.at - past[0]!.at < SEEN || 2 * large.length < past.length) return false;
  return sound.filter(little).length < Math.max(1, USUAL * sound.length);
}

function unusual(backups: Backup[], i: number, baseline: Baseline, zone: string): SizeAssessment["kind"] {
  const { low, high } = limitsOf(baseline);
  const backup = backups[i]!;
  const kind = backup.bytes < low ? "short" : backup.bytes - slackOf(backup) > high ? "jump" : "fine";
  if (kind === "fine" || hasHeld(backups, i, baseline, zone)) return "fine";
  const off = distance(backup, baseline);
  const past = backups.slice(Math.max(0, i - WINDOW), i);
  if (kind === "short") {
    // A week's low has come once or twice so far.
    if (isYoung(backups, i) && wasLowWeekAgo(backups, i, off, zone)) return "fine";
    const alike = baseline.errors.filter((error) => error < 0.8 * off).length;
    return alike >= Math.max(4, USUAL * baseline.errors.length) ? "fine" : kind;
  }
  // Until it has held it is told of each.
  return past.slice(0, 1 - HELD).some(({ bytes }) => 1.2 * bytes >= backup.bytes) ? "fine" : kind;
}

function isYoung(backups: Backup[], i: number): boolean {
  const from = tellingFrom(backups, i);
  return i - from < YOUNG || backups[i]!.at - backups[from]!.at < WEEKS;
}

/** At the same hour, at least half as far below. */
function wasLowWeekAgo(backups: Backup[], i: number, off: number, zone: string): boolean {
  const { at, bytes } = backups[i]!;
  const low = bytes * Math.exp(-off / 2);
  const weekAgo = fromLocal(local(at, zone) - WEEK, zone);
  const near = Math.min(DAY / 4, 1.5 * (at - backups[i - 1]!.at));
  for (let index = i - 1; index >= 0 && backups[index]!.at > weekAgo - near; index--)
    if (backups[index]!.at < weekAgo + near && backups[index]!.bytes < low) return true;
  return false;
}

function distance({ bytes }: Backup, { expected }: Baseline): number {
  return Math.log(bytes) - expected;
}

/** The two before it lay as far from what was expected of them. */
function hasHeld(backups: Backup[], i: number, baseline: Baseline, zone: string): boolean {
  const off = distance(backups[i]!, baseline);
  const near = Math.max(0.1, 2 * baseline.spread);
  for (let back = 1; back < HELD; back++) {
    const before = backups[i - back] && baselineOf(backups, i - back, zone);
    if (!before || Math.abs(distance(backups[i - back]!, before) - off) > near) return false;
  }
  return true;
}
