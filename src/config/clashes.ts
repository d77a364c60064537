// Do two things of the site want one name, or one thing a name that it cannot have?
import { relative } from "node:path";
import type { Hub } from "../model.ts";
import type { Report } from "./mistakes.ts";
import type { HubSection } from "./sections.ts";

/** `sections[i]` is where `hubs[i]` stands. */
export function reportClashes(hubs: Hub[], sections: HubSection[], ours: Ours, report: Report): void {
  const placed = hubs.map((hub, i) => {
    const { listed, section } = sections[i]!;
    return { ...hub, listed, place: (key: string) => section.entries.get(key)?.place ?? listed };
  });
  for (const { hub, nodes, listed } of placed) {
    const wrong = (what: string) => report(listed, what, "ZZ = SDU NTU");
    if (nodes.length === 0) wrong(`hub ${hub} has no nodes`);
    [hub, ...nodes.map(({ node }) => node)]
      .filter((tag) => /^-|\//.test(tag))
      .forEach((tag) => wrong(`${tag} cannot be the name of a hub or node: it contains a / or begins with -`));
    nodes
      .filter(({ slug }) => RESERVED.test(slug))
      .forEach(({ node, slug }) => wrong(`node ${node} would get the page ${slug}.html, which is the hub's own`));
    pairs(nodes, ({ node }) => node).forEach(([, { node }]) => wrong(`node ${node} is listed twice in hub ${hub}`));
    pairs(
      nodes.filter(({ node }, i) => nodes.findIndex((other) => other.node === node) === i),
      ({ slug }) => slug.toLowerCase(),
    ).forEach(([first, { node, slug }]) =>
      wrong(`nodes ${first.node} and ${node} of hub ${hub} would both have the page ${slug}.html`),
    );
  }
  pairs(placed, ({ srvnode }) => srvnode).forEach(([first, { hub, srvnode, place }]) =>
    report(place("srvnode"), `hubs ${first.hub} and ${hub} both have srvnode ${srvnode}`, `srvnode = ${srvnode}2`),
  );
  const copies = placed.flatMap(({ hub, nodes, place }) => nodes.map((node) => ({ ...node, hub, place })));
  pairs(copies, ({ node, root }) => JSON.stringify([node, root.replace(/\/+/g, "/").replace(/(.)\/$/, "$1")]))
    .filter(([first, second]) => first.hub !== second.hub)
    .forEach(([first, { hub, node, root, place }]) =>
      report(
        place("root"),
        `hubs ${first.hub} and ${hub} have the same root on node ${node}: ${root}`,
        "root = $SCM_FOLD/backup/%(srvnode)s",
      ),
    );
  for (const { node, hub, jspath, place } of copies) {
    const other = otherUse(jspath, hubs, ours);
    if (other === undefined) continue;
    report(
      place("jspath"),
      `the JSON of node ${node} of hub ${hub} would be written to ${jspath}, which is ${other}`,
      JSPATH,
    );
  }
  pairs(copies, ({ jspath }) => jspath)
    .filter(([first, second]) => first.hub !== second.hub || first.node !== second.node)
    .forEach(([first, { hub, node, jspath, place }]) =>
      report(
        place("jspath"),
        `node ${first.node} of hub ${first.hub} and node ${node} of hub ${hub} would both write their JSON to ${jspath}`,
        JSPATH,
      ),
    );
}

/** What else the site reads and writes. */
interface Ours {
  /** The config files. */
  files: string[];
  out: string;
}

/** What a file is besides; undefined: nothing that we know of. */
function otherUse(file: string, hubs: Hub[], { files, out }: Ours): string | undefined {
  if (files.includes(file)) return "the config";
  if (hubs.some(({ dbpath }) => file === dbpath || file.startsWith(`${dbpath}.`)))
    return "the database or one of its files";
  const [folder, ...below] = relative(out, file).split("/");
  if (folder === "..") return undefined;
  return below.length === 0 || hubs.some(({ srvnode }) => srvnode === folder) ? "among the pages" : undefined;
}

const JSPATH = "jspath = /var/www/html/data/scm_backup_monitor_%(hub)s_%(node)s.json";
const RESERVED = /^(index|images|report)$/i;

/** Each thing whose name an earlier one has, behind that one. */
function pairs<T>(things: T[], name: (thing: T) => string): [first: T, second: T][] {
  const firsts = new Map<string, T>();
  return things.flatMap((thing): [T, T][] => {
    const first = firsts.get(name(thing));
    if (first) return [[first, thing]];
    firsts.set(name(thing), thing);
    return [];
  });
}
