// The mark of a status: shape and colour, for the word beside it.
import type { Status } from "../model.ts";

const MARKS: Record<Status, { path: string; letter: string; colour: string }> = {
  ok: { path: "M1 6a5 5 0 1 0 10 0a5 5 0 1 0-10 0", letter: "●", colour: "#2a7a4b" },
  warn: { path: "M6 .5L11.5 11H.5Z", letter: "▲", colour: "#8f5f00" },
  unknown: { path: "M6 .5L11.5 6L6 11.5L.5 6Z", letter: "◆", colour: "#6e56a8" },
  alarm: { path: "M1 1H11V11H1Z", letter: "■", colour: "#c9252d" },
};

/**
 * Context of the partial `mark`, and of the report, where it is a letter that flows with the words. `paint` is its class
 * there: `ok` itself is a soft word in the margin of a plot.
 */
export function mark(status: Status) {
  return { status, paint: status === "ok" ? "well" : status, hollow: false, ...MARKS[status] };
}

/** Of what is silenced: only its outline. */
export function hollowMark(status: Status) {
  return { ...mark(status), hollow: true };
}
