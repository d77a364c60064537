// Whose is each section, and what do all the files together say in it?
import type { Entry, Section } from "./ini.ts";
import type { FileLine, Report } from "./mistakes.ts";
import { nearest } from "./nearest.ts";
import { words } from "./types.ts";

/** What all the files together say about one thing. */
export interface Said {
  title: string;
  /** Where its section begins; without one, the start of the first file. */
  place: FileLine;
  /** By key. */
  entries: Map<string, Entry>;
}

export interface Sections {
  SITE: Said;
  ENV: Said;
  /** Those hubs of [HUB] that have a section of their own; the others are other machines' business. */
  hubs: HubSection[];
  /** Every node of [HUB] once. */
  nodes: NodeSection[];
  silences: SilenceSection[];
}

export interface HubSection {
  tag: string;
  nodes: string[];
  /** Its line in [HUB]. */
  listed: FileLine;
  said: Said;
}

export interface NodeSection {
  tag: string;
  said: Said;
}

export interface SilenceSection {
  name: string;
  said: Said;
}

/** Hubs and nodes come in the order of [HUB]. Without sections there is nothing but `start`. */
export function sortSections(sections: Section[], start: FileLine, report: Report): Sections {
  const list = merge(
    "[HUB]",
    sections.filter(({ name }) => name === "HUB"),
    start,
    report,
  );
  const listed = [...list.entries.values()].map(({ key, value, place }) => ({
    tag: key,
    nodes: words(value),
    listed: place,
  }));
  const hubTags = new Set(listed.map(({ tag }) => tag));
  const nodeTags = new Set(listed.flatMap(({ nodes }) => nodes));

  const whose = (name: string): string | undefined => {
    if (OURS.includes(name)) return name;
    const [, silence] = SILENCE.exec(name) ?? [];
    if (silence !== undefined) return `silence ${silence}`;
    if (hubTags.has(name)) return `hub ${name}`;
    const tag = name.replace(/^node\s+/, "");
    return nodeTags.has(tag) ? `node ${tag}` : undefined;
  };
  const parts = new Map<string, Section[]>();
  for (const section of sections) {
    const owner = whose(section.name);
    if (owner === undefined) reportStranger(section, [...OURS, ...hubTags, ...nodeTags], report);
    else parts.set(owner, [...(parts.get(owner) ?? []), section]);
  }

  const said = (owner: string, tag = owner) => merge(`[${tag}]`, parts.get(owner) ?? [], start, report);
  const hubs = listed.filter(({ tag }) => parts.has(`hub ${tag}`));
  if (hubs.length === 0) report(list.place, "no hub has both a line in [HUB] and a section of its own", "ZZ = SDU");
  return {
    SITE: said("SITE"),
    ENV: said("ENV"),
    hubs: hubs.map((hub) => ({ ...hub, said: said(`hub ${hub.tag}`, hub.tag) })),
    nodes: [...nodeTags].map((tag) => ({ tag, said: said(`node ${tag}`, tag) })),
    silences: [...parts.keys()]
      .filter((owner) => owner.startsWith("silence "))
      .map((owner) => ({ name: owner.slice("silence ".length), said: said(owner) })),
  };
}

const OURS = ["SITE", "HUB", "ENV"];
const SILENCE = /^silence\s+(.+)$/;

function merge(title: string, sections: Section[], start: FileLine, report: Report): Said {
  const entries = new Map<string, Entry>();
  for (const entry of sections.flatMap((section) => section.entries)) {
    const { key, value, place } = entry;
    const before = entries.get(key)?.place;
    if (before?.nth === place.nth)
      report(place, `${key} stands twice in ${title}, first in line ${before.line}`, `${key} = ${value}`);
    entries.set(key, entry);
  }
  return { title, place: sections[0]?.place ?? start, entries };
}

function reportStranger({ name, place }: Section, known: string[], report: Report): void {
  const near = nearest(name, known);
  const wrong = `[${name}] is neither a hub nor a node of [HUB], nor one of ${[...OURS, "silence NAME"].map((our) => `[${our}]`).join(" ")}`;
  if (near) report(place, `${wrong} (did you mean [${near}]?)`, `[${near}]`);
  else report(place, wrong, `${name} = SDU in [HUB]`);
}
