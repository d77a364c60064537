// What does a plot say in words? From the verdict, and of instants only: a plot knows no now.
import { capital, printBytes, printDate, printTime, printWord, plural } from "../units.ts";
import type { Panel, View } from "./view.ts";

/** `90 days to 24 Nov 2026, Asia/Shanghai.` */
export function period({ range, from, to, timezone }: View): string {
  const last = printDate(to - 1, timezone);
  const first = range.days === undefined ? printDate(from, timezone) : range.title;
  return `${first === last ? last : `${first} to ${last}`}, ${timezone}.`;
}

/** `Three of six items need a look: svn/dybsvn overdue and two more.`, naming as many as fit. */
export function conclusion({ panels }: View, fits: (text: string) => boolean): string {
  const bad = panels.filter(({ status }) => status !== "ok");
  for (let shown = Math.min(bad.length, LINE); shown > 0; shown--) {
    const names = bad.slice(0, shown).map((panel) => `${panel.item} ${inShort(panel)}`);
    const more = shown === bad.length ? "" : ` and ${printWord(bad.length - shown)} more`;
    const text = `${count(bad.length, panels.length)}: ${names.join(", ")}${more}.`;
    if (fits(text)) return text;
  }
  return `${count(bad.length, panels.length)}.`;
}

/** More names than any line holds. */
const LINE = 30;
/** Reasons that a listener would still listen to. */
const MOST = 5;

/** What a sighted person would see. */
export function description({ node, findings, panels, held, newest, timezone, to }: View): string {
  const bad = panels.filter(({ status }) => status !== "ok");
  const since = newest === undefined ? "" : `, the newest of ${printTime(newest, timezone, to - 1)}`;
  return [
    ...findings.map(({ reason }) => `${node}: ${reason}.`),
    `${count(bad.length, panels.length)}.`,
    ...bad.slice(0, MOST).map(({ item, finding, status }) => `${item}: ${finding?.reason ?? status}.`),
    ...(bad.length > MOST ? [`And ${printWord(bad.length - MOST)} more.`] : []),
    `On the node: ${plural(held.tarballs, "tarball")}, ${printBytes(held.bytes)}${since}.`,
  ].join(" ");
}

/** `Three of six items need a look`, `All six items are well`. */
function count(bad: number, items: number): string {
  if (items === 0) return "No item is known yet";
  const well = bad === 0;
  if (items === 1) return `The only item ${well ? "is well" : "needs a look"}`;
  const all = items === 2 ? "Both" : `All ${printWord(items)}`;
  if (well || bad === items) return `${all} items ${well ? "are well" : "need a look"}`;
  return `${capital(printWord(bad))} of ${printWord(items)} items ${bad === 1 ? "needs" : "need"} a look`;
}

function inShort({ finding, status }: Panel): string {
  if (!finding) return status;
  return finding.check === "age" && finding.status === "alarm" ? "overdue" : finding.gist;
}
