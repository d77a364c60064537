// The rows of the tables: what needs a look, and every item.
import type { Finding, Instant, ItemVerdict, Status } from "../model.ts";
import { capital, printBytes } from "../units.ts";
import { hollowMark, mark } from "./mark.ts";
import { reasons } from "../words/findings.ts";
import { tellSilence } from "../words/silences.ts";
import { tellAge, tellDue, tellTime } from "../words/times.ts";
import type { Trouble } from "../words/troubles.ts";
import { loud, silenced, worstFirst } from "../words/troubles.ts";

/** Context of the partial `troubles`; `place` says where, with a link, on pages that show more than one node. */
export function troubleRows(
  troubles: Trouble[],
  zone: string,
  now: Instant,
  place?: (trouble: Trouble) => { text: string; href: string },
) {
  return troubles.map((trouble) => {
    const { status, item, findings } = trouble;
    const known = findings.every(silenced);
    return {
      mark: known ? hollowMark(status) : mark(status),
      word: known ? "silenced" : status,
      place: place?.(trouble),
      item,
      reasons: reasons(findings),
      silenced: known ? `${capital(tellSilence(findings, zone, now))}.` : "",
    };
  });
}

/** Context of the partial `items`: those that are retired stand last. */
export function itemRows(items: ItemVerdict[], zone: string, now: Instant, withDue = false) {
  const inOrder = [...items.filter(({ retired }) => !retired), ...items.filter(({ retired }) => retired)];
  return inOrder.map(({ item, status, latest, rhythm, findings, retired }) => ({
    item,
    ...markAndWord(status, findings, retired),
    time: latest ? tellTime(latest.at, zone, now) : "never",
    age: latest ? tellAge(latest.at, now) : "",
    size: latest ? printBytes(latest.bytes) : "",
    rhythm: latest ? rhythm.text : "",
    due: withDue && !retired ? tellDue(rhythm, zone, now) : "",
    reasons: reasons(findings.filter(loud)),
    silenced: saySilenced(findings, zone, now),
  }));
}

function markAndWord(status: Status, findings: Finding[], retired: boolean) {
  if (retired) return { mark: hollowMark(status), word: "retired", soft: true };
  const [known] = worstFirst(findings.filter(silenced));
  if (status === "ok" && known) return { mark: hollowMark(known.status), word: "silenced", soft: true };
  return { mark: mark(status), word: status, soft: false };
}

function saySilenced(findings: Finding[], zone: string, now: Instant): string {
  const known = findings.filter(silenced);
  return known.length === 0 ? "" : `${reasons(known)} ${capital(tellSilence(known, zone, now))}.`;
}
