// The order of things: collect → judge → draw → write → publish. This is the program; the rest is how.
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
  description: "collect, judge, draw and publish: the cron line (the default)",
  options: [CONFIG, OUT, QUIET, VERBOSE, NO_AS_OF],
  act: async (hubs, options, world) => {
    const { site, verdict } = await run(requestOf(hubs, options, world), world);
    for (const line of [...summarise(verdict, site), ...hintForExample(site)]) world.log.say(line);
    return {};
  },
};

export async function run(request: Request, world: World): Promise<Built> {
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

export interface Built {
  site: Site;
  verdict: SiteVerdict;
  /** A line a file: what was done with it and why. */
  log: string[];
}

/** From the database alone: what `build` does too. Every hub is judged; `chosen` ones are drawn and written. */
export async function makeSite(site: Site, chosen: Hub[], stores: Stores, asOf: Instant, world: World): Promise<Built> {
  const view = runView(site);
  const output = await Output.open(site, chosen.length, world);
  let verdict: SiteVerdict;
  try {
    const hubVerdicts: HubVerdict[] = [];
    const drawn: DrawnHub[] = [];
    // Judged and drawn hub by hub: only one hub's histories are in memory at a time.
    for (const hub of site.hubs) {
      const histories = await selectedHistories(hub, stores, asOf);
      const assessments = new SizeAssessments(hub.timezone);
      const hubVerdict = judgeHub(site, hub, histories, asOf, assessments);
      hubVerdicts.push(hubVerdict);
      if (chosen.includes(hub))
        drawn.push(await drawHub({ hub, hubVerdict, histories, assessments }, asOf, view, output));
    }
    await output.printed();
    verdict = judgeSite(site, hubVerdicts, asOf);
    await writePages({ ...view, siteVerdict: verdict, asked: describeRun(verdict) }, drawn, output);
    const others = site.hubs.filter((hub) => !chosen.includes(hub));
    await output.publish((path) => others.some((hub) => isAbout(path, hub)));
  } catch (error) {
    await output.abandon();
    throw error;
  } finally {
    await output.close();
  }
  output.reportProblems();
  return { site, verdict, log: output.log.lines };
}

/** Whether a file of `out` is about this hub alone. */
function isAbout(path: string, { srvnode, nodes }: Hub): boolean {
  return path.startsWith(`${srvnode}/`) || nodes.some(({ jspath }) => jspath.endsWith(`/${path}`));
}
