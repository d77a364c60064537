// Is the newest tarball as large as its sidecar says, and is there a sidecar where there usually is one?
import type { Finding, Instant, Note } from "../../model.ts";
import { DAY, HOUR } from "../../time.ts";
import { printBytes, printCount, printSpan, printTime } from "../../units.ts";
import type { Check, ItemCase } from "./check.ts";

/** This many sidecars make them expected. */
export const HABIT = 5;
/** How much later than ever before a sidecar may come. */
export const SLACK = HOUR;
/** Without a sidecar for this long, none is expected any more. */
export const FORGOTTEN = 14 * DAY;

export const sidecar: Check<ItemCase> = (subject) => {
  const { sidecar: note, past, complete, latest, now, timezone } = subject;
  if (!note) return undefined;
  const noted = past.findLast(({ at }) => at === note.at);
  if (noted?.held && (complete || noted !== latest)) {
    const which = noted === latest ? "" : `backup of ${printTime(note.at, timezone, now)}: `;
    const wrong = mismatch(note);
    if (wrong) return { ...wrong, reason: which + wrong.reason };
  }
  return lacking(subject, note);
};

function mismatch({ bytes, md5, fileBytes }: Note): Finding | undefined {
  if (bytes !== undefined && bytes !== fileBytes) {
    const less = bytes > fileBytes;
    const by = `${printBytes(Math.abs(bytes - fileBytes))} ${less ? "smaller" : "larger"}`;
    const [here, there] = [fileBytes, bytes].map(printBytes);
    const sizes =
      here === there ? `${printCount(fileBytes)} against ${printCount(bytes)} bytes` : `${here!} against ${there!}`;
    const reason = `${by} than its sidecar says: ${sizes}`;
    return { check: "sidecar", status: "alarm", reason, gist: `sidecar says ${printBytes(bytes)}` };
  }
  if (bytes === undefined || md5 === undefined) {
    const reason = `its sidecar cannot be read: no ${bytes === undefined ? "size" : "MD5"} in it`;
    return { check: "sidecar", status: "warn", reason, gist: "sidecar unreadable" };
  }
  return undefined;
}

/** Visits read only the newest sidecar of an item: only backups after it can be known to lack one. */
function lacking({ past, notes, seenUntil, now, timezone }: ItemCase, newest: Note): Finding | undefined {
  if (notes.length < HABIT) return undefined;
  const waiting = past.find(({ at, seen }) => at > newest.at && seen !== undefined);
  if (!waiting) return undefined;
  const usual = usualDelay(past, notes);
  const waited = seenUntil - waiting.seen!;
  if (waited <= usual + SLACK || waited > FORGOTTEN) return undefined;
  const within = `sidecars usually arrive within ${printSpan(usual + SLACK)}`;
  const reason = `the backup of ${printTime(waiting.at, timezone, now)} has no sidecar; ${within}`;
  return { check: "sidecar", status: "warn", reason, gist: "no sidecar" };
}

function usualDelay(past: ItemCase["past"], notes: { at: Instant; seen: Instant }[]): number {
  const seen = new Map(past.map((backup) => [backup.at, backup.seen]));
  return Math.max(0, ...notes.slice(-20).map((note) => note.seen - (seen.get(note.at) ?? note.seen)));
}
