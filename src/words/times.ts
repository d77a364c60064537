// When: as of when, until when, how long ago, when next?
import type { Instant, Rhythm, SiteVerdict } from "../model.ts";
import { DAY, midnight } from "../time.ts";
import { printClock, printDay, printFullTime, printSpan, printTime } from "../units.ts";

/** `today 16:21`, `23 Nov 16:02`. */
export function describeTime(at: Instant, zone: string, now: Instant): string {
  return isToday(at, zone, now) ? `today ${printClock(at, zone)}` : printTime(at, zone, now);
}

export function isToday(at: Instant, zone: string, now: Instant): boolean {
  return midnight(at, zone) === midnight(now, zone);
}

/** `25 h ago`. */
export function describeAge(at: Instant, now: Instant): string {
  return at > now ? `in ${printSpan(at - now)}` : `${printSpan(now - at)} ago`;
}

/** `next due 25 Nov 16:10`; `was due …` within the grace, `overdue since …` after it. Empty if no backup is expected. */
export function describeDue({ due, dueBy }: Rhythm, zone: string, now: Instant): string {
  if (due === undefined) return "";
  const overdue = now > (dueBy ?? Infinity);
  return `${overdue ? "overdue since" : due < now ? "was due" : "next due"} ${printTime(due, zone, now)}`;
}

/** `next run due Wed 17:10`; empty if it is not known. */
export function describeNextRun({ asOf, nextRun }: SiteVerdict, zone: string): string {
  if (nextRun === undefined) return "";
  if (nextRun < asOf) return `next run was due ${printTime(nextRun, zone, asOf)}`;
  const weekday = printFullTime(nextRun, zone).slice(0, 3);
  const day = nextRun - asOf < 6 * DAY ? weekday : `${weekday} ${printDay(nextRun, zone)}`;
  return `next run due ${day} ${printClock(nextRun, zone)}`;
}

/** Warns a later reader, since a page cannot know when it is read. */
export function describeValidity({ asOf, validUntil }: SiteVerdict, zone: string): string {
  if (validUntil === undefined) return "";
  const until = printFullTime(validUntil, zone);
  if (validUntil < asOf) return `valid until ${until}: the monitor has stopped`;
  return `valid until ${until}; if it is later now, the monitor has stopped`;
}
