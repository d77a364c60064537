// The predecessor's file, for old pages and for watchers at a second site: Highstock options, now with correct numbers.
import type { Backup, Instant, ItemHistory } from "../model.ts";
import { DAY, midnight } from "../time.ts";
import { MIB, printUtc } from "../units.ts";
import type { DataView, PageFile } from "./views.ts";

export const predecessorJson: PageFile<DataView> = {
  path: ({ hubNode }) => hubNode.jspath,
  text: ({ hub, hubNode, history }) => {
    const chosen = hub.select.length === 0 ? history.items : hub.select.map((item) => find(history.items, item));
    const newest = newestOf(history.items);
    const end = newest?.backup.at ?? null;
    const options = {
      chart: { renderTo: `container_${hubNode.node}` },
      rangeSelector: { selected: 1 },
      xAxis: { min: end && end - 30 * DAY, max: end, ordinal: false, startOnTick: false, endOnTick: false },
      yAxis: [
        { title: { text: "TGZ MB" }, height: 200, lineWidth: 2 },
        { title: { text: "OK" }, top: 300, height: 100, offset: 0, lineWidth: 2 },
      ],
      title: { text: [hubNode.node, ...(newest ? [rootOf(newest), printUtc(newest.backup.at)] : [])].join(" ") },
      series: [
        { name: "OK", yAxis: 1, data: countDays(history.items, hub.timezone), ...LOOK },
        ...chosen.map(({ item, backups }) => ({
          name: item,
          data: backups.map(({ at, bytes }) => [at, bytes / MIB]),
          ...LOOK,
        })),
      ],
    };
    return `${JSON.stringify(options, null, 1).replace(POINT, "[$1,$2]")}\n`;
  },
};

const LOOK = { marker: { enabled: true, radius: 3 }, tooltip: { valueDecimals: 2 } };

// Puts each point on one line. Strings in JSON contain no line breaks, so this matches nothing else.
const POINT = /\[\n *([-+.\de]+),\n *([-+.\de]+)\n *\]/g;

function find(items: ItemHistory[], name: string): ItemHistory {
  return items.find(({ item }) => item === name) ?? { item: name, backups: [] };
}

function newestOf(items: ItemHistory[]): { item: string; backup: Backup } | undefined {
  const last = items.flatMap(({ item, backups }) => backups.slice(-1).map((backup) => ({ item, backup })));
  return last.sort((a, b) => b.backup.at - a.backup.at)[0];
}

/** The part of the path before the item, which all items of a node share. */
function rootOf({ item, backup }: { item: string; backup: Backup }): string {
  return backup.path.slice(0, Math.max(0, backup.path.lastIndexOf(`/${item}/`)));
}

/** Tarballs per day, in the hub's zone: midnight and count, oldest first. */
function countDays(items: ItemHistory[], zone: string): [Instant, number][] {
  const counts = new Map<Instant, number>();
  for (const { at, files } of items.flatMap(({ backups }) => backups)) {
    const day = midnight(at, zone);
    counts.set(day, (counts.get(day) ?? 0) + files);
  }
  return [...counts].sort(([a], [b]) => a - b);
}
