// When do an item's backups come, when is the next one overdue, and which were missed?
import { bisectRight } from "d3-array";
import { matches } from "../../glob.ts";
import type { Instant, ItemHistory, MaxAge, NodeVerdict, Rhythm } from "../../model.ts";
import { DAY, HOUR, fromLocal, local, locals } from "../../time.ts";
import { printSpan } from "../../units.ts";
import { regularSince } from "./cusum.ts";
import { type Habit, MIN_BACKUPS } from "./habit.ts";
import { type Learned, learnHabit } from "./learn.ts";
import { Memo } from "../memo.ts";
import { slotsFrom } from "./timetable.ts";
import { ruleOf, textOf } from "./describe.ts";

/** What the visits to the node can have seen. */
export interface Observed {
  unseen: NodeVerdict["unseen"];
  /** The last good visit; without any visit, now. */
  until: Instant;
  /** How long a copy may be on its way to the node, in ms. */
  copyDelayMs: number;
}

/** The habits of one hub's items (one zone). */
export type Habits = Memo<Learned>;

/**
 * The rhythm of an item on a node. `backups`, oldest first, without those stamped in the future; `zone` is the hub's, whose
 * clocks its jobs run by; `habits` remembers what was learned of equal copies on other nodes.
 */
export function learnRhythm(
  { item, backups }: ItemHistory,
  maxage: MaxAge,
  zone: string,
  observed: Observed,
  habits: Habits = new Memo(),
): Rhythm {
  const times = timesOf(backups);
  const latest = times.at(-1);
  if (latest === undefined) return neverSeen([], Infinity);
  const habit = () => habits.recall(item, times, () => learnHabit({ times, shown: locals(times, zone) }));
  const learned = times.length < MIN_BACKUPS ? tooFew(times) : rhythmOf(habit(), times, zone, observed);
  const limit = limitFor(item, maxage);
  if (limit === "auto") return learned;
  const dueBy = latest + limit * DAY;
  const text = `at most ${printSpan(limit * DAY)} old`;
  const missed = observed.until > dueBy ? learned.missed : learned.missed.filter((at) => at < latest);
  return { ...learned, text, rule: `maxage allows ${printSpan(limit * DAY)}`, due: dueBy, dueBy, missed };
}

/** The rhythm of an item never seen here: what the node with most of it got after `since`, our first good visit here, is missed. */
export function neverSeen(others: Pick<ItemHistory, "backups">[], since: Instant): Rhythm {
  const times = others.map(({ backups }) => [...new Set(backups.map(({ at }) => at).filter((at) => at > since))]);
  const missed = times.reduce((most, some) => (some.length > most.length ? some : most), []);
  return { text: "never seen", rule: "", periodMs: undefined, due: undefined, dueBy: undefined, missed };
}

// What lies before a longer gap is another job's, or a broken clock's.
const MAX_GAP = 400 * DAY;

/** The times of the backups after the last such gap, ascending, each once. */
function timesOf(backups: ItemHistory["backups"]): Float64Array {
  const times = new Float64Array(backups.length);
  let from = times.length;
  let next = Infinity;
  for (let i = backups.length - 1; i >= 0; i--) {
    const { at } = backups[i]!;
    if (at < next - MAX_GAP && next < Infinity) break;
    if (at < next) times[--from] = next = at;
  }
  return times.subarray(from);
}

// From Friday to Monday is three days; one more for the jitter.
export const WEEKEND = 4 * DAY;

/** A single backup may be monthly: 35 days. A few get three times their longest gap, and at least a weekend. */
function tooFew(times: Float64Array): Rhythm {
  const latest = times.at(-1)!;
  const longest = times.slice(1).reduce((longest, at, i) => Math.max(longest, at - times[i]!), 0);
  const spanMs = times.length === 1 ? 35 * DAY : Math.min(35 * DAY, Math.max(WEEKEND, 3 * longest));
  const text = times.length === 1 ? "only one so far" : `only ${times.length} so far`;
  const rule = `${text}, too few to learn a rhythm: ${printSpan(spanMs)} allowed`;
  return { text, rule, periodMs: undefined, due: latest + spanMs, dueBy: latest + spanMs, missed: [] };
}

function rhythmOf({ habit, filling }: Learned, times: Float64Array, zone: string, observed: Observed): Rhythm {
  const since = times[regularSince(filling.exceptional)]!;
  const toInstants = (slots: number[]) => (habit.kind === "timetable" ? onClocks(slots, zone) : slots);
  const allowance = earlyAllowance(habit, times);
  const earliest = allowance ? times.at(-1)! + allowance.waitMs + habit.graceMs + observed.copyDelayMs : 0;
  const wait = (at: Instant) => Math.max(earliest, at + habit.graceMs + observed.copyDelayMs + clockShift(at, zone));
  const next = slotsAfter(habit, filling.due, zone);
  const coming = [next()];
  while (wait(coming.at(-1)!) < observed.until) coming.push(next());
  const [due] = coming;
  const missed = [...toInstants(filling.missed).filter((at) => at > since), ...coming.slice(0, -1)];
  return {
    text: textOf(habit),
    rule: ruleOf(habit, allowance?.within),
    periodMs: habit.spacingMs,
    due: due!,
    dueBy: wait(due!),
    missed: missed.filter((at) => !observed.unseen.some((span) => isUnknown(span, at, times))),
  };
}

/** Extra time for a young item: before three days nothing is known of its nights, and without a rule, before a week, of its weekends. */
function earlyAllowance({ kind, count }: Habit, times: Float64Array): { within: string; waitMs: number } | undefined {
  const spanMs = times.at(-1)! - times[0]!;
  if (kind === "irregular" && count < 2 * MIN_BACKUPS && spanMs < 7 * DAY)
    return { within: "less than a week", waitMs: WEEKEND };
  return spanMs < 3 * DAY ? { within: "less than three days", waitMs: DAY } : undefined;
}

/** An iterator over the slots from `due` on, as instants. An irregular item has only one. */
function slotsAfter(habit: Habit, due: number, zone: string): () => Instant {
  if (habit.kind !== "timetable") {
    let at = due;
    return () => {
      const slot = at;
      at = habit.kind === "interval" ? at + habit.spacingMs : Infinity;
      return slot;
    };
  }
  const next = slotsFrom(habit, due);
  return () => {
    for (;;) {
      const slot = next();
      const [at] = slot < due ? [] : onClocks([slot], zone);
      if (at !== undefined) return at;
    }
  };
}

/** Civil times as instants, without those that daylight saving skips. */
function onClocks(slots: number[], zone: string): Instant[] {
  return slots.map((slot) => fromLocal(slot, zone)).filter((at, i) => local(at, zone) === slots[i]);
}

/** By how many ms the clocks moved in the day before `at`, or will within the hour: a job may run by the old or the new time. */
function clockShift(at: Instant, zone: string): number {
  if (at === Infinity) return 0;
  return Math.abs(local(at + HOUR, zone) - local(at - DAY, zone) - DAY - HOUR);
}

/**
 * Whether a backup due in this unseen span may have come and been purged unseen. The oldest are purged first: if an older
 * one of the span was found later, this one would have been found too.
 */
function isUnknown(span: NodeVerdict["unseen"][number], due: Instant, times: Float64Array): boolean {
  return span.from < due && due <= span.to && !((times[bisectRight(times, span.from)] ?? Infinity) < due);
}

function limitFor(item: string, { usual, exceptions }: MaxAge): "auto" | number {
  return exceptions.find(({ pattern }) => matches(pattern, item))?.maxage ?? usual;
}
