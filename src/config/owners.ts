// Which hub, node or part of the config does a section belong to, also when its name is misspelt?
import { greatest } from "d3-array";
import type { IniSection } from "./ini.ts";
import { keyOf, KINDS, type Kind } from "./keys.ts";
import type { FileLine, Report } from "./mistakes.ts";
import { nearest } from "../nearest.ts";

export interface ListedHub {
  tag: string;
  nodes: string[];
  /** Its line in [HUB]. */
  listed: FileLine;
}

export interface Owned {
  /** By `SITE`, `HUB`, `ENV`, `hub TAG`, `node TAG` and `silence NAME`. */
  owned: Map<string, IniSection[]>;
  /** Sections that belong to nothing, with the kind that they resemble. */
  unknown: { kind: Kind; part: IniSection }[];
}

/**
 * A misspelt section is reported and given to the nearest owner, if that has no section yet: one mistake hides no
 * others.
 */
export function findOwners(parts: IniSection[], hubs: ListedHub[], report: Report): Owned {
  const owners = ownersOf(hubs);
  const owned: Owned["owned"] = new Map();
  const give = ({ id }: Owner, part: IniSection) => owned.set(id, [...(owned.get(id) ?? []), part]);
  const strangers = parts.filter((part) => {
    const owner = ownerOf(part.name, owners);
    if (owner) give(owner, part);
    return !owner;
  });
  const unknown = strangers.flatMap((part): Owned["unknown"] => {
    const near = meant(part.name, owners, owned);
    reportUnknown(part, near, owners, report);
    const owner = near === undefined ? undefined : ownerOf(near, owners);
    if (owner && !owned.has(owner.id)) {
      give(owner, part);
      return [];
    }
    const kind = owner ? owner.kind : kindByKeys(part);
    return kind === undefined || kind === "HUB" ? [] : [{ kind, part }];
  });
  return { owned, unknown };
}

interface Owner {
  id: string;
  kind: Kind | "HUB";
  listed?: FileLine;
}

const OURS = ["SITE", "HUB", "ENV"] as const;

/**
 * Owners by the names that their sections may have. If a hub and a node have the same tag, the node's section is [node
 * TAG].
 */
function ownersOf(hubs: ListedHub[]): Map<string, Owner> {
  const nodes = hubs.flatMap(({ nodes, listed }) =>
    nodes.map((tag): [string, Owner] => [tag, { id: `node ${tag}`, kind: "node", listed }]),
  );
  return new Map<string, Owner>([
    ...nodes,
    ...nodes.map(([tag, owner]): [string, Owner] => [`node ${tag}`, owner]),
    ...hubs.map(({ tag, listed }): [string, Owner] => [tag, { id: `hub ${tag}`, kind: "hub", listed }]),
    ...OURS.map((name): [string, Owner] => [name, { id: name, kind: name }]),
  ]);
}

function ownerOf(name: string, owners: Map<string, Owner>): Owner | undefined {
  const [, silence] = /^silence\s+(.+)$/.exec(name) ?? [];
  if (silence !== undefined) return { id: `silence ${silence}`, kind: "silence" };
  return owners.get(name.replace(/^node\s+/, "node "));
}

/** The nearest known name, preferably of an owner without a section. */
function meant(name: string, owners: Map<string, Owner>, owned: Owned["owned"]): string | undefined {
  const [, word = "", rest = ""] = /^(\S+)\s+(.+)$/.exec(name) ?? [];
  if (nearest(word, ["silence"])) return `silence ${rest}`;
  const isNode = word === "node";
  const known = [...owners].filter(([, { kind }]) => !isNode || kind === "node");
  const near = (among: typeof known) => nearest(isNode ? rest : name, [...new Map(among).keys()]);
  const found = near(known.filter(([, { id }]) => !owned.has(id))) ?? near(known);
  return isNode && found !== undefined ? `node ${found}` : found;
}

function reportUnknown(
  { name, place }: IniSection,
  near: string | undefined,
  owners: Map<string, Owner>,
  report: Report,
): void {
  if (near === undefined) {
    const known = [...OURS, "silence NAME"].map((our) => `[${our}]`).join(" ");
    const wrong = `unknown section [${name}]: it is neither a hub or node of [HUB] nor one of ${known}`;
    report(place, wrong, `${name} = SDU in [HUB]`);
  } else {
    const listed = owners.get(near)?.listed;
    const where = listed ? `, from [HUB] in line ${listed.line}` : "";
    report(place, `unknown section [${name}] (did you mean [${near}]${where}?)`, `[${near}]`);
  }
}

/** The kind of section that has most of these keys; undefined: none of them is known. */
function kindByKeys({ entries }: IniSection): Kind | undefined {
  const count = (kind: Kind) => entries.filter(({ key }) => keyOf(kind, key)).length;
  const kind = greatest(KINDS, count);
  return kind !== undefined && count(kind) > 0 ? kind : undefined;
}
