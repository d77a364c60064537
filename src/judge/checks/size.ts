// Is the newest tarball as large as it should be?
import type { Backup, Finding } from "../../model.ts";
import { DAY } from "../../time.ts";
import { printBytes, printCount, printNearDay, printSpan, printTime } from "../../units.ts";
import type { Check, ItemCase } from "./check.ts";
import { changeText } from "../sizes/change.ts";
import { frozenAt } from "../sizes/frozen.ts";
import type { SizeAssessment } from "../sizes/assessment.ts";

export const size: Check<ItemCase> = ({ hub, item, complete, past, assessments, now, timezone }) => {
  const i = past.length - 1 - (complete ? 0 : 1);
  const backup = past[i];
  if (!backup) return undefined;
  // A reason without a time is about the newest backup.
  const which = complete ? "" : `backup of ${printTime(backup.at, timezone, now)}: `;
  const assessment = assessments.of(item, past, i);
  if (assessment.kind === "fine") {
    const still = frozenAt(past, i, hub.frozen);
    if (!still) return undefined;
    const reason = `${which}the last ${printCount(still.count)} backups, since ${printTime(still.from, timezone, now)}, have the same size to the byte (${printBytes(backup.bytes)}); sizes varied before`;
    return finding("warn", reason, `same size since ${printNearDay(still.from, timezone, now)}`);
  }
  const reason = which + sentence(backup, past.slice(0, i), assessment);
  return finding(assessment.kind === "jump" ? "warn" : "alarm", reason, gistOf(backup, assessment));
};

function finding(status: Finding["status"], reason: string, gist: string): Finding {
  return { check: "size", status, reason, gist };
}

function sentence(backup: Backup, before: Backup[], { kind, limits, baseline }: SizeAssessment): string {
  const bytes = printBytes(backup.bytes);
  if (kind === "empty" || !limits || !baseline) {
    const last = before.at(-1);
    return backup.bytes === 0
      ? "0 bytes: an empty file"
      : `${bytes}, next to nothing${last ? `; the one before was ${printBytes(last.bytes)}` : ""}`;
  }
  const { expected, spread, count, periodMs } = baseline;
  const usual = printBytes(Math.exp(expected));
  const like = `the ${usual} expected from the last ${count}${periodMs ? ` ${printEvery(periodMs)}` : ""} (usual spread ± ${printSpread(spread)}`;
  return kind === "short"
    ? `${bytes}, ${changeText(backup, baseline).slice(1)} below ${like}; alarm below ${printBytes(limits.low)})`
    : `${bytes}, ${changeText(backup, baseline).slice(1)} times ${like}; warning above ${printBytes(limits.high)})`;
}

/** `at intervals of 2 days`. */
function printEvery(ms: number): string {
  return ms === 7 * DAY ? "on this day of the week" : `at intervals of ${printSpan(ms)}`;
}

function gistOf(backup: Backup, { kind, baseline }: SizeAssessment): string {
  if (kind === "empty" || !baseline)
    return backup.bytes === 0 ? "empty" : `${printBytes(backup.bytes)}, next to nothing`;
  return `size ${changeText(backup, baseline)}`;
}

function printSpread(spread: number): string {
  return spread < 0.01 ? "1 %" : `${Math.round(100 * spread)} %`;
}
