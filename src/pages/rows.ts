// The rows of two tables: what needs a look, and all items.
import type { Finding, Instant, ItemVerdict, Status } from "../model.ts";
import { capital, printBytes } from "../units.ts";
import { hollowMark, mark } from "./mark.ts";
import { reasons } from "../words/findings.ts";
import { describeSilence } from "../words/silences.ts";
import { describeAge, describeDue, describeTime } from "../words/times.ts";
import type { Trouble } from "../words/troubles.ts";
import { active, silenced, worstFirst } from "../words/troubles.ts";

/** Context of the partial `troubles`. `place` gives the name and link of the place, on pages that show several nodes. */
export function troubleRows(
  troubles: Trouble[],
  zone: string,
  now: Instant,
  place?: (trouble: Trouble) => { text: string; href: string },
) {
  return troubles.map((trouble) => {
    const { status, item, findings } = trouble;
    const isSilenced = findings.every(silenced);
    return {
      mark: isSilenced ? hollowMark(status) : mark(status),
      word: isSilenced ? "silenced" : status,
      place: place?.(trouble),
      item,
      reasons: reasons(findings),
      silenced: isSilenced ? `${capital(describeSilence(findings, zone, now))}.` : "",
    };
  });
}

/** Context of the partial `items`, retired items last. `withDue` adds when the next backup is due. */
export function itemRows(items: ItemVerdict[], zone: string, now: Instant, withDue = false) {
  const inOrder = [...items.filter(({ retired }) => !retired), ...items.filter(({ retired }) => retired)];
  return inOrder.map(({ item, status, latest, rhythm, findings, retired }) => ({
    item,
    ...markAndWord(status, findings, retired),
    time: latest ? describeTime(latest.at, zone, now) : "never",
    age: latest ? describeAge(latest.at, now) : "",
    size: latest ? printBytes(latest.bytes) : "",
    rhythm: latest ? rhythm.text : "",
    due: withDue && !retired ? describeDue(rhythm, zone, now) : "",
    reasons: reasons(findings.filter(active)),
    silenced: describeSilenced(findings, zone, now),
  }));
}

function markAndWord(status: Status, findings: Finding[], retired: boolean) {
  if (retired) return { mark: hollowMark(status), word: "retired", soft: true };
  const [quiet] = worstFirst(findings.filter(silenced));
  if (status === "ok" && quiet) return { mark: hollowMark(quiet.status), word: "silenced", soft: true };
  return { mark: mark(status), word: status, soft: false };
}

function describeSilenced(findings: Finding[], zone: string, now: Instant): string {
  const quiet = findings.filter(silenced);
  return quiet.length === 0 ? "" : `${reasons(quiet)} ${capital(describeSilence(quiet, zone, now))}.`;
}
