// rename: moves the history of a hub or a node to the new tag that it has in the config.
import { nearest } from "../nearest.ts";
import { EXIT, UserError } from "../errors.ts";
import type { Site } from "../model.ts";
import type { Tag } from "../store/store.ts";
import { plural } from "../units.ts";
import { type CommandLine, CONFIG, QUIET, requestOf, VERBOSE } from "./options.ts";
import { databaseLocks, lockAll, openSite, Stores } from "./site.ts";
import type { Request, World } from "./world.ts";

export const commandLine: CommandLine = {
  usage: "rename <kind> <old> <new>",
  description: "move the history of a hub or a node to its new tag in the config; kind: hub or node",
  options: [CONFIG, QUIET, VERBOSE],
  act: async ([kind, from, to], options, world) => {
    if (kind !== "hub" && kind !== "node")
      throw new UserError(EXIT.usage, [
        `the first argument must be hub or node, not ${kind!}. For example: ${world.program} rename node OLD NEW`,
      ]);
    return { text: `${await rename(requestOf([], options, world), world, kind, from!, to!)}\n` };
  },
};

/**
 * Renames a hub or a node in every database of the config, each in one transaction.
 * @param from its old tag, no longer in the config
 * @param to its new tag, already in the config
 * @returns a line to print
 * @throws UserError EXIT.usage if the config does not have the new tag, or still has the old one
 */
export async function rename(request: Request, world: World, kind: Tag, from: string, to: string): Promise<string> {
  const site = openSite(request, world);
  refuseUnlessRenamed(site, kind, from, to);
  const unlock = lockAll(site, databaseLocks(site.hubs));
  try {
    const stores = await Stores.open(site, world);
    const renamed = { backups: 0, collections: 0 };
    for (const store of stores.all) {
      const { backups, collections } = await store.rename(kind, from, to);
      renamed.backups += backups;
      renamed.collections += collections;
    }
    await stores.save();
    await stores.close();
    const { backups, collections } = renamed;
    if (backups + collections === 0) return `There is no history of ${kind} ${from}. Nothing was changed.`;
    return `${plural(backups, "backup")} and ${plural(collections, "collection")} of ${from} now belong to ${to}.`;
  } finally {
    unlock();
  }
}

function refuseUnlessRenamed(site: Site, kind: Tag, from: string, to: string): void {
  const files = site.files.join(", ");
  const tags = kind === "hub" ? site.hubs.map(({ hub }) => hub) : site.nodes.map(({ node }) => node);
  const problems: string[] = [];
  if (!tags.includes(to)) {
    const near = nearest(to, tags);
    const hint = near === undefined ? `The ${kind}s are: ${tags.join(" ")}` : `Did you mean ${near}?`;
    problems.push(`there is no ${kind} ${to} in ${files}. ${hint}`);
  }
  if (tags.includes(from)) problems.push(`${kind} ${from} is still in ${files}. Change its tag there first, to ${to}`);
  if (problems.length > 0) throw new UserError(EXIT.usage, problems);
}
