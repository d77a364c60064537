// build: writes the site from the database alone.
import { setImmediate } from "node:timers/promises";
import { judgeHub, judgeSite } from "../judge/judge.ts";
import type { Hub, HubVerdict, Instant, NodeHistory, Site, SiteVerdict } from "../model.ts";
import { HUB_FILES, NODE_FILES, SITE_FILES } from "../pages/files.ts";
import { nodeFile } from "../pages/links.ts";
import type { HubView, PageFile, SiteView } from "../pages/views.ts";
import { DARK_STYLE, overview, plot, RANGES, type Subject } from "../plot/plot.ts";
import type { Publisher } from "../publish/publisher.ts";
import { openPublisher } from "../publish/open.ts";
import { generator } from "./generator.ts";
import { chosenHubs, lockAll, openSite, selectedHistories, siteLock, Stores } from "./site.ts";
import type { Request, World } from "./world.ts";

export async function build(request: Request, world: World): Promise<{ site: Site; verdict: SiteVerdict }> {
  const site = openSite(request, world);
  const hubs = chosenHubs(site, request);
  const unlock = lockAll([siteLock(site)]);
  try {
    const stores = await Stores.open(site, world.log);
    return { site, verdict: await buildPages(site, hubs, stores, request.asOf ?? world.now, world) };
  } finally {
    unlock();
  }
}

/** Judges every hub, then draws and writes those chosen, and what speaks of all. */
export async function buildPages(
  site: Site,
  chosen: Hub[],
  stores: Stores,
  asOf: Instant,
  world: World,
): Promise<SiteVerdict> {
  // Histories are read twice, so that those of one hub are in memory at a time, however many hubs there are.
  const verdicts: HubVerdict[] = [];
  for (const hub of site.hubs) verdicts.push(judgeHub(site, hub, await selectedHistories(hub, stores, asOf), asOf));
  const siteVerdict = judgeSite(verdicts, asOf);
  const view: SiteView = { site, siteVerdict, generator: generator(), ranges: RANGES, darkStyle: DARK_STYLE };

  const publisher = await openPublisher(site.out);
  try {
    for (const hub of chosen) {
      world.log.progress(`writing the pages of ${hub.srvnode}`);
      const hubVerdict = verdicts.find((verdict) => verdict.hub === hub.hub)!;
      await buildHub(view, hub, hubVerdict, await selectedHistories(hub, stores, asOf), publisher, world);
    }
    await writeFiles(publisher, SITE_FILES, view, world);
    const others = site.hubs.filter((hub) => !chosen.includes(hub));
    await publisher.finish((path) => others.some((hub) => belongs(path, hub)));
  } catch (error) {
    await publisher.abandon();
    throw error;
  }
  return siteVerdict;
}

async function buildHub(
  view: SiteView,
  hub: Hub,
  hubVerdict: HubVerdict,
  histories: NodeHistory[],
  publisher: Publisher,
  world: World,
): Promise<void> {
  const overviews: string[] = [];
  const nodeViews = [];
  for (const [i, hubNode] of hub.nodes.entries()) {
    const [history, nodeVerdict] = [histories[i]!, hubVerdict.nodes[i]!];
    const { srvnode } = hub;
    const subject: Subject = {
      srvnode,
      history,
      verdict: nodeVerdict,
      timezone: view.site.timezone,
      end: hubVerdict.end,
    };
    const pictures = [
      ...RANGES.map((range) => ({ path: nodeFile(hub, hubNode, `-${range.name}.svg`), ...plot(subject, range) })),
      { path: nodeFile(hub, hubNode, "-overview.svg"), ...overview(subject) },
    ];
    for (const { path, fingerprint, draw } of pictures) {
      await breathe(world);
      await publisher.draw(path, fingerprint, draw);
    }
    overviews.push(await publisher.read(pictures.at(-1)!.path));
    nodeViews.push({ ...view, hub, hubNode, history, nodeVerdict, plot: await publisher.read(pictures[0]!.path) });
  }
  for (const nodeView of nodeViews) await writeFiles(publisher, NODE_FILES, nodeView, world);
  const hubView: HubView = { ...view, hub, hubVerdict, overviews };
  await writeFiles(publisher, HUB_FILES, hubView, world);
}

async function writeFiles<View>(
  publisher: Publisher,
  files: PageFile<View>[],
  view: View,
  world: World,
): Promise<void> {
  for (const file of files) {
    await breathe(world);
    await publisher.write(file.path(view), file.text(view));
  }
}

/** Drawing never waits for anything: a signal is heard only where we let it in. */
async function breathe({ signal }: World): Promise<void> {
  await setImmediate();
  signal.throwIfAborted();
}

/** Whether a file of `out` is about this hub alone. */
function belongs(path: string, { srvnode, nodes }: Hub): boolean {
  return path.startsWith(`${srvnode}/`) || nodes.some(({ jspath }) => jspath.endsWith(`/${path}`));
}
