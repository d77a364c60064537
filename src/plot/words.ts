// The words in a plot. They give times, never ages, since a plot does not know when it is read.
import { capital, printBytes, printCount, printDate, printTime, printWord, plural } from "../units.ts";
import type { Finding, Instant } from "../model.ts";
import { STATUSES } from "../model.ts";
import { inShort } from "../words/findings.ts";
import type { Panel, View } from "./view.ts";

/** `90 days to 24 Nov 2026, Asia/Shanghai.` */
export function describeRange({ range, from, to, timezone }: View): string {
  const last = printDate(to - 1, timezone);
  const first = range.days === undefined ? printDate(from, timezone) : range.title;
  return `${first === last ? last : `${first} to ${last}`}, ${timezone}.`;
}

/** `Three of six items on SDU need a look: svn/dybsvn size −31 % and two more.` Names as many items as `fits` allows. */
export function subtitle({ conclusion, panels: shown, rest }: View, fits: (text: string) => boolean): string {
  const bad = [...shown, ...rest].filter(({ status }) => status !== "ok");
  for (let shown = Math.min(bad.length, MAX_NAMES); shown > 0; shown--) {
    const names = bad
      .slice(0, shown)
      .map(({ item, finding, status }) => (finding ? inShort(item, finding) : `${item} ${status}`));
    const more = shown === bad.length ? "" : ` and ${printWord(bad.length - shown)} more`;
    const text = `${conclusion}: ${names.join(", ")}${more}.`;
    if (fits(text)) return text;
  }
  return `${conclusion}.`;
}

/** The items that are not drawn: `Five more items: two warn, three ok.` */
export function remainder({ rest }: View): string {
  const counts = STATUSES.toReversed().flatMap((status) => {
    const count = rest.filter((panel) => panel.status === status).length;
    return count === 0 ? [] : `${count === rest.length && count > 1 ? "all" : printWord(count)} ${status}`;
  });
  return `${capital(plural(rest.length, "more item").replace(/^\d+/, printWord(rest.length)))}: ${counts.join(", ")}.`;
}

/** More names than fit on a line. */
const MAX_NAMES = 30;
/** As many reasons as a listener has patience for. */
const MAX_REASONS = 5;

/** The `<desc>` of a plot: what a sighted reader would see, in two sentences. */
export function description(view: View): string {
  const { conclusion, node, findings, panels: shown, rest, held, newest, timezone, to } = view;
  const panels = [...shown, ...rest];
  const bad = panels.filter(({ status }) => status !== "ok");
  const quiet = panels.filter(({ finding }) => finding?.silenced);
  const since = newest === undefined ? "" : `, the newest of ${printTime(newest, timezone, to - 1)}`;
  const seen = [
    ...findings.map((finding) => `${node}: ${reasonOf(finding)}`),
    ...bad.slice(0, MAX_REASONS).map(({ item, finding, status }) => `${item}: ${finding?.reason ?? status}`),
    ...quiet.map(({ item, finding }) => `${item}: ${reasonOf(finding!)}`),
    ...(bad.length > MAX_REASONS ? [`and ${printWord(bad.length - MAX_REASONS)} more`] : []),
  ];
  const verdict = [conclusion, seen.join("; ")].filter((part) => part !== "").join(": ");
  return `${verdict}. On the node: ${plural(held.tarballs, "tarball")}, ${printBytes(held.bytes)}${since}.`;
}

/** `22 Nov 16:10 Asia/Shanghai`, with its year if that is not the last year of the plot. */
export function printZonedTime(at: Instant, { timezone, to }: View): string {
  return `${printTime(at, timezone, to - 1)} ${timezone}`;
}

/** `svn/dybsvn, 22 Nov 16:10 Asia/Shanghai: 2,480,123,456 bytes`. */
export function describePoint(panel: Panel, i: number, view: View): string {
  return `${panel.item}, ${printZonedTime(panel.points.at[i]!, view)}: ${describeSize(panel, i)}`;
}

/** Tarballs named in one tooltip: the last ones. */
export const MAX_TITLES = 5;

/** The text of a tooltip: the last titles, a line each, and how many of `count` are not named. */
export function titleLines(titles: string[], count = titles.length): string {
  const more = count > MAX_TITLES ? [`and ${count - MAX_TITLES} more`] : [];
  return [...titles.slice(-MAX_TITLES), ...more].join("\n");
}

export function describeSize({ points }: Panel, i: number): string {
  const bytes = points.bytes[i]!;
  return points.rounded[i]! > 0 ? `about ${printBytes(bytes)}` : `${printCount(bytes)} bytes`;
}

function reasonOf({ reason, silenced, gist }: Finding): string {
  return silenced ? `${reason}, ${gist}: ${silenced.reason}` : reason;
}
