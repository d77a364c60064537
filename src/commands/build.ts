// build: writes the site from the database alone.
import { readFileSync } from "node:fs";
import { EXIT, UserError } from "../errors.ts";
import { judgeHub, judgeSite, SizeAssessments, sizeBands } from "../judge/judge.ts";
import type { Hub, HubVerdict, Instant, NodeHistory, NodeVerdict, Site, SiteVerdict } from "../model.ts";
import { dataFingerprint } from "../pages/data.ts";
import { DATA_FILES, HUB_FILES, HUB_REPORT, NODE_FILES, SHARED_FILES, SITE_FILES } from "../pages/files.ts";
import { hubFile, nodeFile, REPORT, REPORT_PNG } from "../pages/links.ts";
import { INLINED, SHOWN } from "../pages/hub-page.ts";
import { sizeOf } from "../pages/picture.ts";
import { COLLECTIONS } from "../pages/node-page.ts";
import { tellAsked } from "../words/visits.ts";
import type { HubView, ReportView, RunView, SiteView } from "../pages/views.ts";
import { DARK_STYLE, fullPlot, overview, plot, RANGES, type Subject } from "../plot/plot.ts";
import { openPrinter, pngFingerprint, type Printer } from "../plot/png.ts";
import { openPublisher } from "../publish/open.ts";
import { openTemplates } from "../templates.ts";
import { Account } from "./account.ts";
import { generator } from "./generator.ts";
import { breathe, Pages } from "./pages.ts";
import { chosenHubs, lockAll, openSite, selectedHistories, siteLock, Stores } from "./site.ts";
import type { Request, World } from "./world.ts";

export async function build(request: Request, world: World): Promise<{ site: Site } & Built> {
  const site = openSite(request, world);
  const hubs = chosenHubs(site, request);
  const unlock = lockAll(site, [siteLock(site)]);
  try {
    const stores = await Stores.open(site, world);
    return { site, ...(await buildPages(site, hubs, stores, request.asOf ?? world.now, world)) };
  } finally {
    unlock();
  }
}

export interface Built {
  verdict: SiteVerdict;
  /** A line a file: what was done with it and why. */
  account: string[];
}

/** So many reports may wait for their PNG: each is some megabytes large. */
const AHEAD = 4;

/** Judges every hub, draws those chosen, and writes the pages when all is known. A history is in memory while its hub is at work. */
export async function buildPages(
  site: Site,
  chosen: Hub[],
  stores: Stores,
  asOf: Instant,
  world: World,
): Promise<Built> {
  const view: RunView = {
    site,
    generator: generator(),
    ranges: RANGES,
    darkStyle: DARK_STYLE,
    ownStyle: () => readOwnStyle(site),
    render: openTemplates(site.templates),
  };
  const publisher = await openPublisher(site.out);
  const pages = new Pages(publisher, new Account(site.out), world);
  const verdicts: HubVerdict[] = [];
  const drawn: Drawn[] = [];
  const printer = openPrinter(chosen.length);
  /** Reports of the hubs before: other threads draw them as PNG while we draw the next hub's plots. */
  const reports: Promise<void>[] = [];
  let siteVerdict: SiteVerdict;
  try {
    for (const hub of site.hubs) {
      const histories = await selectedHistories(hub, stores, asOf);
      const assessments = new SizeAssessments(hub.timezone);
      const hubVerdict = judgeHub(site, hub, histories, asOf, assessments);
      verdicts.push(hubVerdict);
      if (!chosen.includes(hub)) continue;
      world.log.progress(`drawing the plots of ${hub.srvnode}`);
      const overviews = await drawHub(site, hub, hubVerdict, histories, assessments, pages);
      reports.push(report({ ...view, asOf, hub, hubVerdict, overviews }, pages, printer));
      reports.at(-1)!.catch(() => undefined); // told where it is awaited
      if (reports.length > AHEAD) await reports.shift();
      drawn.push({ hub, hubVerdict, lately: histories.map((history, i) => latelyOf(history, hubVerdict.nodes[i]!)) });
    }
    await Promise.all(reports);
    siteVerdict = judgeSite(site, verdicts, asOf);
    await writePages({ ...view, siteVerdict, asked: tellAsked(siteVerdict) }, drawn, pages);
    const others = site.hubs.filter((hub) => !chosen.includes(hub));
    await publisher.finish((path) => {
      const kept = others.some((hub) => belongs(path, hub));
      pages.account.left(path, kept);
      return kept;
    });
  } catch (error) {
    // What went wrong first is to be told, not that then nothing could be written down of it.
    await Promise.allSettled(reports);
    await publisher.abandon().catch(() => undefined);
    throw error;
  } finally {
    await printer.close();
  }
  if (pages.problems.size > 0) throw new UserError(EXIT.config, [...pages.problems]);
  return { verdict: siteVerdict, account: pages.account.lines };
}

interface Drawn {
  hub: Hub;
  hubVerdict: HubVerdict;
  /** What the page of each node tells one by one. */
  lately: NodeHistory[];
}

/** As long as the strip, and as many visits as a page has room for. */
function latelyOf(history: NodeHistory, { nights }: NodeVerdict): NodeHistory {
  const since = nights[0]?.day ?? Infinity;
  const items = history.items.map(({ item, backups }) => ({ item, backups: backups.filter(({ at }) => at >= since) }));
  return { ...history, items, collections: history.collections.slice(-COLLECTIONS) };
}

/** Plots and data of all of its nodes; gives the overviews. */
async function drawHub(
  site: Site,
  hub: Hub,
  hubVerdict: HubVerdict,
  histories: NodeHistory[],
  assessments: SizeAssessments,
  pages: Pages,
): Promise<string[]> {
  const overviews: string[] = [];
  const subjects = subjectsOf(site, hub, hubVerdict, histories, assessments);
  for (const [i, hubNode] of hub.nodes.entries()) {
    const subject = subjects[i]!;
    const pictures = [
      ...RANGES.map((range) => ({ path: nodeFile(hub, hubNode, `-${range.name}.svg`), ...plot(subject, range) })),
      ...RANGES.flatMap((range) => {
        const full = fullPlot(subject, range);
        return full ? [{ path: nodeFile(hub, hubNode, `-${range.name}-full.svg`), ...full }] : [];
      }),
      { path: nodeFile(hub, hubNode, "-overview.svg"), ...overview(subject) },
    ];
    for (const { path, ...drawing } of pictures) await pages.draw(path, drawing);
    overviews.push(await pages.publisher.read(pictures.at(-1)!.path));
    const data = { hub, hubNode, history: histories[i]! };
    await pages.tabulate(DATA_FILES, data, dataFingerprint(data));
  }
  return overviews;
}

async function report(view: ReportView, pages: Pages, printer: Printer): Promise<void> {
  if (await pages.write([HUB_REPORT], view)) await drawReport(view.hub, pages, printer);
  else pages.publisher.keep(hubFile(view.hub, REPORT_PNG));
}

async function writePages(view: SiteView, drawn: Drawn[], pages: Pages): Promise<void> {
  await pages.write(SHARED_FILES, view);
  for (const { hub, hubVerdict, lately } of drawn) {
    pages.world.log.progress(`writing the pages of ${hub.srvnode}`);
    const [sizes, plots] = [[] as HubView["sizes"], [] as string[]];
    for (const [i, hubNode] of hub.nodes.entries()) {
      const plot = await pages.publisher.read(nodeFile(hub, hubNode, `-${RANGES[0]!.name}.svg`));
      sizes.push(sizeOf(plot));
      if (hub.nodes.length <= INLINED) plots.push(await pages.publisher.read(nodeFile(hub, hubNode, `-${SHOWN}.svg`)));
      const [history, nodeVerdict] = [lately[i]!, hubVerdict.nodes[i]!];
      await pages.write(NODE_FILES, { ...view, hub, hubNode, history, nodeVerdict, plot });
    }
    await pages.write(HUB_FILES, { ...view, hub, hubVerdict, sizes, plots });
  }
  await pages.write(SITE_FILES, view);
}

/** The report as PNG, from the SVG that stands there: made again when that has changed. */
async function drawReport(hub: Hub, pages: Pages, printer: Printer): Promise<void> {
  const { publisher, account, world } = pages;
  const svg = await pages.publisher.read(hubFile(hub, REPORT));
  const path = hubFile(hub, REPORT_PNG);
  await breathe(world);
  const why = await publisher.draw(path, pngFingerprint(svg), () => printer.png(svg));
  account.drawn(path, why, ["another SVG"]);
}

/** What the plots of a hub's nodes show. */
export function subjectsOf(
  site: Site,
  hub: Hub,
  { nodes, end }: HubVerdict,
  histories: NodeHistory[],
  assessments = new SizeAssessments(hub.timezone),
): Subject[] {
  return histories.map((history, i) => {
    const verdict = nodes[i]!;
    return {
      srvnode: hub.srvnode,
      slug: hub.nodes[i]!.slug,
      scale: hub.scale,
      history,
      verdict,
      bands: (item) => sizeBands(item, hub, verdict.lastGood, assessments),
      timezone: site.timezone,
      end,
    };
  });
}

function readOwnStyle({ style }: Site): string {
  try {
    return style === undefined ? "" : readFileSync(style, "utf8");
  } catch (error) {
    throw new UserError(EXIT.config, [`style: cannot read ${style!}: ${(error as Error).message}`]);
  }
}

/** Whether a file of `out` is about this hub alone. */
function belongs(path: string, { srvnode, nodes }: Hub): boolean {
  return path.startsWith(`${srvnode}/`) || nodes.some(({ jspath }) => jspath.endsWith(`/${path}`));
}
