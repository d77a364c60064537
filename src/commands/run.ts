// The whole program, step by step: collect → judge → draw → write → publish.
import { judgeHub, judgeSite, SizeAssessments } from "../judge/judge.ts";
import type { Hub, HubVerdict, Instant, Site, SiteVerdict } from "../model.ts";
import { summarise } from "../words/summary.ts";
import { describeRun } from "../words/visits.ts";
import { collectVisits } from "./collect.ts";
import { type DrawnHub, drawHub } from "./draw.ts";
import { hintForExample } from "./hint.ts";
import { type CommandLine, CONFIG, NO_AS_OF, OUT, QUIET, requestOf, VERBOSE } from "./options.ts";
import { Output } from "./output.ts";
import { chosenHubs, databaseLocks, lockAll, openSite, selectedHistories, siteLock, Stores } from "./site.ts";
import { runView } from "./view.ts";
import type { Request, World } from "./world.ts";
import { writePages } from "./write.ts";

export const commandLine: CommandLine = {
  usage: "run [hub...]",
  description: "collect, judge, draw and publish; the default, and what cron runs",
  options: [CONFIG, OUT, QUIET, VERBOSE, NO_AS_OF],
  act: async (hubs, options, world) => {
    const { site, verdict } = await run(requestOf(hubs, options, world), world);
    for (const line of [...summarise(verdict, site), ...hintForExample(site)]) world.log.say(line);
    return {};
  },
};

export async function run(request: Request, world: World): Promise<BuildResult> {
  const site = openSite(request, world);
  const hubs = chosenHubs(site, request, world);
  const unlock = lockAll(site, [...databaseLocks(site.hubs), siteLock(site)]);
  try {
    const stores = await Stores.open(site, world);
    await collectVisits(site, hubs, stores, world);
    return await makeSite(site, hubs, stores, world.now, world);
  } finally {
    unlock();
  }
}

export interface BuildResult {
  site: Site;
  verdict: SiteVerdict;
  /** One line for each file: what was done with it and why. */
  log: string[];
}

/** Makes the site from the database, as `build` does too. All hubs are judged; the `chosen` ones are drawn and written. */
export async function makeSite(
  site: Site,
  chosen: Hub[],
  stores: Stores,
  asOf: Instant,
  world: World,
): Promise<BuildResult> {
  const view = runView(site);
  const output = await Output.open(site, chosen.length, world);
  let verdict: SiteVerdict;
  try {
    const hubVerdicts: HubVerdict[] = [];
    const drawn: DrawnHub[] = [];
    // Hub by hub, so that the histories of only one are in memory at a time.
    for (const hub of site.hubs) {
      const histories = await selectedHistories(hub, stores, asOf);
      const assessments = new SizeAssessments(hub.timezone);
      const hubVerdict = judgeHub(site, hub, histories, asOf, assessments);
      hubVerdicts.push(hubVerdict);
      if (chosen.includes(hub))
        drawn.push(await drawHub({ hub, hubVerdict, histories, assessments }, asOf, view, output));
    }
    await output.finishPngs();
    verdict = judgeSite(site, hubVerdicts, asOf);
    await writePages({ ...view, siteVerdict: verdict, asked: describeRun(verdict) }, drawn, output);
    const others = site.hubs.filter((hub) => !chosen.includes(hub));
    await output.publish((path) => others.some((hub) => belongsTo(path, hub)));
  } catch (error) {
    await output.abandon();
    throw error;
  } finally {
    await output.close();
  }
  output.reportProblems();
  return { site, verdict, log: output.log.lines };
}

/** Whether a file of `out` belongs to this hub only. */
function belongsTo(path: string, { srvnode, nodes }: Hub): boolean {
  return path.startsWith(`${srvnode}/`) || nodes.some(({ jspath }) => jspath.endsWith(`/${path}`));
}
