// Draws a situation as a build does: judges, then plots.
import { subjectsOf } from "../../../src/commands/draw.ts";
import { judgeHub, SizeAssessments } from "../../../src/judge/judge.ts";
import { overview, plot, RANGES } from "../../../src/plot/plot.ts";
import { history, hub, site } from "../histories.ts";
import type { Situation } from "./situations.ts";

/** Its plots: file names and drawings. */
export async function drawSituation({
  name,
  nodes,
  ranges,
  asOf,
  timezone,
  silences,
  ...more
}: Situation): Promise<{ file: string; svg: string }[]> {
  const tags = nodes.length === 1 ? ["SDU"] : nodes.map((_, i) => ["SDU", "NTU", "BNL"][i]!);
  const ours = hub(tags, { timezone, ...more.hub });
  const whole = site([ours], { timezone, silences });
  const histories = nodes.map(({ items, collections }, i) => {
    const sorted = items.toSorted((a, b) => (a.item < b.item ? -1 : 1));
    return history(tags[i]!, sorted, collections);
  });
  const assessments = new SizeAssessments(ours.timezone);
  const hubVerdict = judgeHub(whole, ours, histories, asOf, assessments);
  const pictures = [];
  const subjects = subjectsOf(whole, { hub: ours, hubVerdict, histories, assessments });
  for (const [i, tag] of tags.entries())
    for (const range of ranges) {
      const subject = subjects[i]!;
      const known = RANGES.find(({ name }) => name === range);
      const file = [name.replace(/[^A-Za-z0-9]+/g, "-"), ...(tags.length > 1 ? [tag] : []), range].join("-");
      pictures.push({ file: `${file}.svg`, svg: await (known ? plot(subject, known) : overview(subject)).draw() });
    }
  return pictures;
}
