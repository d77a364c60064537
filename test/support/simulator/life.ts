// The life of one item: its backups as they arrived on each node, and what was wrong with them.
import type { Instant } from "../../../src/model.ts";
import { DAY, HOUR, instant, MINUTE, stampOf } from "../../../src/time.ts";
import { callFor, isShort, type Kind, type Label } from "./labels.ts";
import type { Random } from "./random.ts";
import { scheduleOf, type Family, type Schedule } from "./rhythms.ts";
import { shapesOf, sizesOf, type Shape } from "./sizes.ts";

export const TIME_STORIES = [
  "healthy",
  "late nights",
  "one lost",
  "outage",
  "lost after an old outage",
  "schedule change",
  "copy stopped",
  "new item",
] as const;
export type TimeStory = (typeof TIME_STORIES)[number];

export const SIZE_STORIES = ["healthy", "cut", "copy cut", "clean-up", "jump", "frozen", "empty"] as const;
export type SizeStory = (typeof SIZE_STORIES)[number];

export interface Copy {
  /** The instant as read from its stamp: civil time, in which one hour of the year comes twice. */
  at: Instant;
  arrives: Instant;
  bytes: number;
}

export interface Life {
  item: string;
  family: Family;
  timeStory: TimeStory;
  shape: Shape;
  sizeStory: SizeStory;
  /** One list for each node, in order of arrival. */
  copies: Copy[][];
  /** The longest delay of a copy, for each node. */
  copyDelays: number[];
  /** How many a node keeps. */
  keep: number;
  labels: Label[];
}

export interface Times {
  zone: string;
  begin: Instant;
  /** From then on verdicts are counted. */
  counted: Instant;
  end: Instant;
}

/** One start of a job, as scheduled. */
interface Start {
  due: Instant;
  schedule: Schedule;
  lateMs: number;
  /** The nodes that get nothing. */
  lost: "nowhere" | "everywhere" | number;
  kind: Kind;
}

const OWED_FROM = 10;

export function live(family: Family, times: Times, nodes: string[], random: Random): Life {
  const timeStory = storyOfTime(family, nodes, random);
  const shape = random.pick(shapesOf(family));
  const sizeStory = storyOfSize(family, shape, nodes, random);
  const item = `${family}/${timeStory}/${shape}/${sizeStory}`.replaceAll(" ", "-");
  const { starts, changed } = startsOf(family, timeStory, times, nodes, random);
  const stepMs = Math.min(...starts.map(({ schedule }) => schedule.stepMs));
  const copyDelays = nodes.map(() => Math.min(random.pick([2, 5, 10, 15, 50]) * MINUTE, stepMs / 6));
  const sizes = sizesOf(shape, times.zone, times.begin, random);
  const tale = taleOfSizes(sizeStory, starts, times, random);
  const node = random.integer(0, nodes.length - 1);
  const copies: Copy[][] = nodes.map(() => []);
  const labels: Label[] = [];
  /** Labels that end with the next arrival or a later one: one list for each node. */
  const open = nodes.map((): { label: Label; arrivals: number }[] => []);
  let level = 1;
  let frozen: number | undefined;

  starts.forEach((start, i) => {
    const { due, schedule, lateMs } = start;
    const ran = due + lateMs + schedule.jitterMs * 0.5 * random.bell(2);
    const { usual, bytes: healthy } = sizes.at(due);
    const event = tale.get(i);
    if (event && (sizeStory === "clean-up" || sizeStory === "jump")) level = event;
    const own = Math.round(healthy * level);
    if (event && sizeStory === "frozen") frozen ??= own;
    const whole = (event && frozen) ?? own;
    nodes.forEach((name, n) => {
      const copyDelayMs = copyDelays[n]!;
      const label = (kind: Kind, about: Label["about"], call: Pick<Label, "callFrom" | "callBy" | "owed">) => {
        const made: Label = { kind, about, status: "alarm", node: name, item, due, over: Infinity, ...call };
        labels.push(made);
        return made;
      };
      const delay = copyDelayMs * random.between(0.5, 1);
      const known = copies[n]!.length;
      if (start.lost === "everywhere" || start.lost === n || start.kind === "late") {
        const already = open[n]!.some(({ label: { about, kind } }) => about === "time" && kind !== "schedule change");
        if (!already && known > 0) {
          const call = callFor(schedule, due, copies[n]!.at(-1)!.at, copyDelayMs, start.lost === n);
          open[n]!.push({ label: label(start.kind, "time", { ...call, owed: known >= OWED_FROM }), arrivals: 1 });
        }
        if (start.kind !== "late") return;
      }
      const arrives = ran + delay;
      let bytes = whole;
      if (event && sizeStory === "cut") bytes = Math.floor(whole * event);
      if (event && sizeStory === "copy cut" && n === node) bytes = Math.floor(whole * event);
      if (event && sizeStory === "empty") bytes = 0;
      copies[n]!.push({ at: stamped(ran, times.zone), arrives, bytes });
      for (const waiting of open[n]!) if (--waiting.arrivals === 0) waiting.label.over = arrives;
      open[n] = open[n]!.filter(({ arrivals }) => arrivals > 0);
      if (changed === i) {
        const from = starts[i - 1]?.due ?? due;
        const change = label("schedule change", "time", { callFrom: from, callBy: arrives, owed: false });
        open[n].push({ label: change, arrivals: 6 });
      }
      if (!event || sizeStory === "healthy" || (sizeStory === "copy cut" && n !== node)) return;
      const told = label(sizeStory, "size", {
        callFrom: arrives,
        callBy: arrives,
        owed: known >= OWED_FROM && (bytes >= whole || isShort(bytes, whole, usual, sizes.spread)),
      });
      if (sizeStory === "clean-up") {
        told.owed = known >= OWED_FROM && isShort(whole, healthy, usual, sizes.spread);
        open[n].push({ label: told, arrivals: 4 });
      } else if (sizeStory === "jump") {
        told.status = "warn";
        open[n].push({ label: told, arrivals: 4 });
      } else if (sizeStory === "frozen") {
        // An alarm is allowed at the eighth equal backup and required at the twelfth.
        told.status = "warn";
        told.owed = false;
        open[n].push({ label: told, arrivals: Infinity });
        if (isShort(bytes, own, usual, sizes.spread)) {
          const short = label("cut", "size", { callFrom: arrives, callBy: arrives, owed: false });
          open[n].push({ label: short, arrivals: 1 });
        }
      } else open[n].push({ label: told, arrivals: 1 });
    });
  });
  for (const copy of copies) copy.sort((a, b) => a.arrives - b.arrives);
  const keep = random.integer(4, 30);
  const settled = sizeStory === "frozen" ? settleFrozen(labels, copies, nodes) : labels;
  return { item, family, timeStory, shape, sizeStory, copies, copyDelays, keep, labels: settled };
}

function storyOfTime(family: Family, nodes: string[], random: Random): TimeStory {
  const story = random.chance(0.35) ? "healthy" : random.pick(TIME_STORIES);
  const irregular = family === "irregular" && ["late nights", "one lost", "schedule change"].includes(story);
  const rare = family === "monthly" && ["schedule change", "lost after an old outage"].includes(story);
  const alone = nodes.length === 1 && story === "copy stopped";
  return irregular || rare || alone ? "healthy" : story;
}

function storyOfSize(family: Family, shape: Shape, nodes: string[], random: Random): SizeStory {
  const story = random.chance(0.4) ? "healthy" : random.chance(0.5) ? "cut" : random.pick(SIZE_STORIES);
  const level = ["clean-up", "jump"].includes(story) && shape !== "steady" && shape !== "constant";
  const frozen = story === "frozen" && (shape === "constant" || !["nightly", "weekdays only"].includes(family));
  const alone = nodes.length === 1 && story === "copy cut";
  return level || frozen || alone ? "healthy" : story;
}

/** When the job should have run, and when it did not; `changed` is the first start of a new schedule. */
function startsOf(family: Family, story: TimeStory, times: Times, nodes: string[], random: Random) {
  const { zone, begin, counted, end } = times;
  const part = (share: number) => counted + share * (end - counted);
  const schedule = scheduleOf(family, random);
  const starts = schedule
    .starts(zone, story === "new item" ? part(0.2) : begin, end)
    .map((due) => start(due, schedule));
  let changed: number | undefined;
  if (story === "schedule change") {
    const other = scheduleOf(family, random);
    const at = part(random.between(0.15, 0.4));
    changed = starts.findIndex(({ due }) => due >= at);
    const later = other.starts(zone, at, end).map((due) => start(due, other));
    starts.splice(changed, starts.length, ...later);
  }
  const first = starts.findIndex(({ due }) => due > counted);
  const lose = (i: number, kind: Kind, untilDue = 0, lost: Start["lost"] = "everywhere") => {
    for (let k = i; k < starts.length && (k === i || starts[k]!.due < untilDue); k++) {
      Object.assign(starts[k]!, { lost, kind });
    }
  };
  const within = (low: number, high: number) => {
    const [from, to] = [low, high].map((share) => starts.findIndex(({ due }) => due >= part(share)));
    return random.integer(Math.max(first, from!), Math.max(first, to! < 0 ? starts.length - 1 : to!));
  };
  if (starts.length === 0 || first < 0) return { starts, changed };
  if (story === "late nights") {
    for (const late of starts) {
      if (!random.chance(1 / 30)) continue;
      late.lateMs = late.schedule.jitterMs + random.between(0.2, 0.6) * Math.min(late.schedule.stepMs, 8 * HOUR);
      late.kind = "late";
    }
  }
  if (story === "one lost") {
    for (const share of [0.1, 0.4, 0.7]) lose(within(share, share + 0.2), "one lost");
  }
  if (story === "outage") {
    const i = within(0.1, 0.6);
    lose(i, "outage", starts[i]!.due + random.between(1, 14) * DAY);
  }
  if (story === "lost after an old outage") {
    const i = random.integer(Math.floor(first * 0.4), Math.max(0, first - 12));
    lose(i, "outage", starts[i]!.due + random.between(3, 14) * DAY);
    lose(within(0.2, 0.8), "one lost");
  }
  if (story === "schedule change" && starts.length - changed! > 12) {
    lose(random.integer(changed! + 10, starts.length - 2), "one lost");
  }
  if (story === "copy stopped") {
    const i = within(0.1, 0.6);
    lose(i, "copy stopped", starts[i]!.due + random.between(3, 10) * DAY, random.integer(0, nodes.length - 1));
  }
  return { starts, changed };
}

function start(due: Instant, schedule: Schedule): Start {
  return { due, schedule, lateMs: 0, lost: "nowhere", kind: "one lost" };
}

/** Which starts have an unusual size, and by which factor. */
function taleOfSizes(story: SizeStory, starts: Start[], { counted, end }: Times, random: Random): Map<number, number> {
  const tale = new Map<number, number>();
  const first = starts.findIndex(({ due }) => due > counted + 0.05 * (end - counted));
  if (story === "healthy" || first < 0) return tale;
  const last = starts.length - 1;
  const place = () => random.integer(first, last);
  if (story === "cut" || story === "copy cut" || story === "empty") {
    for (let k = 0; k < (story === "empty" ? 1 : 4); k++) {
      const i = place();
      const near = [i - 2, i - 1, i, i + 1, i + 2].some((other) => tale.has(other));
      if (!near) tale.set(i, 1 - random.between(0.15, 0.9));
    }
  }
  let half = Math.floor((first + last) / 2);
  while (half < last && starts[half]!.lost !== "nowhere") half++;
  if (story === "clean-up") tale.set(half, random.between(0.4, 0.8));
  if (story === "jump") tale.set(half, random.between(2.3, 5));
  if (story === "frozen") for (let i = half; i < Math.min(half + 24, starts.length); i++) tale.set(i, 1);
  return tale;
}

/** Merges the labels of equal backups into one for each node: allowed from the eighth on, required from the twelfth. */
function settleFrozen(labels: Label[], copies: Copy[][], nodes: string[]): Label[] {
  const rest = labels.filter(({ kind }) => kind !== "frozen");
  return [
    ...rest,
    ...nodes.flatMap((name, n) => {
      const same = labels.filter(({ kind, node }) => kind === "frozen" && node === name);
      if (same.length < 8) return [];
      const callBy = same[11]?.callBy ?? Infinity;
      const over = copies[n]!.find(({ arrives }) => arrives > same.at(-1)!.callFrom)?.arrives ?? Infinity;
      return [{ ...same[7]!, callBy, over, owed: callBy < over }];
    }),
  ];
}

/** The instant that is read from the path: in whole seconds, and ambiguous for one hour of the year. */
function stamped(at: Instant, zone: string): Instant {
  return instant(stampOf(at, zone), zone)!;
}
