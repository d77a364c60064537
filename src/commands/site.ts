// What every command begins with: the config, the hubs that were asked for, their databases.
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
import { readWhen } from "../time.ts";
import { plural } from "../units.ts";
import { reclaimMemory } from "./reclaim-memory.ts";
import type { Request, World } from "./world.ts";

export function openSite({ configs, out, hubs }: Request, { env, home, cwd, program, meant = [] }: World): Site {
  try {
    return readSite(configs, { env, home, cwd, program, ...(out === undefined ? {} : { out }) });
  } catch (error) {
    // Without a config nobody knows the hubs: then a word that is nearly a command was meant as one.
    for (const word of hubs) {
      const near = nearest(word, meant);
      if (near !== undefined) throw new UserError(EXIT.usage, [`there is no command ${word}; did you mean ${near}?`]);
    }
    throw error;
  }
}

/** The hubs asked for, in the config's order; all where none was named. */
export function chosenHubs(site: Site, { hubs: tags }: Request, { meant = [] }: Pick<World, "meant"> = {}): Hub[] {
  const known = site.hubs.map(({ hub }) => hub);
  const problems = tags.filter((tag) => !known.includes(tag)).map((tag) => unknown(tag, site, meant));
  if (problems.length > 0) throw new UserError(EXIT.usage, problems);
  return tags.length === 0 ? site.hubs : site.hubs.filter(({ hub }) => tags.includes(hub));
}

/** `meant`: the commands that the word may be a mistyped one of. */
function unknown(word: string, { hubs, files }: Site, meant: string[]): string {
  const known = hubs.map(({ hub }) => hub);
  const ofNode = hubs.filter(({ nodes }) => nodes.some(({ node }) => node === word)).map(({ hub }) => hub);
  if (ofNode.length > 0) return `${word} is a node. Name its hub: ${ofNode.join(" ")}`;
  const near = nearest(word, [...meant, ...known]);
  const what = `there is no ${meant.length > 0 ? "command or hub" : "hub"} ${word}${near === undefined ? "" : `; did you mean ${near}?`}`;
  const commands = meant.length > 0 ? ` The commands are: ${meant.join(" ")}.` : "";
  return `${what}${near === undefined ? "." : ""}${commands} The hubs of ${files.join(", ")} are: ${known.join(" ")}`;
}

/** As of when: now, unless the request says otherwise. */
export function asOfOf({ asOf }: Request, { timezone }: Site, { now }: World): Instant {
  return asOf === undefined ? now : readWhen(asOf, timezone, now)!;
}

/** One store a database file; hubs may share one. */
export class Stores {
  private constructor(private readonly byPath: Map<string, Store>) {}

  /** Nothing is written before `save`: a command that takes no lock may open them too. */
  static async open({ hubs, keepMs }: Site, { now, log }: Pick<World, "now" | "log">): Promise<Stores> {
    const byPath = new Map<string, Store>();
    for (const dbpath of new Set(hubs.map((hub) => hub.dbpath))) {
      const owners = hubs.filter((hub) => hub.dbpath === dbpath).map(ownerOf);
      const store = await openStore(dbpath, owners, { now, keepMs });
      if (store.note !== "") log.say(`${dbpath}: ${store.note}`);
      const { count, example } = store.malformed;
      if (count > 0)
        log.say(`${dbpath}: ${plural(count, "row")} of the old program cannot be used; the first: ${example}`);
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

/** A hub's histories, node by node in the config's order, limited to the items that are selected. */
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

/** One run at a time for what is written, all of it or nothing; freed by the kernel should we die. */
export function lockAll({ deadlineMs }: Site, files: string[]): () => void {
  const locks: Lock[] = [];
  const unlock = () => {
    for (const held of locks) held.release();
  };
  try {
    // What is judged, drawn and written after the deadline takes no longer than that again.
    for (const file of [...new Set(files)].sort()) locks.push(lock(file, 2 * deadlineMs));
  } catch (error) {
    unlock();
    throw error;
  }
  return unlock;
}

/** Beside the file itself, by whatever link it is reached. */
export function databaseLocks(hubs: Hub[]): string[] {
  return hubs.map(({ dbpath }) => `${existsSync(dbpath) ? realpathSync(dbpath) : dbpath}.lock`);
}

export function siteLock({ out }: Site): string {
  prepareOut(out);
  return `${out}/.lock`;
}
