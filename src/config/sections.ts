// What do all the config files together say in each section?
import type { Entry, IniSection } from "./ini.ts";
import type { Kind } from "./keys.ts";
import type { FileLine, Report } from "./mistakes.ts";
import { nearest } from "../nearest.ts";
import { findOwners, type ListedHub } from "./owners.ts";
import { words } from "./types.ts";

/** The keys of all sections of one owner, in all files. */
export interface Section {
  title: string;
  /** Where it begins; if there is none, the start of the first file. */
  place: FileLine;
  /** By key. */
  entries: Map<string, Entry>;
}

export interface Sections {
  SITE: Section;
  ENV: Section;
  /** The hubs of [HUB] that have a section of their own; other machines look after the others. */
  hubs: HubSection[];
  /** Every node of [HUB] once. */
  nodes: NodeSection[];
  silences: SilenceSection[];
  /** Sections of nobody, with the kind that they resemble: their keys are checked too. */
  unknown: { kind: Kind; section: Section }[];
}

export interface HubSection extends ListedHub {
  section: Section;
}

export interface NodeSection {
  tag: string;
  section: Section;
}

export interface SilenceSection {
  name: string;
  section: Section;
}

/** Hubs and nodes are in the order of [HUB]. A mistake about a section that is missing is reported at `start`. */
export function mergeSections(parts: IniSection[], start: FileLine, report: Report): Sections {
  const merge = merger(start, report);
  const list = merge("[HUB]", listOf(parts));
  const listed = [...list.entries.values()].map(({ key, value, place }): ListedHub => ({
    tag: key,
    nodes: words(value),
    listed: place,
  }));
  const { owned, unknown } = findOwners(parts, listed, report);
  const section = (owner: string, name = owner) => merge(`[${name}]`, owned.get(owner) ?? []);
  const hubs = listed.filter(({ tag }) => owned.has(`hub ${tag}`));
  if (hubs.length === 0) report(list.place, "no hub has both a line in [HUB] and a section of its own", "ZZ = SDU");
  const nodes = [...new Set(listed.flatMap(({ nodes }) => nodes))];
  const silences = [...owned.keys()].filter((owner) => owner.startsWith("silence "));
  return {
    SITE: section("SITE"),
    ENV: section("ENV"),
    hubs: hubs.map((hub) => ({ ...hub, section: section(`hub ${hub.tag}`, hub.tag) })),
    nodes: nodes.map((tag) => ({ tag, section: section(`node ${tag}`, tag) })),
    silences: silences.map((owner) => ({ name: owner.slice("silence ".length), section: section(owner) })),
    unknown: unknown.map(({ kind, part }) => ({ kind, section: merge(`[${part.name}]`, [part]) })),
  };
}

/** [HUB], even if it is misspelt: without it no hub or node would be known. */
function listOf(parts: IniSection[]): IniSection[] {
  const lists = parts.filter(({ name }) => name === "HUB");
  return lists.length > 0 ? lists : parts.filter(({ name }) => nearest(name, ["HUB"])).slice(0, 1);
}

function merger(start: FileLine, report: Report) {
  return (title: string, parts: IniSection[]): Section => {
    const entries = new Map<string, Entry>();
    for (const entry of parts.flatMap((part) => part.entries)) {
      const { key, value, place } = entry;
      const before = entries.get(key)?.place;
      if (before?.nth === place.nth)
        report(place, `${key} is set twice in ${title}, first in line ${before.line}`, `${key} = ${value}`);
      entries.set(key, entry);
    }
    return { title, place: parts[0]?.place ?? start, entries };
  };
}
