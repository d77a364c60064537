// draw: makes the plots, data files and report of a hub.
import { type SizeAssessments, sizeBands } from "../judge/judge.ts";
import type { Hub, HubVerdict, Instant, NodeHistory, NodeVerdict, Site } from "../model.ts";
import { dataFingerprint } from "../pages/data.ts";
import { DATA_FILES, HUB_REPORT } from "../pages/files.ts";
import { nodeFile } from "../pages/links.ts";
import { COLLECTIONS } from "../pages/node-page.ts";
import type { RunView } from "../pages/views.ts";
import { fullPlot, overview, plot, RANGES, type Subject } from "../plot/plot.ts";
import type { Output } from "./output.ts";

/** A hub with all that its plots show. */
export interface JudgedHub {
  hub: Hub;
  hubVerdict: HubVerdict;
  /** One for each node, in the verdict's order. */
  histories: NodeHistory[];
  assessments: SizeAssessments;
}

/** What its pages need later, when its histories are no longer in memory. */
export interface DrawnHub {
  hub: Hub;
  hubVerdict: HubVerdict;
  /** For each node, the part of its history that its page lists. */
  recent: NodeHistory[];
}

/** Draws what is not up to date. @returns what `writePages` needs */
export async function drawHub(judged: JudgedHub, asOf: Instant, view: RunView, output: Output): Promise<DrawnHub> {
  const { hub, hubVerdict, histories } = judged;
  output.world.log.progress(`drawing the plots of ${hub.srvnode}`);
  const overviews: string[] = [];
  for (const [i, subject] of subjectsOf(view.site, judged).entries()) {
    const hubNode = hub.nodes[i]!;
    const pictures = [
      ...RANGES.map((range) => ({ path: nodeFile(hub, hubNode, `-${range.name}.svg`), ...plot(subject, range) })),
      ...RANGES.flatMap((range) => {
        const full = fullPlot(subject, range);
        return full ? [{ path: nodeFile(hub, hubNode, `-${range.name}-full.svg`), ...full }] : [];
      }),
      { path: nodeFile(hub, hubNode, "-overview.svg"), ...overview(subject) },
    ];
    for (const { path, ...drawing } of pictures) await output.draw(path, drawing);
    overviews.push(await output.read(pictures.at(-1)!.path));
    const data = { hub, hubNode, history: histories[i]! };
    await output.writeData(DATA_FILES, data, dataFingerprint(data));
  }
  await output.drawPng(hub, await output.write([HUB_REPORT], { ...view, asOf, hub, hubVerdict, overviews }));
  return { hub, hubVerdict, recent: histories.map((history, i) => recentHistory(history, hubVerdict.nodes[i]!)) };
}

/** What the plots of a hub's nodes show. */
export function subjectsOf(site: Site, { hub, hubVerdict, histories, assessments }: JudgedHub): Subject[] {
  return histories.map((history, i) => {
    const verdict = hubVerdict.nodes[i]!;
    return {
      srvnode: hub.srvnode,
      slug: hub.nodes[i]!.slug,
      scale: hub.scale,
      history,
      verdict,
      bands: (item) => sizeBands(item, hub, verdict.lastGood, assessments),
      timezone: site.timezone,
      end: hubVerdict.end,
    };
  });
}

/** The backups of the nights in the strip, and as many visits as a page lists. */
function recentHistory(history: NodeHistory, { nights }: NodeVerdict): NodeHistory {
  const since = nights[0]?.day ?? Infinity;
  const items = history.items.map(({ item, backups }) => ({ item, backups: backups.filter(({ at }) => at >= since) }));
  return { ...history, items, collections: history.collections.slice(-COLLECTIONS) };
}
