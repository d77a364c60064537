// Is a backup the same on every node that has it, and does it get here when it gets to the others?
import type { Backup, Finding, Instant } from "../../model.ts";
import { DAY, HOUR } from "../../time.ts";
import { plural, printBytes, printCount, printList, printShortTime, printSpan, printTime } from "../../units.ts";
import type { Check, ItemCase } from "./check.ts";
import { newerOf, printNewer } from "../copy-sets.ts";
import { firstSeen, usualLag } from "../lag.ts";
import { same, wholeOf } from "../whole.ts";

export const copies: Check<ItemCase> = (subject) => mismatch(subject) ?? lagging(subject);

// ---------------------------------------------------------------- sizes

interface Mismatch {
  at: Instant;
  own: Backup;
  whole: Backup;
  /** The nodes whose copy is whole. */
  nodes: string[];
}

/** The newest copy that differs: an alarm, or a warning if newer copies are whole. */
function mismatch({ node, copySets, latest, now, timezone }: ItemCase): Finding | undefined {
  let found: Mismatch | undefined;
  let more = 0;
  let newer = 0;
  for (let i = copySets.length - 1; i >= 0; i--) {
    const { at, copies } = copySets[i]!;
    const own = copies.find((copy) => copy.node === node)?.backup;
    if (!own?.held || copies.length < 2) continue;
    const whole = wholeOf(copies.map(({ backup }) => backup));
    if (same(own, whole)) {
      if (!found) newer++;
      continue;
    }
    if (found) more++;
    const nodes = copies.filter(({ backup }) => same(backup, whole)).map((copy) => copy.node);
    found ??= { at, own, whole, nodes };
  }
  if (!found) return undefined;
  const { at, own } = found;
  const which = at === latest?.at ? "" : `the backup of ${printTime(at, timezone, now)} is `;
  const others =
    more === 0 ? "" : `; ${more === 1 ? "an older one differs" : `${printCount(more)} older ones differ`} too`;
  const after = newer === 0 ? "" : `; ${newer === 1 ? "the newer one is" : "the newer ones are"} whole`;
  const reason = which + difference(found) + others + after;
  const gist =
    newer > 0
      ? `copy of ${printShortTime(at, timezone, now)} differs`
      : `${printBytes(own.bytes)} here, ${printBytes(found.whole.bytes)} on ${found.nodes[0]!}`;
  return { check: "copies", status: newer > 0 ? "warn" : "alarm", reason, gist };
}

function difference({ own, whole, nodes }: Mismatch): string {
  const by = printBytes(Math.abs(whole.bytes - own.bytes));
  const [here, there] = [own, whole].map(({ bytes }) => printBytes(bytes));
  const exactly = `${printCount(own.bytes)} against ${printCount(whole.bytes)} bytes`;
  const sizes = here === there ? exactly : `${here!} against ${there!}`;
  const where = `the ${nodes.length === 1 ? "copy" : "copies"} on ${printList(nodes)}`;
  const files = own.files === whole.files ? "" : ` (${plural(own.files, "file")} against ${printCount(whole.files)})`;
  return `${by} ${own.bytes < whole.bytes ? "smaller than" : "larger than"} ${where}: ${sizes}${files}`;
}

// ---------------------------------------------------------------- lag

/** The lag allowed where too few copies were seen to learn it. */
export const UNKNOWN_LAG = DAY;
/** Copies are never on time to the minute. */
export const SLACK = 2 * HOUR;

/** Whether the node waits for a backup that others have; an overdue item is left to `age`, which names them too. */
function lagging({ node, copySets, past, latest, seenUntil, now, timezone, rhythm }: ItemCase): Finding | undefined {
  if (!latest || (rhythm.dueBy !== undefined && now > rhythm.dueBy)) return undefined;
  const lacking = copySets.filter(({ at }) => at > latest.at);
  const since = lacking.length === 0 ? undefined : firstSeen(lacking[0]!);
  if (since === undefined) return undefined;
  const lag = usualLag(copySets, past, node) ?? UNKNOWN_LAG;
  const waited = seenUntil - since;
  const patience = lag + Math.max(SLACK, lag);
  if (waited <= patience) return undefined;
  const newest = newerOf(copySets, latest)!;
  const reason = `${printNewer(newest, now, timezone)}; the newest here is of ${printTime(latest.at, timezone, now)}, and copies usually arrive within ${printSpan(patience)}`;
  const gist = `${newest.nodes[0]!} has ${printShortTime(newest.at, timezone, now)}`;
  return { check: "copies", status: waited > patience + DAY ? "alarm" : "warn", reason, gist };
}
