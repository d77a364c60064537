// How many, in words?
import type { ItemVerdict, Status } from "../model.ts";
import { capital, printCount, printList, printWord } from "../units.ts";
import type { Trouble } from "./troubles.ts";

/** Counts troubles by the kind of thing they are about. */
export function counted(troubles: Trouble[]) {
  const items = troubles.filter(({ item }) => item !== undefined).length;
  const nodes = troubles.filter(({ node }) => node).length - items;
  const hubs = troubles.filter(({ hub, node }) => hub && !node).length;
  return { items, nodes, hubs, site: troubles.length - items - nodes - hubs, all: troubles.length };
}

/** `[two backups]`; empty for 0, so that lists of subjects can be joined. */
export function many(count: number, noun: string): string[] {
  return count === 0 ? [] : [`${printWord(count)} ${noun}${count === 1 ? "" : "s"}`];
}

/** `The one item`, `Both items`, `All six items`. */
export function allOf(count: number, noun: string): string {
  if (count === 1) return `The one ${noun}`;
  return count === 2 ? `Both ${noun}s` : `All ${printWord(count)} ${noun}s`;
}

/** `Two backups and one node need a look`; undefined without subjects. `count` is the number of things they add up to. */
export function needLook(subjects: string[], count: number): string | undefined {
  return subjects.length === 0 ? undefined : capital(`${printList(subjects)} need${count === 1 ? "s" : ""} a look`);
}

/** `2 alarms`, `unknown`, `ok`: the worst status, counted if it occurs more than once. */
export function nameStatus(status: Status, troubles: Trouble[]): string {
  const count = troubles.filter((trouble) => trouble.status === status).length;
  return count < 2 ? status : countStatus(status, count);
}

/** The other statuses: `1 warn, 3 ok, 1 silenced`; empty if there are none. `quiet` is the number of silenced troubles. */
export function nameOthers(worst: Status, troubles: Trouble[], items: ItemVerdict[], quiet = 0): string {
  const silenced = quiet === 0 ? [] : [`${printCount(quiet)} silenced`];
  if (worst === "ok") return silenced.join("");
  const well = items.filter(
    ({ status, findings, retired }) => status === "ok" && !retired && findings.length === 0,
  ).length;
  const bad = (["alarm", "unknown", "warn"] as const).filter((status) => status !== worst);
  const counts = bad.map((status) => [status, troubles.filter((trouble) => trouble.status === status).length] as const);
  const others = [...counts, ["ok", well] as const]
    .filter(([, count]) => count > 0)
    .map(([status, count]) => countStatus(status, count));
  return [...others, ...silenced].join(", ");
}

function countStatus(status: Status, count: number): string {
  return `${printCount(count)} ${status}${status === "alarm" && count > 1 ? "s" : ""}`;
}

/** `31 %` for a share between 0 and 1. */
export function printShare(share: number): string {
  return share < 0.005 ? "a little" : `${Math.min(99, Math.round(100 * share))} %`;
}
