// What every command needs first: the config, the chosen hubs, their databases and locks.
import { existsSync, realpathSync } from "node:fs";
import { fit } from "../collect/layout.ts";
import { readSite } from "../config/site.ts";
import { EXIT, UserError } from "../errors.ts";
import { type Lock, lock } from "../lock.ts";
import type { Hub, Instant, NodeHistory, Site } from "../model.ts";
import { nearest } from "../nearest.ts";
import { prepareOut } from "../publish/open.ts";
import { openStore } from "../store/open.ts";
import type { Layout, Owner, Store } from "../store/store.ts";
import { readTime } from "../time.ts";
import { plural } from "../units.ts";
import { reclaimMemory } from "./reclaim-memory.ts";
import type { Request, World } from "./world.ts";

/**
 * Reads the config.
 * @throws UserError EXIT.config with all mistakes in it; EXIT.usage if a hub looks like a mistyped command instead
 */
export function openSite({ configs, out, hubs }: Request, { env, home, cwd, program, commands = [] }: World): Site {
  try {
    return readSite(configs, { env, home, cwd, program, ...(out === undefined ? {} : { out }) });
  } catch (error) {
    // Without a config the hubs are unknown: a word that looks like a command is probably a mistyped one.
    for (const word of hubs) {
      const near = nearest(word, commands);
      if (near !== undefined) throw new UserError(EXIT.usage, [`there is no command ${word}; did you mean ${near}?`]);
    }
    throw error;
  }
}

/** The hubs of the request, in the config's order; all if it names none. @throws UserError EXIT.usage for unknown ones */
export function chosenHubs(
  site: Site,
  { hubs: tags }: Request,
  { commands = [] }: Pick<World, "commands"> = {},
): Hub[] {
  const known = site.hubs.map(({ hub }) => hub);
  const problems = tags.filter((tag) => !known.includes(tag)).map((tag) => unknownHub(tag, site, commands));
  if (problems.length > 0) throw new UserError(EXIT.usage, problems);
  return tags.length === 0 ? site.hubs : site.hubs.filter(({ hub }) => tags.includes(hub));
}

/** @param commands names to suggest where a hub may be a mistyped command */
function unknownHub(word: string, { hubs, files }: Site, commands: string[]): string {
  const known = hubs.map(({ hub }) => hub);
  const ofNode = hubs.filter(({ nodes }) => nodes.some(({ node }) => node === word)).map(({ hub }) => hub);
  if (ofNode.length > 0) return `${word} is a node. Name its hub: ${ofNode.join(" ")}`;
  const near = nearest(word, [...commands, ...known]);
  const what = `there is no ${commands.length > 0 ? "command or hub" : "hub"} ${word}${near === undefined ? "" : `; did you mean ${near}?`}`;
  const commandList = commands.length > 0 ? ` The commands are: ${commands.join(" ")}.` : "";
  return `${what}${near === undefined ? "." : ""}${commandList} The hubs of ${files.join(", ")} are: ${known.join(" ")}`;
}

/** The instant of --as-of, or now. */
export function resolveAsOf({ asOf }: Request, { timezone }: Site, { now }: World): Instant {
  return asOf === undefined ? now : readTime(asOf, timezone, now)!;
}

/** The stores of all hubs, one for each database file: hubs may share one. */
export class Stores {
  private constructor(private readonly byPath: Map<string, Store>) {}

  /** Writes nothing before `save`, so no lock is needed to open them. @throws UserError if one cannot be opened */
  static async open({ hubs, keepMs }: Site, { now, log }: Pick<World, "now" | "log">): Promise<Stores> {
    const byPath = new Map<string, Store>();
    for (const dbpath of new Set(hubs.map((hub) => hub.dbpath))) {
      const owners = hubs.filter((hub) => hub.dbpath === dbpath).map(ownerOf);
      const store = await openStore(dbpath, owners, { now, keepMs });
      if (store.note !== "") log.say(`${dbpath}: ${store.note}`);
      const { count, example } = store.malformed;
      if (count > 0)
        log.say(`${dbpath}: ${plural(count, "row")} of the 2012 program cannot be used; the first: ${example}`);
      byPath.set(dbpath, store);
    }
    return new Stores(byPath);
  }

  of(hub: Hub): Store {
    return this.byPath.get(hub.dbpath)!;
  }

  get all(): Store[] {
    return [...this.byPath.values()];
  }

  async save(): Promise<void> {
    for (const store of this.byPath.values()) await store.save();
  }

  async close(): Promise<void> {
    for (const store of this.byPath.values()) await store.close();
  }
}

function ownerOf(hub: Hub): Owner {
  const { srvnode, timezone, patterns, stamp, nodes } = hub;
  const layout = (tag: string): Layout => {
    const { root } = nodes.find(({ node }) => node === tag)!;
    return { text: [root, ...patterns, stamp].join(" "), fit: (root, path) => fit(root, path, hub) };
  };
  return { hub: hub.hub, srvnode, timezone, nodes: nodes.map(({ node }) => node), layout };
}

/** A hub's histories as of an instant, one for each node in the config's order, with the selected items only. */
export async function selectedHistories(hub: Hub, stores: Stores, asOf: Instant): Promise<NodeHistory[]> {
  const histories: NodeHistory[] = [];
  for (const { node } of hub.nodes) {
    const history = await stores.of(hub).history(hub.hub, node, asOf);
    const items = history.items.filter(({ item }) => hub.select.length === 0 || hub.select.includes(item));
    histories.push({ ...history, items });
    reclaimMemory();
  }
  return histories;
}

/**
 * Locks all these files or none; the kernel frees them if we die.
 * @returns releases them
 * @throws UserError EXIT.busy if another process has one of them
 */
export function lockAll({ deadlineMs }: Site, files: string[]): () => void {
  const locks: Lock[] = [];
  const unlock = () => {
    for (const held of locks) held.release();
  };
  try {
    // After the deadline for collecting, the rest of the run should take no longer than that again.
    for (const file of [...new Set(files)].sort()) locks.push(lock(file, 2 * deadlineMs));
  } catch (error) {
    unlock();
    throw error;
  }
  return unlock;
}

/** The lock files of the hubs' databases. Beside the database itself, even if `dbpath` is a link to it. */
export function databaseLocks(hubs: Hub[]): string[] {
  return hubs.map(({ dbpath }) => `${existsSync(dbpath) ? realpathSync(dbpath) : dbpath}.lock`);
}

/** The lock file of `out`, which is created if absent. */
export function siteLock({ out }: Site): string {
  prepareOut(out);
  return `${out}/.lock`;
}
