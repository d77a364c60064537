// At which times of a cycle do the backups come, and on which weekdays? The crontab, as learned from the stamps.
// All times here are civil (ms): schedules follow the clocks through daylight saving.
import { median, quantile } from "../../statistics.ts";
import { DAY, MINUTE } from "../../time.ts";
import type { Cycle } from "./cycle.ts";
import { costOf, type Fit } from "./jitter.ts";

export interface Timetable extends Fit {
  kind: "timetable";
  cycle: Cycle;
  /** Where a round begins, in ms after the start of the cycle: far from any slot. */
  cut: number;
  /** Due times in ms after the start of the round, ascending. */
  slots: number[];
  /** Sunday first; undefined: every day. */
  weekdays: boolean[] | undefined;
}

type Slots = Pick<Timetable, "cycle" | "cut" | "slots" | "weekdays">;

/** The timetable that fits `times` (ascending) best in this cycle; undefined if fewer than two rounds are complete. */
export function timetable(cycle: Cycle, times: Float64Array): Timetable | undefined {
  const cut = cycle.kind === "month" ? 0 : cutOf(cycle, times);
  const rounds = roundsOf(cycle, cut, times);
  const { numbers, counts } = rounds;
  const perRound = median(counts.length > 1 ? counts.slice(0, -1) : counts);
  const full = counts.reduce((full, count) => full + (count === perRound ? 1 : 0), 0);
  if (full < 2 || perRound > 100) return undefined;
  const { slots, away } = slotsOf(rounds, perRound);
  // Deviations from a median of few rounds are too small: correct as for a sample variance.
  const spreadMs = quantile(away, 0.9) * Math.sqrt(full / (full - 1));
  const dayOf = (number: number) => Math.floor((cycle.start(number) + cut + slots[0]!) / DAY);
  const weekdays = cycle.lengthMs > DAY ? undefined : weekdaysOf(numbers.map(dayOf));
  const found = { cycle, cut, slots, weekdays };
  const exceptions = countExceptions(rounds, perRound, (number) => !weekdays || weekdays[weekdayOf(dayOf(number))]!);
  const words = wordsFor(slots) + (weekdays ? 1 : 0) + (cycle.kind === "days" || cycle.kind === "month" ? 1 : 0);
  const cost = costOf(times.length, spreadMs, words + exceptions);
  return { kind: "timetable", ...found, spacingMs: spacingOf(found), spreadMs, exceptions, cost };
}

/** An iterator over the slots, ascending, from the cycle before that of `time` on. */
export function slotsFrom({ cycle, cut, slots, weekdays }: Slots, time: number): () => number {
  let number = cycle.number(time - cut) - 2;
  let start = 0;
  let i = slots.length;
  return () => {
    for (;;) {
      if (i === slots.length) {
        i = 0;
        do start = cycle.start(++number) + cut;
        while (weekdays && !weekdays[weekdayOf(Math.floor((start + slots[0]!) / DAY))]);
      }
      const slot = start + slots[i++]!;
      // A short month has no 31st.
      if (cycle.kind !== "month" || slot < cycle.start(number + 1)) return slot;
    }
  };
}

/** The cycles in which something came: their numbers, how many backups each had, and all backups' times within them. */
interface Rounds {
  numbers: number[];
  counts: number[];
  phases: number[];
}

function roundsOf(cycle: Cycle, cut: number, times: Float64Array): Rounds {
  const numbers: number[] = [];
  const counts: number[] = [];
  const phases: number[] = [];
  for (let i = 0; i < times.length; i++) {
    const time = times[i]! - cut;
    const number = cycle.number(time);
    phases.push(time - cycle.start(number));
    const last = numbers.length - 1;
    if (numbers[last] === number) counts[last]!++;
    else {
      numbers.push(number);
      counts.push(1);
    }
  }
  return { numbers, counts, phases };
}

const BINS = 48;

/** Where to cut the cycle into rounds: the middle of its longest stretch with the fewest backups, in ms after its start. */
function cutOf(cycle: Cycle, times: Float64Array): number {
  const counts = new Uint16Array(BINS);
  const bin = cycle.lengthMs / BINS;
  for (let i = 0; i < times.length; i++)
    counts[Math.floor((times[i]! - cycle.start(cycle.number(times[i]!))) / bin)]!++;
  const least = Math.min(...counts);
  let [length, end, run] = [0, 0, 0];
  for (let i = 0; i < 2 * BINS; i++) {
    run = counts[i % BINS] === least ? run + 1 : 0;
    if (run > length && run <= BINS) [length, end] = [run, i + 1];
  }
  return ((end - length / 2) % BINS) * bin;
}

/** The n-th slot is the median time of the n-th backup of all complete rounds; `away` are the deviations from it. */
function slotsOf({ counts, phases }: Rounds, perRound: number): { slots: number[]; away: number[] } {
  const columns = Array.from({ length: perRound }, (): number[] => []);
  let first = 0;
  for (const count of counts) {
    if (count === perRound) for (let i = 0; i < count; i++) columns[i]!.push(phases[first + i]!);
    first += count;
  }
  const slots = columns.map(median);
  const away: number[] = [];
  for (let i = 0; i < perRound; i++) for (const phase of columns[i]!) away.push(Math.abs(phase - slots[i]!));
  return { slots, away };
}

/**
 * The weekdays on which backups come in at least half of the weeks; gaps of more than a week count for none. Before the
 * first weekend is over, nothing is expected on it, unless a backup came on one of its days: then on both.
 */
function weekdaysOf(days: number[]): boolean[] | undefined {
  const [came, passed] = [new Uint16Array(7), new Uint16Array(7)];
  for (let i = 0; i < days.length; i++) {
    const day = days[i]!;
    const next = days[i + 1] ?? day + 1;
    if (next <= day) continue;
    came[weekdayOf(day)]!++;
    for (let d = day; d < (next - day > 7 ? day + 1 : next); d++) passed[weekdayOf(d)]!++;
  }
  const isWeekend = (day: number) => day % 6 === 0;
  const weekdays = Array.from(came, (count, day) =>
    passed[day] ? 2 * count >= passed[day] : !isWeekend(day) || came[6 - day]! > 0,
  );
  return weekdays.includes(false) && weekdays.includes(true) ? weekdays : undefined;
}

/** 0 is Sunday; 1 January 1970 was a Thursday. */
function weekdayOf(day: number): number {
  return (((day + 4) % 7) + 7) % 7;
}

// However long an outage lasts, it is one event: no more than two of its rounds count.
const MAX_PER_OUTAGE = 2;

/** Rounds with too many, too few or no backups, and rounds on other weekdays. */
function countExceptions({ numbers, counts }: Rounds, perRound: number, due: (number: number) => boolean): number {
  let exceptions = 0;
  for (let i = 0; i < numbers.length; i++) {
    const [number, count] = [numbers[i]!, counts[i]!];
    const inside = i > 0 && i < numbers.length - 1; // The first may have begun earlier; the last is not over.
    if (!due(number)) exceptions++;
    else if (inside || count > perRound) exceptions += Math.min(MAX_PER_OUTAGE, Math.abs(count - perRound));
    const next = numbers[i + 1] ?? number;
    for (let n = number + 1, missed = 0; n < next && missed < MAX_PER_OUTAGE; n++) {
      if (!due(n)) continue;
      missed++;
      exceptions++;
    }
  }
  return exceptions;
}

/** The words it takes to say the times: one by one, or as "every hour from 8 to 18". */
function wordsFor(slots: number[]): number {
  if (slots.length <= 3) return slots.length;
  const steps = new Set(slots.slice(1).map((slot, i) => Math.round((slot - slots[i]!) / (15 * MINUTE))));
  return Math.min(slots.length, 2 + steps.size);
}

/** The median distance of neighbouring slots, in ms. */
function spacingOf(found: Slots): number {
  if (found.slots.length === 1 && !found.weekdays) return found.cycle.lengthMs;
  const next = slotsFrom(found, 0);
  const some = Array.from({ length: Math.min(2 * found.slots.length, 12) + 8 }, next);
  return median(some.slice(1).map((slot, i) => slot - some[i]!));
}
