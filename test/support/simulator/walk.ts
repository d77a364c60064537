// What did the monitor know at each hour?
import type { Backup, Collection, Instant, ItemHistory, NodeHistory } from "../../../src/model.ts";
import { HOUR } from "../../../src/time.ts";
import { MIB } from "../../../src/units.ts";
import type { Copy } from "./life.ts";
import type { MadeHub } from "./made-hub.ts";

export interface Hour {
  at: Instant;
  histories: NodeHistory[];
}

/** Goes through the counted time hour by hour, at the minute of the visits. An array is a new one if its content has changed. */
export function* walk(made: MadeHub): Generator<Hour> {
  const nodes = made.looks.map((looks, n) => knowledge(made, looks, n));
  const first = made.looks[0]!.find(({ at }) => at >= made.times.counted)!.at;
  const start = first - Math.floor((first - made.times.counted) / HOUR) * HOUR;
  for (let at = start; at < made.times.end; at += HOUR) yield { at, histories: nodes.map((known) => known(at)) };
}

/** Call it with ascending instants. */
function knowledge(made: MadeHub, looks: Collection[], n: number): (at: Instant) => NodeHistory {
  const { hub, node } = { hub: made.hub.hub, node: made.hub.nodes[n]!.node };
  const pasts = made.lives.map(({ item, copies, keep }) =>
    past(item, copies[n]!, keep, made.takenOver ? looks[0]!.at : 0),
  );
  let looked = 0;
  let history: NodeHistory = { hub, node, items: [], collections: [] };
  // The predecessor's last visit was the last before ours.
  if (made.takenOver) history = { ...history, items: pasts.flatMap((known) => known(looks[0]!.at - 1) ?? []) };
  return (at) => {
    while (looked < looks.length && looks[looked]!.at <= at) {
      const look = looks[looked++]!;
      if (look.outcome === "ok") history = { ...history, items: pasts.flatMap((known) => known(look.at) ?? []) };
    }
    if (looked > history.collections.length) history = { ...history, collections: looks.slice(0, looked) };
    return history;
  };
}

/** One item as visits saw it: what was purged between two of them was never seen. */
function past(
  item: string,
  copies: Copy[],
  keep: number,
  exactFrom: Instant,
): (at: Instant) => ItemHistory | undefined {
  let arrived = 0;
  let history: ItemHistory | undefined;
  const seen = new Set<Copy>();
  return (at) => {
    const before = arrived;
    while (arrived < copies.length && copies[arrived]!.arrives <= at) arrived++;
    if (arrived === before) return history;
    // The predecessor visited often enough to miss nothing.
    const from = at < exactFrom ? 0 : Math.max(0, arrived - keep);
    const held = copies.slice(Math.max(0, arrived - keep), arrived);
    const heldAt = new Set(held.map((copy) => copy.at));
    const fresh = copies.slice(from, arrived).filter((copy) => !seen.has(copy));
    for (const copy of fresh) seen.add(copy);
    const exact = at >= exactFrom;
    const backups: Backup[] = (history?.backups ?? []).map((backup) =>
      backup.held && !heldAt.has(backup.at) ? { ...backup, held: false } : backup,
    );
    for (const copy of fresh) {
      const bytes = exact ? copy.bytes : Math.ceil(copy.bytes / MIB) * MIB;
      const path = `/scm/backup/forge/${item}/${copy.at}/x.tar.gz`;
      const backup = { at: copy.at, bytes, exact, files: 1, path, held: heldAt.has(copy.at) };
      backups.push(exact ? { ...backup, seen: at } : backup);
    }
    backups.sort((a, b) => a.at - b.at);
    history = { item, backups };
    return history;
  };
}
