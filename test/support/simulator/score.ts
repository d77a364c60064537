// How right was a rule? Compares its findings, hour by hour, with the labels.
import { STATUSES, type CheckName, type Instant } from "../../../src/model.ts";
import { HOUR, MINUTE } from "../../../src/time.ts";
import type { Label } from "./labels.ts";
import type { Life } from "./life.ts";
import type { MadeHub } from "./made-hub.ts";
import type { SizeAssessment, Rule } from "./rules.ts";
import { walk } from "./walk.ts";

/** Counts for one kind of item. */
export interface Tally {
  /** Checks (an item on a node at an hour) with nothing wrong as to the question. */
  checks: number;
  /** How many of these had an alarm or a warning. */
  falseAlarms: number;
  falseWarnings: number;
  /** False alarms that begin: each would call somebody in vain. */
  falseCalls: number;
  /** The false alarms for a backup that did fail, but raised while it might still have come. */
  early: number;
  /** Required alarms, and those raised at the first check that could. */
  owed: number;
  found: number;
}

export interface Score {
  /** By rhythm and its story; by shape of the sizes and their story. */
  time: Map<string, Tally>;
  size: Map<string, Tally>;
  /** By kind of fault. */
  kinds: Map<string, Tally>;
  zones: Map<string, Tally>;
  visits: Map<string, Tally>;
  /** By the longest delay of a copy. */
  copyDelays: Map<string, Tally>;
  /** What is said of nodes and of the hub: a check a node and hour. */
  nodes: Tally;
  examples: string[];
}

const CHECKS: Record<Label["about"], CheckName[]> = {
  time: ["age", "missing", "copies"],
  size: ["size", "copies", "sidecar"],
};

export function newScore(): Score {
  const map = () => new Map<string, Tally>();
  const score = { time: map(), size: map(), kinds: map(), zones: map(), visits: map(), copyDelays: map() };
  return { ...score, nodes: newTally(), examples: [] };
}

export function scoreHub(made: MadeHub, rules: Rule[], scores: Score[]): void {
  const spots = new Map(
    made.hub.nodes.flatMap(({ node }, n) =>
      made.lives.map((life): [string, Spot] => [`${node} ${life.item}`, spotOf(made, life, n)]),
    ),
  );
  for (const label of made.labels) spots.get(`${label.node} ${label.item}`)!.labels.push(label);
  const inAlarm = rules.map(() => new Set<string>());
  for (const hour of walk(made)) {
    rules.forEach((rule, r) => {
      const assessments = rule(made, hour);
      const place = new Map<string, SizeAssessment[]>();
      for (const assessment of assessments) {
        const key = `${assessment.node} ${assessment.item}`;
        place.set(key, [...(place.get(key) ?? []), assessment]);
      }
      for (const [key, spot] of spots) {
        hear(made, scores[r]!, spot, key, place.get(key) ?? [], hour.at, inAlarm[r]!);
      }
      hearNodes(made, scores[r]!, hour, assessments);
    });
  }
}

/** An item on a node. */
interface Spot {
  life: Life;
  labels: Label[];
  /** Seed and place, for examples. */
  about: string;
  copyDelay: string;
}

function spotOf({ seed, times: { zone }, visits, takenOver }: MadeHub, life: Life, n: number): Spot {
  const copyDelay = `${Math.round(life.copyDelays[n]! / MINUTE)} min`;
  const about = `${seed} ${zone} ${visits}${takenOver ? " taken over" : ""}, copies take ${copyDelay}, keeps ${life.keep}`;
  return { life, labels: [], about, copyDelay };
}

function hear(
  made: MadeHub,
  score: Score,
  { life, labels, about: place, copyDelay }: Spot,
  key: string,
  assessments: SizeAssessment[],
  at: Instant,
  inAlarm: Set<string>,
): void {
  const open = labels.filter(({ callFrom, over }) => callFrom <= at && at < over);
  const zone = made.times.zone;
  for (const about of ["time", "size"] as const) {
    const story = about === "time" ? life.timeStory : life.sizeStory;
    const group = `${about === "time" ? life.family : life.shape} | ${story}`;
    const tallies = [
      tallyOf(score[about], group),
      ...(about === "time"
        ? [tallyOf(score.zones, zone), tallyOf(score.visits, made.visits), tallyOf(score.copyDelays, copyDelay)]
        : []),
    ];
    const said = assessments.filter(({ check }) => CHECKS[about].includes(check));
    for (const label of labels) {
      if (label.about !== about || !label.owed || label.callBy !== at) continue;
      const found = said.some(({ status }) => STATUSES.indexOf(status) >= STATUSES.indexOf(label.status));
      for (const tally of [...tallies, tallyOf(score.kinds, label.kind)]) {
        tally.owed++;
        if (found) tally.found++;
      }
      if (!found) note(score, `missed ${label.kind}`, place, key, at, `due ${iso(label.due)}`);
    }
    if (open.some((label) => label.about === about)) continue;
    const excused = open.length > 0 || hasShortCopy(labels, at);
    const wrong = said.filter(({ check }) => !(check === "copies" && excused));
    const alarm = wrong.find(({ status }) => status === "alarm");
    const warning = wrong.find(({ status }) => status === "warn");
    const begins = alarm !== undefined && !inAlarm.has(`${about} ${key}`);
    const early =
      alarm !== undefined && labels.some((label) => label.about === about && label.due <= at && at < label.callFrom);
    for (const tally of tallies) {
      tally.checks++;
      if (alarm) tally.falseAlarms++;
      if (warning) tally.falseWarnings++;
      if (begins) tally.falseCalls++;
      if (early) tally.early++;
    }
    if (begins) note(score, `false ${early ? "(too early) " : ""}${alarm.check}`, place, key, at, alarm.reason);
    if (warning && !inAlarm.has(`warn ${about} ${key}`)) {
      note(score, `warned of ${warning.check}`, place, key, at, warning.reason);
    }
    if (warning) inAlarm.add(`warn ${about} ${key}`);
    else inAlarm.delete(`warn ${about} ${key}`);
    if (alarm) inAlarm.add(`${about} ${key}`);
    else inAlarm.delete(`${about} ${key}`);
  }
}

/** A copy that was cut stays bad even after the next one has come. */
function hasShortCopy(labels: Label[], at: Instant): boolean {
  return labels.some(({ kind, callFrom }) => kind === "copy cut" && callFrom <= at);
}

/** An alarm on a node is right if no visit could see it for 26 hours. All other findings on nodes and hub are wrong here. */
function hearNodes(
  made: MadeHub,
  score: Score,
  { at, histories }: { at: Instant; histories: { node: string }[] },
  all: SizeAssessment[],
) {
  score.nodes.checks += histories.length;
  for (const assessment of all) {
    if (assessment.item !== "" || assessment.status !== "alarm") continue;
    const looks = made.looks[made.hub.nodes.findIndex(({ node }) => node === assessment.node)];
    const last = looks?.findLast((look) => look.at <= at);
    const good = looks?.findLast((look) => look.at <= at && look.outcome === "ok");
    if (assessment.check === "unreachable" && last?.outcome !== "ok" && at - (good?.at ?? 0) >= 26 * HOUR) continue;
    score.nodes.falseAlarms++;
    note(score, `false ${assessment.check}`, made.seed, assessment.node, at, assessment.reason);
  }
}

function note({ examples }: Score, what: string, place: string, key: string, at: Instant, reason: string): void {
  examples.push([what, place, key, iso(at), reason].join(" | "));
}

function iso(at: Instant): string {
  return new Date(at).toISOString().slice(0, 16);
}

function tallyOf(map: Map<string, Tally>, key: string): Tally {
  let tally = map.get(key);
  if (!tally) map.set(key, (tally = newTally()));
  return tally;
}

export function newTally(): Tally {
  return { checks: 0, falseAlarms: 0, falseWarnings: 0, falseCalls: 0, early: 0, owed: 0, found: 0 };
}

/** The sum over the groups whose name matches. */
export function sum(map: Map<string, Tally>, fits: (group: string) => boolean = () => true): Tally {
  const total = newTally();
  for (const [group, tally] of map) {
    if (!fits(group)) continue;
    for (const key of Object.keys(total) as (keyof Tally)[]) total[key] += tally[key];
  }
  return total;
}
