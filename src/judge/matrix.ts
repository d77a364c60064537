// Which copies of each item does each node have, night by night? Facts for the hub page; the checks judge them.
import type { Backup, Copies, Copy, CopyMatrix, Instant, ItemHistory, ItemVerdict, NodeVerdict } from "../model.ts";
import { midnight } from "../time.ts";
import { isArriving } from "./arriving.ts";
import type { HubContext } from "./context.ts";
import type { CopySet } from "./copy-sets.ts";
import type { SizeAssessments } from "./sizes/assessment.ts";
import { same, wholeOf } from "./whole.ts";

const NIGHTS = 7;

/** Where several apply to one night, the cell shows the first of these. */
const WORST_FIRST: Copy[] = ["missing", "short", "larger", "unreachable", "late", "present", "same", "gone"];

/** `nodes` are in the order of the histories. */
interface JudgedHub extends HubContext {
  nodes: NodeVerdict[];
}

/** The matrix of copies, without retired items. */
export function matrixOf({ histories, nodes, copySets, assessments, end, now, timezone }: JudgedHub): CopyMatrix {
  const days = Array.from({ length: NIGHTS + 1 }, (_, i) => midnight(end, timezone, i - NIGHTS));
  const pasts = histories.map(({ items }) => new Map(items.map((past) => [past.item, past])));
  const expected = nodes[0]?.items.filter(({ retired }) => !retired) ?? [];
  const items = expected.map(({ item }) => {
    const contexts = nodes.map((node, n): CopyContext => {
      const verdict = node.items.find((of) => of.item === item)!;
      const past = pasts[n]!.get(item) ?? { item, backups: [] };
      return { node, verdict, past, copySets: copySets.get(item) ?? [], assessments, now };
    });
    const newest = Math.max(...contexts.map(({ verdict }) => verdict.latest?.at ?? -Infinity));
    return { item, nodes: contexts.map((context) => copiesAt(context, newest, days)) };
  });
  return { nights: days.slice(0, NIGHTS), items };
}

/** One item on one node. */
interface CopyContext {
  node: NodeVerdict;
  verdict: ItemVerdict;
  past: ItemHistory;
  copySets: CopySet[];
  assessments: SizeAssessments;
  now: Instant;
}

function copiesAt(context: CopyContext, newest: Instant, days: Instant[]): Copies {
  const { node, verdict, past } = context;
  const { latest } = verdict;
  const upTo = latest?.at ?? -Infinity; // A backup stamped in the future belongs to no night.
  const held = past.backups.findLast((backup) => backup.held && backup.at <= upTo);
  const lately = past.backups.filter(({ at }) => at >= days[0]! && at <= upTo);
  return {
    node: node.node,
    nights: days.slice(0, -1).map((day, i) => copyOfNight(context, lately, day, days[i + 1]!)),
    newest: copyOfNewest(context, newest),
    since: held?.at,
    lacks: latest && lacking(context, latest),
  };
}

function copyOfNight(context: CopyContext, lately: Backup[], day: Instant, next: Instant): Copy {
  const { node, verdict, copySets, now } = context;
  const within = (at: Instant) => at >= day && at < next;
  const own = lately.filter(({ at }) => within(at)).map((backup) => copyOf(context, backup));
  const here = own.some((copy) => copy !== "gone") ? own.filter((copy) => copy !== "gone") : own;
  if (verdict.rhythm.missed.some(within)) here.push("missing");
  if (here.length > 0) return WORST_FIRST.find((copy) => here.includes(copy))!;
  if (node.unseen.some(({ from, to }) => from < next && day < to)) return "unreachable";
  const elsewhere = copySets.findLast(({ at }) => within(at) && at > (verdict.latest?.at ?? -Infinity));
  if (elsewhere && isSharing(context)) return absent(context, elsewhere.at);
  const { due } = verdict.rhythm;
  if (due === undefined || !within(due)) return "none";
  return now < due ? "awaited" : absent(context, due);
}

function copyOfNewest(context: CopyContext, newest: Instant): Copy {
  const { latest, rhythm } = context.verdict;
  if (!latest) return absent(context, newest);
  if (context.now > (rhythm.dueBy ?? Infinity)) return absent(context, rhythm.due!);
  if (latest.at === newest || !isSharing(context)) return copyOf(context, latest);
  return absent(context, newest);
}

/** A backup that is or was there. */
function copyOf(context: CopyContext, backup: Backup): Copy {
  const { node, verdict, past, copySets } = context;
  if (!backup.held) return "gone";
  if (backup === past.backups.at(-1) && isArriving(past, node.lastGood)) return "late";
  const copies = copySets.find(({ at }) => at === backup.at)?.copies.map((copy) => copy.backup) ?? [];
  const whole = copies.length < 2 ? backup : wholeOf(copies);
  if (!same(backup, whole)) return backup.bytes < whole.bytes ? "short" : "larger";
  if (backup.at === verdict.latest?.at && isCutShort(verdict)) return "short";
  return copies.filter((copy) => same(copy, backup)).length > 1 ? "same" : "present";
}

/** A backup that was expected at `at` and is not there. */
function absent({ node, verdict, now }: CopyContext, at: Instant): Copy {
  const { collected, lastGood } = node;
  const blind = collected !== undefined && collected.outcome !== "ok" && at >= (lastGood?.at ?? -Infinity);
  if (blind) return "unreachable";
  return !verdict.latest || now > (verdict.rhythm.dueBy ?? Infinity) ? "missing" : "late";
}

/** Whether nodes get copies of the same backups, rather than each making its own. */
function isSharing({ node, past, copySets }: CopyContext): boolean {
  return past.backups.length === 0 || copySets.some(({ copies }) => copies.length > 1 && has(copies, node));
}

function has(copies: CopySet["copies"], { node }: NodeVerdict): boolean {
  return copies.some((copy) => copy.node === node);
}

function isCutShort({ findings }: ItemVerdict): boolean {
  return findings.some(({ check, status }) => check === "size" && status === "alarm");
}

/** The share of the newest backup that is lacking, compared with a whole copy or with the expected size. */
function lacking({ verdict, past, copySets, assessments }: CopyContext, latest: Backup): number | undefined {
  const copies = copySets.find(({ at }) => at === latest.at)?.copies.map(({ backup }) => backup) ?? [];
  const whole = copies.length < 2 ? latest : wholeOf(copies);
  if (!same(latest, whole) && latest.bytes < whole.bytes) return 1 - latest.bytes / whole.bytes;
  if (!isCutShort(verdict)) return undefined;
  const { baseline } = assessments.of(verdict.item, past.backups, past.backups.lastIndexOf(latest));
  return baseline && Math.max(0, 1 - latest.bytes / Math.exp(baseline.expected));
}
