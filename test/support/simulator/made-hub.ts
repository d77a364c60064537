// A hub with its nodes and items, made from a seed: what happened and what was wrong.
import type { Collection, Hub, Instant, Site } from "../../../src/model.ts";
import { civil, DAY, HOUR, MINUTE } from "../../../src/time.ts";
import { MIB } from "../../../src/units.ts";
import { hub as plainHub, site as plainSite, visit } from "../histories.ts";
import type { Label } from "./labels.ts";
import { type Copy, live, type Life, type Times } from "./life.ts";
import { randomOf, type Random } from "./random.ts";
import type { Family } from "./rhythms.ts";

export interface MadeHub {
  seed: string;
  site: Site;
  hub: Hub;
  lives: Life[];
  times: Times;
  visits: "hourly" | "daily";
  /** The rows before `counted` are from the predecessor, in whole MiB. */
  takenOver: boolean;
  /** One list for each node, oldest first. */
  looks: Collection[][];
  /** Only what a visit could have seen. */
  labels: Label[];
}

/** Which items it has, how long before verdicts are counted, and how long they are. */
export interface Plan {
  families: readonly Family[];
  warmupDays: number;
  countedDays: number;
}

export const SHORT: Plan = {
  families: ["hourly", "several times a day", "nightly", "nightly", "weekdays only", "irregular"],
  warmupDays: 75,
  countedDays: 40,
};
export const LONG: Plan = {
  families: ["weekly", "monthly", "unusual", "unusual", "irregular"],
  warmupDays: 400,
  countedDays: 70,
};
/** Never used for tuning. */
export const UNMODELLED: Plan = {
  families: ["not modelled", "not modelled", "not modelled", "not modelled"],
  warmupDays: 200,
  countedDays: 60,
};

/** Daylight saving on both hemispheres, by an hour and by half an hour, at midnight and at night. */
export const ZONES = [
  "Europe/Berlin",
  "America/New_York",
  "Australia/Lord_Howe",
  "America/Santiago",
  "Pacific/Auckland",
] as const;

export function makeHub(seed: string, { families, warmupDays, countedDays }: Plan): MadeHub {
  const random = randomOf(seed);
  const zone = random.pick(ZONES);
  const nodes = ["NORTH", "SOUTH", "EAST", "WEST", "NEAR"].slice(0, random.pick([1, 2, 2, 2, 3, 5]));
  // In most hubs the clocks change while verdicts are counted.
  const counted = Date.UTC(2024, random.pick([0, 1, 2, 2, 5, 7, 8, 8, 9, 9]), random.integer(1, 28));
  const times = { zone, begin: counted - warmupDays * DAY, counted, end: counted + countedDays * DAY };
  const visits = random.chance(0.7) ? "hourly" : "daily";
  const takenOver = random.chance(0.2);
  const lives = families.map((family) => live(family, times, nodes, random)).sort((a, b) => (a.item < b.item ? -1 : 1));
  for (const [i, life] of lives.entries()) rename(life, `${i}/${life.item}`);
  const hub = plainHub(nodes, { timezone: zone });
  const site = plainSite([hub], { timezone: zone, everyMs: visits === "hourly" ? HOUR : DAY });
  const minute = random.integer(0, 59);
  const looks = nodes.map(() => looksOf({ times, visits, takenOver }, minute, random));
  const labels = lives.flatMap((life) =>
    life.labels.map((label) => {
      const n = nodes.indexOf(label.node);
      const vague = takenOver && label.about === "size" && isVague(life.copies[n]!, counted, label.callFrom);
      return asSeen(label, looks[n]!, counted, vague);
    }),
  );
  return { seed, site, hub, lives, times, visits, takenOver, looks, labels };
}

/** Two items of a hub may have the same life. */
function rename(life: Life, item: string): void {
  life.item = item;
  for (const label of life.labels) label.item = item;
}

/** The visits to one node: a few fail, and on one of three nodes all fail for some days. */
function looksOf(
  { times, visits, takenOver }: Pick<MadeHub, "times" | "visits" | "takenOver">,
  minute: number,
  random: Random,
): Collection[] {
  const { zone, begin, counted, end } = times;
  const downFrom = random.chance(0.35) ? random.between(counted + DAY, end - 6 * DAY) : Infinity;
  const downTo = downFrom + random.between(4 * HOUR, 5 * DAY);
  const looks: Collection[] = [];
  let hour = -1;
  for (let at = (takenOver ? counted : begin) + minute * MINUTE; at < end; at += HOUR) {
    const before = hour;
    hour = civil(at, zone).getUTCHours();
    const daily = visits === "daily" || at < counted - 75 * DAY;
    if (daily && (hour !== 7 || before === 7)) continue;
    const failed = (downFrom <= at && at < downTo) || random.chance(0.003);
    const look = visit(at, failed && looks.length > 0 ? "unreachable" : "ok");
    looks.push({ ...look, space: { freeBytes: 4e11, totalBytes: 1e12 } });
  }
  return looks;
}

/** Rows in whole MiB say little about small files: no alarm is required until there are ten exact ones. */
function isVague(copies: Copy[], counted: Instant, at: Instant): boolean {
  const before = copies.filter(({ arrives }) => arrives < at);
  const exact = before.filter(({ arrives }) => arrives >= counted);
  return exact.length < 10 && before.some(({ bytes }) => bytes < 50 * MIB);
}

/** The first visit that could see it. No alarm is required if that is after its end. */
function asSeen(label: Label, looks: Collection[], counted: Instant, vague: boolean): Label {
  const seen = (at: Instant) => looks.find((look) => look.outcome === "ok" && look.at >= at)?.at ?? Infinity;
  const [callBy, over] = [seen(label.callBy), label.over === Infinity ? Infinity : seen(label.over)];
  const callFrom = label.about === "size" ? seen(label.callFrom) : label.callFrom;
  const owed = label.owed && callBy < over && callBy >= counted && !vague;
  return { ...label, callFrom, callBy, over, owed };
}
