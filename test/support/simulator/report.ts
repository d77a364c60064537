// Writes docs/verdicts.md: the figures of all rules on the same histories, with the text around them.
import { makeHub, LONG, SHORT, UNMODELLED } from "./made-hub.ts";
import { judge, predecessor, twentySixHours } from "./rules.ts";
import { FAMILIES } from "./rhythms.ts";
import { newScore, scoreHub, sum, type Score, type Tally } from "./score.ts";

/** How many hubs for each plan. */
const HUBS = 16;
/** The prefix of their seeds, used for nothing else: rules are tuned on others (`tune.ts`). If you look at the mistakes in these, take a new prefix; `verdicts` is used up. */
const SEEDS = "report";

export interface Report {
  ours: Score;
  text: string;
}

export function report(): Report {
  const rules = [judge, predecessor, twentySixHours];
  const scores = rules.map(newScore);
  for (let i = 0; i < HUBS; i++) {
    scoreHub(makeHub(`${SEEDS} short ${i}`, SHORT), rules, scores);
    scoreHub(makeHub(`${SEEDS} long ${i}`, LONG), rules, scores);
    if (i % 3 === 0) scoreHub(makeHub(`${SEEDS} unmodelled ${i}`, UNMODELLED), rules, scores);
  }
  const [ours, sixHours, day] = scores as [Score, Score, Score];
  return { ours, text: write(ours, sixHours, day) };
}

const of = (families: string[]) => (group: string) => families.some((family) => group.startsWith(`${family} |`));

/** Required alarms for backups that did not come, for the rhythms that the rules promise to recognise. */
export const failures = ({ time }: Score) => sum(time, (group) => !of(["unusual", "not modelled"])(group));
const unusualFailures = ({ time }: Score) => sum(time, of(["unusual"]));
const unmodelledFailures = ({ time }: Score) => sum(time, of(["not modelled"]));
export const truncations = ({ kinds }: Score) => sum(kinds, (kind) => ["cut", "copy cut", "empty"].includes(kind));

/** Per 10,000 checks of an item with nothing wrong; alarms on either question count against the same checks. */
export function falseAlarms(times: Tally, sizes: Tally): number {
  return (1e4 * (times.falseAlarms + sizes.falseAlarms)) / times.checks;
}

function write(ours: Score, sixHours: Score, day: Score): string {
  const all = [ours, sixHours, day];
  const modelledSizes = (score: Score) => sum(score.size);
  const families = FAMILIES.flatMap((family) => {
    const tallies = all.map(({ time }) => sum(time, (group) => group.startsWith(`${family} |`)));
    return [[family, ...tallies.map(found), ...tallies.map(wrong)]];
  });
  const groups = (map: Map<string, Tally>) =>
    [...map]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([group, tally]) => [...group.split(" | "), found(tally), wrong(tally), `${tally.early}`]);
  return `# How right the verdicts are

How often this program is right, for whoever wonders whether to trust its alarms. Made by \`npm run verdicts\` (some minutes).

A simulator (\`test/support/simulator/\`) makes up hubs with one to five nodes and what happens to their backups: jobs that
start late, lost nights, outages of up to two weeks, new schedules, unreachable nodes, copies cut by 15 to 90 %, clean-ups,
sawtooths of full and differential backups, purging down to 4 to 30 kept. There are five time zones, most with a change of
the clocks in the time that counts. The simulator writes down when a sensible operator would want an alarm (\`labels.ts\` has
the reasoning) and uses nothing of the judge for that. Then it walks through the history hour by hour, shows what the monitor
knew at that hour, and compares the verdict with what was written down.

- A failure is **found** if the first check that could tell it does: the first visit after it was due and its grace is over.
- A **false alarm** is one hour in which an item on a node has an alarm and nothing is wrong. An alarm for a backup that did fail
  is also false if it comes while the backup might still have come; these are counted again as _too early_.
- Two other rules are shown for comparison, on the same histories: the predecessor's (older than 0.25 days) and one of 26
  hours. Neither looks at sizes.
- The rules were tuned on other seeds; nobody had looked at these before the run. _Unusual_ rhythms are ones that we do not
  promise to learn: every second week, the last weekday of a month, every 36 hours, four days on and three off, three on
  and two off. One family of rhythms, _not modelled_, is known to no rule, and nothing was tuned on it.

## Overall

${table(
  ["", "ours", "0.25 days", "26 hours", "target"],
  [
    ["failures found at the first check", ...all.map((score) => found(failures(score))), "≥ 99 %"],
    ["of unusual rhythms", ...all.map((score) => found(unusualFailures(score))), ""],
    ["of rhythms not modelled", ...all.map((score) => found(unmodelledFailures(score))), ""],
    ["files cut by 15 % or more, found at the first check", ...all.map((score) => found(truncations(score))), "≥ 98 %"],
    [
      "false alarms per 10,000 checks of healthy items",
      ...all.map((score) => falseAlarms(failures(score), modelledSizes(score)).toFixed(1)),
      "≤ 1",
    ],
    ["of unusual rhythms", ...all.map((score) => wrong(unusualFailures(score))), ""],
    ["of rhythms not modelled", ...all.map((score) => wrong(unmodelledFailures(score))), ""],
    [
      "times somebody is called for nothing",
      ...all.map((score) => `${sum(score.time).falseCalls + sum(score.size).falseCalls}`),
      "",
    ],
    ["false alarms of nodes and hub", ...all.map((score) => `${score.nodes.falseAlarms}`), ""],
  ],
)}

${sum(ours.time).checks.toLocaleString("en")} checks of items that were on time, ${sum(ours.size).checks.toLocaleString("en")} of items whose size was right.

## By rhythm

Missing backups found, and false alarms about them per 10,000 checks.

${table(["rhythm", "ours", "0.25 days", "26 hours", "ours, false", "0.25 days, false", "26 hours, false"], families)}

## By rhythm and what happened

${table(["rhythm", "what happened", "found", "false per 10,000", "too early"], groups(ours.time))}

## By the shape of sizes and what happened

${table(["shape", "what happened", "found", "false per 10,000", "too early"], groups(ours.size))}

## By kind, zone, visits and copy delay

${table(
  ["", "found", "false per 10,000"],
  [ours.kinds, ours.zones, ours.visits, ours.copyDelays].flatMap((map) =>
    [...map].sort(([a], [b]) => (a < b ? -1 : 1)).map(([group, tally]) => [group, found(tally), wrong(tally)]),
  ),
)}
`;
}

function found({ owed, found }: Tally): string {
  return owed === 0 ? "" : `${((100 * found) / owed).toFixed(1)} % of ${owed}`;
}

function wrong({ checks, falseAlarms }: Tally): string {
  return checks === 0 ? "" : ((1e4 * falseAlarms) / checks).toFixed(1);
}

/** A table as prettier formats it. */
function table(head: string[], rows: string[][]): string {
  const widths = head.map((title, i) =>
    Math.max(3, ...[title, ...rows.map((row) => row[i]!)].map((cell) => cell.length)),
  );
  const line = (cells: string[]) => `| ${cells.map((cell, i) => cell.padEnd(widths[i]!)).join(" | ")} |`;
  return [line(head), `| ${widths.map((width) => "-".repeat(width)).join(" | ")} |`, ...rows.map(line)].join("\n");
}
