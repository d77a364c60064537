// The order of things: collect → judge → plot → pages → publish. This is the program; the rest is how.
import type { Site, SiteVerdict } from "../model.ts";
import { buildPages } from "./build.ts";
import { collectVisits } from "./collect.ts";
import { chosenHubs, databaseLocks, lockAll, openSite, siteLock, Stores } from "./site.ts";
import type { Request, World } from "./world.ts";

export async function run(request: Request, world: World): Promise<{ site: Site; verdict: SiteVerdict }> {
  const site = openSite(request, world);
  const hubs = chosenHubs(site, request);
  const unlock = lockAll(site, [...databaseLocks(site.hubs), siteLock(site)]);
  try {
    const stores = await Stores.open(site, world);
    await collectVisits(site, hubs, stores, world);
    const { verdict } = await buildPages(site, hubs, stores, world.now, world);
    return { site, verdict };
  } finally {
    unlock();
  }
}
