// Is a backup as large as was expected of it?
import type { Backup } from "../model.ts";
import { DAY, fromLocal, local } from "../time.ts";
import { type Baseline, baselineOf, HELD, REACH, SEEN, slackOf, tellingFrom, WEEKS, WINDOW } from "./baseline.ts";
import { Memory } from "./memory.ts";
import { WEEK } from "./season.ts";

/** What is this much smaller than expected was cut short, unless such sizes are usual for the item. */
const SHORT = 0.85;
const JUMP = 2;
/** So many spreads away, with sixty errors to measure them by; more with fewer. */
const SPREADS = 3.5;
/** What was as far off for this share of the earlier ones is usual. */
const USUAL = 0.12;
/** With fewer before it, one that is as small as that of a week ago is no news. */
const YOUNG = 21;
/** An archive of nothing: gzip needs 20 bytes to say so, tar and gzip 45. */
const NOTHING = 64;
/** This share of what most of them were is next to nothing. */
const NEXT_TO_NOTHING = 0.005;

export interface Opinion {
  kind: "fine" | "short" | "jump" | "empty";
  /** Bytes; undefined: too little is known. */
  limits: { low: number; high: number } | undefined;
  baseline: Baseline | undefined;
}

/** Of one hub's items. */
export class Opinions {
  readonly #memory = new Memory<Opinion>();

  /** `zone` is the hub's. */
  constructor(private readonly zone: string) {}

  /** Of `backups[i]`. */
  of(item: string, backups: Backup[], i: number): Opinion {
    const numbers = numbersOf(backups, Math.max(0, i - REACH - 2), i + 1);
    return this.#memory.recall(item, numbers, () => opinionOf(backups, i, this.zone));
  }
}

/** All that an opinion depends on. */
export function numbersOf(backups: Backup[], from: number, to: number): Float64Array {
  const numbers = new Float64Array(3 * (to - from));
  for (let i = from, n = 0; i < to; i++) {
    const backup = backups[i]!;
    numbers[n++] = backup.at;
    numbers[n++] = backup.bytes;
    numbers[n++] = slackOf(backup);
  }
  return numbers;
}

/** Of `backups[i]` from those before it, of which it reads no more than `REACH` + 2; `zone` is the hub's. */
export function opinionOf(backups: Backup[], i: number, zone: string): Opinion {
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

function unusual(backups: Backup[], i: number, baseline: Baseline, zone: string): Opinion["kind"] {
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
  for (let place = i - 1; place >= 0 && backups[place]!.at > weekAgo - near; place--)
    if (backups[place]!.at < weekAgo + near && backups[place]!.bytes < low) return true;
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
