// collect: asks the nodes and updates the database.
import { collect } from "../collect/collect.ts";
import type { Hub, Site, Visit } from "../model.ts";
import { plural, printList, printSpan } from "../units.ts";
import { type CommandLine, CONFIG, NO_AS_OF, QUIET, requestOf, VERBOSE } from "./options.ts";
import { chosenHubs, databaseLocks, lockAll, openSite, Stores } from "./site.ts";
import type { Request, World } from "./world.ts";

export const commandLine: CommandLine = {
  usage: "collect [hub...]",
  description: "ask the nodes and update the database",
  options: [CONFIG, QUIET, VERBOSE, NO_AS_OF],
  act: async (hubs, options, world) => {
    await collectCommand(requestOf(hubs, options, world), world);
    return {};
  },
};

export async function collectCommand(request: Request, world: World): Promise<void> {
  const site = openSite(request, world);
  const unlock = lockAll(site, databaseLocks(site.hubs));
  try {
    await collectVisits(site, chosenHubs(site, request, world), await Stores.open(site, world), world);
  } finally {
    unlock();
  }
}

/** Visits every node of these hubs and saves what they said. If interrupted, it saves the visits that are complete. */
export async function collectVisits(site: Site, hubs: Hub[], stores: Stores, world: World): Promise<void> {
  const { now, signal, log } = world;
  const tags = new Set(hubs.map(({ hub }) => hub));
  // A node is asked for the roots of all its hubs, chosen or not: its key may be restricted to that one command.
  const nodes = site.nodes.filter(({ roots }) => roots.some(({ hub }) => tags.has(hub)));
  let visited = 0;
  log.progress(`asking ${plural(nodes.length, "node")}`);
  const onVisit = async (visit: Visit) => {
    if (signal.aborted) return;
    await record(visit, hubs, stores);
    log.progress(`asked ${++visited} of ${plural(nodes.length, "node")}`);
    for (const note of visit.notes ?? []) log.say(`${visit.node}: ${note}`);
    const told = visit.results.filter(({ hub }) => tags.has(hub));
    for (const line of new Set(
      told.map(({ outcome, reason }) => (outcome === "ok" ? `ok, in ${printSpan(visit.ms)}` : reason)),
    )) {
      log.detail(`${visit.node}: ${line}`);
    }
  };
  const visits = await collect(site, nodes, now, world.transports(site), { signal, onVisit });
  await stores.save();
  signal.throwIfAborted();
  const late = visits.filter((visit) => visit.late).map(({ node }) => node);
  if (late.length > 0) log.warn(deadlineWarning(late, visits.length, site.deadlineMs));
}

/** A warning, because the nodes may be fine: it was the run that did not get to them. */
function deadlineWarning(late: string[], asked: number, deadlineMs: number): string {
  const named = late.length > 6 ? [...late.slice(0, 5), `${late.length - 5} more`] : late;
  return (
    `the deadline of ${printSpan(deadlineMs)} passed before ${late.length} of ${plural(asked, "node")} answered: ` +
    `${printList(named)}. Raise deadline or concurrency in [ENV], or lower nodedeadline`
  );
}

/** Records each hub's results in that hub's database. */
async function record(visit: Visit, hubs: Hub[], stores: Stores): Promise<void> {
  for (const hub of hubs) {
    const results = visit.results.filter((result) => result.hub === hub.hub);
    if (results.length > 0) await stores.of(hub).record({ ...visit, results });
  }
}
