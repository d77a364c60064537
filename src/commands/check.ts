// check: judges from the database, without asking the nodes, and prints the verdict as a monitoring plugin does.
import { Option } from "commander";
import { EXIT, UserError } from "../errors.ts";
import { evidenceOf, judgeHub, judgeSite, worst } from "../judge/judge.ts";
import type { SiteVerdict } from "../model.ts";
import { statusJson } from "../pages/status-json.ts";
import { explainItem } from "../words/explain.ts";
import { PLUGIN_CODES, pluginText } from "../words/plugin.ts";
import { generator } from "./generator.ts";
import { AS_OF, type CommandLine, CONFIG, type Options, QUIET, requestOf, VERBOSE } from "./options.ts";
import { resolveAsOf, chosenHubs, openSite, selectedHistories, Stores } from "./site.ts";
import type { Request, World } from "./world.ts";

export const commandLine: CommandLine = {
  usage: "check [hub...]",
  description: "judge from the database and print one plugin line, then one line for each finding; exits 0 to 3",
  options: [
    ...[CONFIG, QUIET, VERBOSE, AS_OF],
    new Option("--json", "print status.json instead"),
    new Option("--explain <item>", "print the numbers behind the verdict on this item instead"),
  ],
  act: (hubs, options, world) => check(requestOf(hubs, options, world), world, options),
};

/** @throws UserError EXIT.usage if --explain names an unknown item */
export async function check(
  request: Request,
  world: World,
  { json = false, explain: asked }: Pick<Options, "json" | "explain">,
): Promise<{ text: string; exitCode: number }> {
  const explain = typeof asked === "string" ? asked : undefined;
  const site = openSite(request, world);
  const now = resolveAsOf(request, site, world);
  const stores = await Stores.open(site, world);
  const hubs = [];
  const explained: string[] = [];
  for (const hub of chosenHubs(site, request, world)) {
    const histories = await selectedHistories(hub, stores, now);
    const verdict = judgeHub(site, hub, histories, now);
    hubs.push(verdict);
    if (explain !== undefined)
      explained.push(...explainItem(hub.srvnode, evidenceOf(explain, hub, verdict, histories), now, site.timezone));
  }
  const siteVerdict = judgeSite(site, hubs, now);
  if (explain !== undefined) {
    if (explained.length === 0) throw new UserError(EXIT.usage, [noItem(explain, siteVerdict)]);
    const items = hubs
      .flatMap(({ nodes }) => nodes.flatMap(({ items }) => items))
      .filter(({ item }) => item === explain);
    return { text: explained.map((line) => `${line}\n`).join(""), exitCode: PLUGIN_CODES[worst([], items)] };
  }
  const text = json ? statusJson.text({ siteVerdict, generator: generator() }) : pluginText(siteVerdict, site.timezone);
  return { text, exitCode: PLUGIN_CODES[siteVerdict.status] };
}

function noItem(name: string, { hubs }: SiteVerdict): string {
  const items = hubs.flatMap(({ nodes }) => nodes.flatMap(({ items }) => items.map(({ item }) => item)));
  return `there is no item ${name}. The items are: ${[...new Set(items)].sort().join(" ") || "none yet"}`;
}
