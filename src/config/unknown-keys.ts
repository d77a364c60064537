// Which keys are unknown, and what did the person probably mean?
import { FABRIC, keyOf, KEYS, KINDS, type Kind } from "./keys.ts";
import { printFileLine, type Report } from "./mistakes.ts";
import { nearest } from "../nearest.ts";
import type { Section, Sections } from "./sections.ts";

/** Reports unknown keys. Returns `FILE:LINE: key` for each key that is accepted but has no effect. */
export function checkKeys({ SITE, ENV, hubs, nodes, silences, unknown }: Sections, report: Report): string[] {
  return [
    ...checkSection("SITE", SITE, report),
    ...checkSection("ENV", ENV, report),
    ...hubs.flatMap(({ section }) => checkSection("hub", section, report)),
    ...nodes.flatMap(({ section }) => checkSection("node", section, report)),
    ...silences.flatMap(({ section }) => checkSection("silence", section, report)),
    ...unknown.flatMap(({ kind, section }) => checkSection(kind, section, report)),
  ];
}

function checkSection(kind: Kind, { title, entries }: Section, report: Report): string[] {
  const ignored: string[] = [];
  for (const { key, place } of entries.values()) {
    const known = keyOf(kind, key);
    if (known?.ignored || (!known && FABRIC.has(key) && (kind === "ENV" || kind === "node"))) {
      ignored.push(`${printFileLine(place)}: ${key}`);
    } else if (!known) {
      const [hint, example] = suggestion(kind, key);
      report(place, `${title} has no key "${key}"${hint}`, example);
    }
  }
  return ignored;
}

/** What was probably meant by an unknown key, and a line that would be right. */
function suggestion(kind: Kind, unknown: string): [hint: string, example: string] {
  const line = (kind: Kind, key: string) => `${key} = ${keyOf(kind, key)!.example}`;
  const elsewhere = KINDS.find((other) => keyOf(other, unknown));
  if (elsewhere) return [` (it belongs in ${SECTIONS[elsewhere]})`, line(elsewhere, unknown)];
  const near = nearest(unknown, Object.keys(KEYS[kind]));
  return [near ? ` (did you mean ${near}?)` : "", line(kind, near ?? Object.keys(KEYS[kind])[0]!)];
}

const SECTIONS: Record<Kind, string> = {
  SITE: "[SITE]",
  ENV: "[ENV]",
  hub: "a hub's section",
  node: "a node's section",
  silence: "a [silence NAME]",
};
