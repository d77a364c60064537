// What does a node hold for each hub, and is it what the hub wants?
import type { Listing, RootListing } from "../../collect/records.ts";
import type { Hub, Node, Result, Root, Visit } from "../../model.ts";
import { visible } from "../../text.ts";
import { plural, printBytes, printTime } from "../../units.ts";
import { word } from "./advice.ts";
import { note, type Step, well, wrong } from "./step.ts";

export function backupSteps(node: Node, visit: Visit, listing: Listing, hubs: Hub[], now: number): Step[] {
  return node.roots.flatMap((root, i) => {
    const hub = hubs.find(({ hub }) => hub === root.hub);
    return hub ? rootSteps(node, hub, root, visit.results[i]!, listing.roots[i]!, now) : [];
  });
}

function rootSteps(node: Node, hub: Hub, asked: Root, result: Result, listed: RootListing, now: number): Step[] {
  const { srvnode: name, timezone } = hub;
  const { outcome, reason, tarballs, malformed } = result;
  if (outcome !== "ok") return [wrong(name, reason, ...rootAdvice(node, hub, asked, listed))];
  const root = visible(result.root ?? "");
  const oddStep =
    malformed.count === 0
      ? []
      : [note(name, `${plural(malformed.count, "record")} cannot be used; the first: ${malformed.example}`)];
  const items = new Set(tarballs.map(({ item }) => item));
  const newest = tarballs.reduce((best, tarball) => (best && best.at >= tarball.at ? best : tarball), tarballs[0]);
  if (!newest)
    return [wrong(name, `${root} contains no ${hub.patterns.join(" or ")}`, lookThere(node, root)), ...oddStep];
  const last = `the newest ${newest.item} of ${printTime(newest.at, timezone, now)}, ${printBytes(newest.bytes)}`;
  return [
    well(name, `${root}: ${plural(tarballs.length, "tarball")} of ${plural(items.size, "item")}, ${last}`),
    ...oddStep,
    ...hub.select
      .filter((item) => !items.has(item))
      .map((item) => wrong(name, `${item} is selected, but is not there`, `What is there: ${few([...items].sort())}`)),
  ];
}

function rootAdvice({ node, shell }: Node, { hub }: Hub, { root }: Root, { state, unset }: RootListing): string[] {
  const example = `root = ${root.replace(/\$\{?\w+\}?/g, "/data")}`;
  if (unset.length > 0)
    return [
      `Export ${unset.join(", ")} in a profile on ${node} that ${shell ? shell.join(" ") : "a login shell"} reads,`,
      `or set the right path in [${hub}], for example: ${example}`,
    ];
  if (state === "absent") return [`Set the right path in [${hub}], for example: ${example}`];
  return [`Let the user we log in as read everything below it, for example on ${node}: chmod -R o+rX ${word(root)}`];
}

function lookThere({ node, transport }: Node, root: string): string {
  const find = `find ${word(root)} -type f | head`;
  return `See what is there: ${transport === "ssh" ? `ssh ${word(node)} ${word(find)}` : find}`;
}

function few(items: string[]): string {
  return items.length <= 12 ? items.join(" ") : `${items.slice(0, 12).join(" ")} …`;
}
