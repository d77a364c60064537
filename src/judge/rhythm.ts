// When do an item's backups come, when is the next one overdue, and which did not come?
import { median, quantile } from "d3-array";
import type { Instant, ItemHistory, MaxAge, NodeVerdict, Rhythm } from "../model.ts";
import { DAY } from "../time.ts";
import { printSpan } from "../units.ts";

/** One backup has no rhythm yet: this long it may be the only one, so that a monthly item is given its month. */
const FALLBACK = 35 * DAY;

/** The past beyond this many backups teaches nothing about the present. */
const RECENT = 60;

export function learnRhythm(
  { item, backups }: ItemHistory,
  maxage: MaxAge,
  unseen: NodeVerdict["unseen"],
  now: Instant,
): Rhythm {
  const times = [...new Set(backups.map(({ at }) => at))];
  const latest = times.at(-1);
  if (latest === undefined) return neverSeen([], now);
  const gaps = times.slice(-RECENT).flatMap((at, i, recent) => (i === 0 ? [] : [at - recent[i - 1]!]));
  const periodMs = median(gaps);
  const limit = limitFor(item, maxage);
  const { text, rule, spanMs } =
    limit !== "auto"
      ? fixed(limit * DAY)
      : periodMs === undefined
        ? { text: "only one so far", rule: `another was due within ${printSpan(FALLBACK)}`, spanMs: FALLBACK }
        : learned(periodMs);
  const dueBy = latest + spanMs;
  return { text, rule, periodMs, dueBy, missed: missedIn(times, gaps, unseen, now > dueBy ? now : latest) };
}

/** What came to another node since somebody looks here did not come here; the node that has most of it knows best. */
export function neverSeen(elsewhere: Pick<ItemHistory, "backups">[], since: Instant): Rhythm {
  const times = elsewhere.map(({ backups }) => [...new Set(backups.map(({ at }) => at).filter((at) => at > since))]);
  const missed = times.reduce((most, some) => (some.length > most.length ? some : most), []);
  return { text: "never seen", rule: "", periodMs: undefined, dueBy: undefined, missed };
}

function fixed(spanMs: number) {
  const text = `at most ${printSpan(spanMs)} old`;
  return { text, rule: `it may be ${text}`, spanMs };
}

function learned(periodMs: number) {
  const text = `every ${printSpan(periodMs).replace(/^1 h$/, "hour")}`;
  return { text, rule: `due ${text}`, spanMs: 2 * periodMs };
}

function limitFor(item: string, { usual, exceptions }: MaxAge): "auto" | number {
  return exceptions.find(({ pattern }) => matches(pattern, item))?.maxage ?? usual;
}

function matches(pattern: string, item: string): boolean {
  const literal = pattern.replace(/[.+^${}()|[\]\\]/g, "\\$&");
  return new RegExp(`^${literal.replace(/\*+/g, ".*").replaceAll("?", ".")}$`, "su").test(item);
}

/** Every period's end in a gap that is unusually long for this item; a weekend is not, where every week has one. */
function missedIn(times: Instant[], gaps: number[], unseen: NodeVerdict["unseen"], until: Instant): Instant[] {
  const period = median(gaps);
  const usual = quantile(gaps, 0.9);
  if (period === undefined || usual === undefined || gaps.length < 3 || period <= 0) return [];
  const missed: Instant[] = [];
  for (const [i, at] of times.entries()) {
    const next = times[i + 1];
    if (next !== undefined && next - at < 1.5 * usual) continue;
    const end = next === undefined ? until : next - period / 2;
    for (let due = at + period; due <= end; due += period) missed.push(due);
  }
  return missed.filter((due) => !unseen.some((span) => hides(span, due, times)));
}

/**
 * Whether nobody can know if it came: it was due while nobody could look. What a later look found of that time tells of
 * all that would be younger, because the oldest are purged first.
 */
function hides(span: NodeVerdict["unseen"][number], due: Instant, times: Instant[]): boolean {
  return span.from < due && due <= span.to && !times.some((at) => span.from < at && at < due);
}
