// Which copies of each item does every node have, night by night? Facts for the hub page; the checks judge them.
import type {
  Backup,
  Copies,
  Copy,
  CopyMatrix,
  Instant,
  ItemHistory,
  ItemVerdict,
  NodeHistory,
  NodeVerdict,
} from "../model.ts";
import { midnight } from "../time.ts";
import { isArriving } from "./arriving.ts";
import type { Copied } from "./copied.ts";
import { same, wholeOf } from "./copies.ts";
import type { Opinions } from "./opinion.ts";

const NIGHTS = 7;

/** From the first to the last: of several on one night the cell tells the first of these. */
const GRAVEST: Copy[] = ["missing", "short", "larger", "unreachable", "late", "present", "same", "gone"];

/** What is said of several nodes of one hub, all lists in the same order. */
export interface Side {
  histories: NodeHistory[];
  nodes: NodeVerdict[];
  /** By item: what several nodes got of it lately. */
  copied: Map<string, Copied[]>;
  opinions: Opinions;
  /** The midnight at the end of the last night. */
  end: Instant;
  now: Instant;
  timezone: string;
}

/** Without the items that are retired. */
export function matrixOf({ histories, nodes, copied, opinions, end, now, timezone }: Side): CopyMatrix {
  const days = Array.from({ length: NIGHTS + 1 }, (_, i) => midnight(end, timezone, i - NIGHTS));
  const pasts = histories.map(({ items }) => new Map(items.map((past) => [past.item, past])));
  const expected = nodes[0]?.items.filter(({ retired }) => !retired) ?? [];
  const items = expected.map(({ item }) => {
    const places = nodes.map((node, n): Place => {
      const verdict = node.items.find((of) => of.item === item)!;
      const past = pasts[n]!.get(item) ?? { item, backups: [] };
      return { node, verdict, past, stamps: copied.get(item) ?? [], opinions, now };
    });
    const newest = Math.max(...places.map(({ verdict }) => verdict.latest?.at ?? -Infinity));
    return { item, nodes: places.map((place) => copiesAt(place, newest, days)) };
  });
  return { nights: days.slice(0, NIGHTS), items };
}

/** One item on one node. */
interface Place {
  node: NodeVerdict;
  verdict: ItemVerdict;
  past: ItemHistory;
  stamps: Copied[];
  opinions: Opinions;
  now: Instant;
}

function copiesAt(place: Place, newest: Instant, days: Instant[]): Copies {
  const { node, verdict, past } = place;
  const { latest } = verdict;
  const upTo = latest?.at ?? -Infinity; // What is stamped in the future is no copy of any night.
  const held = past.backups.findLast((backup) => backup.held && backup.at <= upTo);
  const lately = past.backups.filter(({ at }) => at >= days[0]! && at <= upTo);
  return {
    node: node.node,
    nights: days.slice(0, -1).map((day, i) => copyOfNight(place, lately, day, days[i + 1]!)),
    newest: copyOfNewest(place, newest),
    since: held?.at,
    lacks: latest && lacking(place, latest),
  };
}

function copyOfNight(place: Place, lately: Backup[], day: Instant, next: Instant): Copy {
  const { node, verdict, stamps, now } = place;
  const within = (at: Instant) => at >= day && at < next;
  const own = lately.filter(({ at }) => within(at)).map((backup) => copyOf(place, backup));
  const here = own.some((copy) => copy !== "gone") ? own.filter((copy) => copy !== "gone") : own;
  if (verdict.rhythm.missed.some(within)) here.push("missing");
  if (here.length > 0) return GRAVEST.find((copy) => here.includes(copy))!;
  if (node.unseen.some(({ from, to }) => from < next && day < to)) return "unreachable";
  const elsewhere = stamps.findLast(({ at }) => within(at) && at > (verdict.latest?.at ?? -Infinity));
  if (elsewhere && isSharing(place)) return absent(place, elsewhere.at);
  const { due } = verdict.rhythm;
  if (due === undefined || !within(due)) return "none";
  return now < due ? "awaited" : absent(place, due);
}

function copyOfNewest(place: Place, newest: Instant): Copy {
  const { latest, rhythm } = place.verdict;
  if (!latest) return absent(place, newest);
  if (place.now > (rhythm.dueBy ?? Infinity)) return absent(place, rhythm.due!);
  if (latest.at === newest || !isSharing(place)) return copyOf(place, latest);
  return absent(place, newest);
}

/** Of one that is there, or was. */
function copyOf(place: Place, backup: Backup): Copy {
  const { node, verdict, past, stamps } = place;
  if (!backup.held) return "gone";
  if (backup === past.backups.at(-1) && isArriving(past, node.lastGood)) return "late";
  const copies = stamps.find(({ at }) => at === backup.at)?.copies.map((copy) => copy.backup) ?? [];
  const whole = copies.length < 2 ? backup : wholeOf(copies);
  if (!same(backup, whole)) return backup.bytes < whole.bytes ? "short" : "larger";
  if (backup.at === verdict.latest?.at && isCutShort(verdict)) return "short";
  return copies.filter((copy) => same(copy, backup)).length > 1 ? "same" : "present";
}

/** Of one that was expected at `at`. */
function absent({ node, verdict, now }: Place, at: Instant): Copy {
  const { collected, lastGood } = node;
  const blind = collected !== undefined && collected.outcome !== "ok" && at >= (lastGood?.at ?? -Infinity);
  if (blind) return "unreachable";
  return !verdict.latest || now > (verdict.rhythm.dueBy ?? Infinity) ? "missing" : "late";
}

/** Where each node makes backups of its own, at times of its own, none is a copy of another. */
function isSharing({ node, past, stamps }: Place): boolean {
  return past.backups.length === 0 || stamps.some(({ copies }) => copies.length > 1 && has(copies, node));
}

function has(copies: Copied["copies"], { node }: NodeVerdict): boolean {
  return copies.some((copy) => copy.node === node);
}

function isCutShort({ findings }: ItemVerdict): boolean {
  return findings.some(({ check, status }) => check === "size" && status === "alarm");
}

/** The share of the newest that is not there, by a copy that is whole or by what was expected. */
function lacking({ verdict, past, stamps, opinions }: Place, latest: Backup): number | undefined {
  const copies = stamps.find(({ at }) => at === latest.at)?.copies.map(({ backup }) => backup) ?? [];
  const whole = copies.length < 2 ? latest : wholeOf(copies);
  if (!same(latest, whole) && latest.bytes < whole.bytes) return 1 - latest.bytes / whole.bytes;
  if (!isCutShort(verdict)) return undefined;
  const { baseline } = opinions.of(verdict.item, past.backups, past.backups.lastIndexOf(latest));
  return baseline && Math.max(0, 1 - latest.bytes / Math.exp(baseline.expected));
}
