// Do two hubs or nodes need the same name or file, or has one a name that is reserved?
import { relative } from "node:path";
import type { Hub } from "../model.ts";
import type { Report } from "./mistakes.ts";
import type { HubSection } from "./sections.ts";

/** Reports them. `sections[i]` is the section that `hubs[i]` was read from. */
export function reportClashes(hubs: Hub[], sections: HubSection[], ours: SitePaths, report: Report): void {
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
    duplicates(nodes, ({ node }) => node).forEach(([, { node }]) =>
      wrong(`node ${node} is listed twice in hub ${hub}`),
    );
    duplicates(
      nodes.filter(({ node }, i) => nodes.findIndex((other) => other.node === node) === i),
      ({ slug }) => slug.toLowerCase(),
    ).forEach(([first, { node, slug }]) =>
      wrong(`nodes ${first.node} and ${node} of hub ${hub} would both have the page ${slug}.html`),
    );
  }
  duplicates(placed, ({ srvnode }) => srvnode).forEach(([first, { hub, srvnode, place }]) =>
    report(place("srvnode"), `hubs ${first.hub} and ${hub} both have srvnode ${srvnode}`, `srvnode = ${srvnode}2`),
  );
  const copies = placed.flatMap(({ hub, nodes, place }) => nodes.map((node) => ({ ...node, hub, place })));
  duplicates(copies, ({ node, root }) => JSON.stringify([node, root.replace(/\/+/g, "/").replace(/(.)\/$/, "$1")]))
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
  duplicates(copies, ({ jspath }) => jspath)
    .filter(([first, second]) => first.hub !== second.hub || first.node !== second.node)
    .forEach(([first, { hub, node, jspath, place }]) =>
      report(
        place("jspath"),
        `node ${first.node} of hub ${first.hub} and node ${node} of hub ${hub} would both write their JSON to ${jspath}`,
        JSPATH,
      ),
    );
}

/** Other paths that the site reads and writes. */
interface SitePaths {
  /** The config files. */
  files: string[];
  out: string;
}

/** What else a file is used for; undefined: nothing that we know of. */
function otherUse(file: string, hubs: Hub[], { files, out }: SitePaths): string | undefined {
  if (files.includes(file)) return "the config";
  if (hubs.some(({ dbpath }) => file === dbpath || file.startsWith(`${dbpath}.`)))
    return "the database or one of its files";
  const [folder, ...below] = relative(out, file).split("/");
  if (folder === "..") return undefined;
  return below.length === 0 || hubs.some(({ srvnode }) => srvnode === folder) ? "among the pages" : undefined;
}

const JSPATH = "jspath = /var/www/html/data/scm_backup_monitor_%(hub)s_%(node)s.json";
const RESERVED = /^(index|images|report)$/i;

/** Every thing that has the name of an earlier one, paired with the first of that name. */
function duplicates<T>(things: T[], name: (thing: T) => string): [first: T, second: T][] {
  const firsts = new Map<string, T>();
  return things.flatMap((thing): [T, T][] => {
    const first = firsts.get(name(thing));
    if (first) return [[first, thing]];
    firsts.set(name(thing), thing);
    return [];
  });
}
