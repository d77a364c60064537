// npm run bench:judge: how long does it take to judge 1,000 nodes of 20 items with two years of history, compared to a loop over them?
import { median } from "d3-array";
import { judgeHub } from "../src/judge/judge.ts";
import type { Backup, NodeHistory } from "../src/model.ts";
import { HOUR } from "../src/time.ts";
import { makeHub, type MadeHub, type Plan } from "../test/support/simulator/made-hub.ts";

const NODES = 1000;
const SOME: Plan["families"] = [
  "hourly",
  "several times a day",
  "several times a day",
  "weekdays only",
  "weekdays only",
];
const RARE: Plan["families"] = ["weekly", "monthly", "irregular"];
const RHYTHMS: [what: string, families: Plan["families"]][] = [
  ["nightly", Array<"nightly">(20).fill("nightly")],
  ["every rhythm", [...Array<"nightly">(12).fill("nightly"), ...SOME, ...RARE]],
];

let sink = 0;

for (const [what, families] of RHYTHMS) {
  const plan: Plan = { families, warmupDays: 729, countedDays: 1 };
  // A few hubs, each judged many times: nothing is cached between the times.
  const hubs = Array.from({ length: 4 }, (_, i) => makeHub(`bench ${i}`, plan)).map((made) => ({
    made,
    histories: historiesOf(made),
  }));
  judgeAll(hubs, 20); // warm up
  const rounds = Array.from({ length: 5 }, () => judgeAll(hubs, NODES));
  const middle = median(rounds, ({ seconds }) => seconds);
  const { seconds, bare, backups, items } = rounds.find(({ seconds }) => seconds === middle)!;
  say(`${NODES} nodes, ${items} items, ${(backups / 1e6).toFixed(1)} million backups: ${what}`, seconds, "(at most 5)");
  say("  a bare pass over the same arrays", bare, `judging takes ${(seconds / bare).toFixed(0)}×`);
}

/** Every backup that ever came, each seen within the hour. */
function historiesOf({ hub, lives, looks }: MadeHub): NodeHistory[] {
  return hub.nodes.map(({ node }, n) => {
    const items = lives.map(({ item, copies, keep }) => ({
      item,
      backups: copies[n]!.map(({ at, arrives, bytes }, i, all): Backup => {
        const held = i >= all.length - keep;
        return { at, bytes, exact: true, files: 1, path: `/scm/${item}/${at}/x.gz`, held, seen: arrives + HOUR };
      }).sort((a, b) => a.at - b.at),
    }));
    return { hub: hub.hub, node, items, collections: looks[n]! };
  });
}

function judgeAll(hubs: { made: MadeHub; histories: NodeHistory[] }[], nodes: number) {
  const total = { seconds: 0, bare: 0, backups: 0, items: 0 };
  for (let i = 0, judged = 0; judged < nodes; i++) {
    const { made, histories } = hubs[i % hubs.length]!;
    const fresh = histories.slice(0, nodes - judged);
    judged += fresh.length;
    const now = made.times.end;
    total.seconds += timed(() => judgeHub(made.site, limited(made, fresh), fresh, now));
    total.bare += timed(() => {
      total.backups += fresh.reduce((sum, { items }) => sum + bareSum(items), 0);
    });
    total.items += fresh.reduce((sum, { items }) => sum + items.length, 0);
  }
  return total;
}

function limited({ hub }: MadeHub, histories: NodeHistory[]) {
  return { ...hub, nodes: hub.nodes.slice(0, histories.length) };
}

/** Counts backups, and uses what it reads, so that the compiler cannot skip reading it. */
function bareSum(items: NodeHistory["items"]): number {
  let count = 0;
  for (const { backups } of items) {
    for (const { at, bytes } of backups) sink = (sink + at + bytes) % 1e9;
    count += backups.length;
  }
  return count;
}

function timed(work: () => void): number {
  const started = performance.now();
  work();
  return (performance.now() - started) / 1000;
}

function say(what: string, seconds: number, more: string): void {
  console.log(`${what.padEnd(70)} ${seconds.toFixed(2)} s ${more}`);
}
