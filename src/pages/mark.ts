// The mark of a status: a shape and a colour, always beside the word.
import type { Status } from "../model.ts";

const MARKS: Record<Status, { path: string; letter: string; colour: string }> = {
  ok: { path: "M1 6a5 5 0 1 0 10 0a5 5 0 1 0-10 0", letter: "●", colour: "#2a7a4b" },
  warn: { path: "M6 .5L11.5 11H.5Z", letter: "▲", colour: "#8f5f00" },
  unknown: { path: "M6 .5L11.5 6L6 11.5L.5 6Z", letter: "◆", colour: "#6e56a8" },
  alarm: { path: "M1 1H11V11H1Z", letter: "■", colour: "#c9252d" },
};

/**
 * Context of the partial `mark`, and of the report, where the mark is a character in the text. `paint` is its class in the
 * report: there, the class `ok` is already that of the pale word `ok` in the margin of a plot.
 */
export function mark(status: Status) {
  return { status, paint: status === "ok" ? "well" : status, hollow: false, ...MARKS[status] };
}

/** The mark of a silenced finding or a retired item: an outline. */
export function hollowMark(status: Status) {
  return { ...mark(status), hollow: true };
}
