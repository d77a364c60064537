// collect: asks the nodes and updates the database.
import { collect } from "../collect/collect.ts";
import type { Hub, Site, Visit } from "../model.ts";
import { printSpan } from "../units.ts";
import { chosenHubs, databaseLocks, lockAll, openSite, Stores } from "./site.ts";
import type { Request, World } from "./world.ts";

export async function collectCommand(request: Request, world: World): Promise<void> {
  const site = openSite(request, world);
  const unlock = lockAll(databaseLocks(site.hubs));
  try {
    await collectVisits(site, chosenHubs(site, request), await Stores.open(site, world.log), world);
  } finally {
    unlock();
  }
}

/** Visits every node of these hubs and makes safe what they said; of an interrupted run, what was said by then. */
export async function collectVisits(site: Site, hubs: Hub[], stores: Stores, world: World): Promise<void> {
  const { now, signal, log } = world;
  const tags = new Set(hubs.map(({ hub }) => hub));
  const nodes = site.nodes
    .map((node) => ({ ...node, roots: node.roots.filter(({ hub }) => tags.has(hub)) }))
    .filter(({ roots }) => roots.length > 0);
  let visited = 0;
  log.progress(`asking ${nodes.length} nodes`);
  const onVisit = async (visit: Visit) => {
    if (signal.aborted) return;
    await record(visit, hubs, stores);
    log.progress(`asked ${++visited} of ${nodes.length} nodes`);
    for (const { outcome, reason } of visit.results) {
      log.detail(`${visit.node}: ${outcome === "ok" ? `ok, in ${printSpan(visit.ms)}` : reason}`);
    }
  };
  await collect(site, nodes, now, world.transports(site), { signal, onVisit });
  await stores.save();
  signal.throwIfAborted();
}

/** Each hub's result into that hub's database. */
async function record(visit: Visit, hubs: Hub[], stores: Stores): Promise<void> {
  for (const hub of hubs) {
    const results = visit.results.filter((result) => result.hub === hub.hub);
    if (results.length > 0) await stores.of(hub).record({ ...visit, results });
  }
}
