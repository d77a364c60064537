// Prints how right the judge is, by kind of item, with examples of its mistakes: node --import tsx test/support/simulator/tune.ts [HUBS] [WORD] [FIRST]
import { LONG, makeHub, SHORT } from "./made-hub.ts";
import { judge } from "./rules.ts";
import { newScore, scoreHub, sum, type Tally } from "./score.ts";

const hubs = Number(process.argv[2] ?? 10);
const word = process.argv[3] ?? "";
const rules = { judge };
const scores = Object.values(rules).map(newScore);
const started = performance.now();
const first = Number(process.argv[4] ?? 0);
for (let i = first; i < first + hubs; i++) {
  scoreHub(makeHub(`tune short ${i}`, SHORT), Object.values(rules), scores);
  scoreHub(makeHub(`tune long ${i}`, LONG), Object.values(rules), scores);
}
const line = (name: string, { checks, falseAlarms, falseWarnings, falseCalls, early, owed, found }: Tally) =>
  `${name.padEnd(44)} ${`${found}/${owed}`.padStart(11)} ${owed ? ((100 * found) / owed).toFixed(1).padStart(6) : "      "}%` +
  ` checks ${String(checks).padStart(8)} false/10k ${((1e4 * falseAlarms) / Math.max(1, checks)).toFixed(1).padStart(8)}` +
  ` calls ${String(falseCalls).padStart(5)} early ${String(early).padStart(5)} warnings/10k ${((1e4 * falseWarnings) / Math.max(1, checks)).toFixed(1)}`;
const [ours] = scores;
for (const part of ["time", "size", "kinds", "zones", "visits", "copyDelays"] as const) {
  console.log(`\n${part}`);
  for (const [name, tally] of [...ours![part]].sort(([a], [b]) => (a < b ? -1 : 1))) console.log(line(name, tally));
}
console.log("\nall");
Object.keys(rules).forEach((name, r) => {
  console.log(line(`${name} time`, sum(scores[r]!.time)));
  console.log(line(`${name} size`, sum(scores[r]!.size)));
  console.log(line(`${name} nodes`, scores[r]!.nodes));
});
console.log(`\n${((performance.now() - started) / 1000).toFixed(1)} s\n`);
const shown = new Map<string, number>();
for (const example of ours!.examples.filter((text) => text.includes(word))) {
  const kind = example.split(" | ")[0]!;
  shown.set(kind, (shown.get(kind) ?? 0) + 1);
  if (shown.get(kind)! <= 12) console.log(example);
}
