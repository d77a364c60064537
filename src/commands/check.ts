// check: judges from the database alone and says it as a monitoring plugin does.
// https://www.monitoring-plugins.org/doc/guidelines.html
import { judgeHub, judgeSite } from "../judge/judge.ts";
import type { Finding, SiteVerdict, Status } from "../model.ts";
import { STATUSES } from "../model.ts";
import { concludeSite } from "../pages/sentences.ts";
import { statusJson } from "../pages/status-json.ts";
import { generator } from "./generator.ts";
import { chosenHubs, openSite, selectedHistories, Stores } from "./site.ts";
import type { Request, World } from "./world.ts";

const EXIT_CODES: Record<Status, number> = { ok: 0, warn: 1, alarm: 2, unknown: 3 };

export async function check(
  request: Request,
  world: World,
  json: boolean,
): Promise<{ text: string; exitCode: number }> {
  const site = openSite(request, world);
  const now = request.asOf ?? world.now;
  const stores = await Stores.open(site, world.log);
  const hubs = [];
  for (const hub of chosenHubs(site, request)) {
    hubs.push(judgeHub(site, hub, await selectedHistories(hub, stores, now), now));
  }
  const siteVerdict = judgeSite(hubs, now);
  const text = json ? statusJson.text({ siteVerdict, generator: generator() }) : pluginLines(siteVerdict);
  return { text, exitCode: EXIT_CODES[siteVerdict.status] };
}

function pluginLines(verdict: SiteVerdict): string {
  const lines = findingLines(verdict);
  // Perfdata begins at the first bar, so the sentence must have none.
  const sentence = concludeSite(verdict).replaceAll("|", "/");
  const first = `SCM BACKUP ${verdict.status.toUpperCase()} - ${sentence}|${perfdata(verdict)}`;
  return [first, ...lines].map((line) => `${line}\n`).join("");
}

function findingLines({ findings, hubs }: SiteVerdict): string[] {
  const lines = (findings: Finding[], ...where: string[]) =>
    findings.map(({ check, status, reason }) =>
      `${status}: ${where.join(" ")}: ${reason} (${check})`.replaceAll("|", "/"),
    );
  return [
    ...lines(findings, "site"),
    ...hubs.flatMap((hub) => [
      ...lines(hub.findings, hub.srvnode),
      ...hub.nodes.flatMap((node) => [
        ...lines(node.findings, hub.srvnode, node.node),
        ...node.items.flatMap((item) => lines(item.findings, hub.srvnode, node.node, item.item)),
      ]),
    ]),
  ];
}

/** Items by status, and what the nodes hold. */
function perfdata({ hubs }: SiteVerdict): string {
  const nodes = hubs.flatMap((hub) => hub.nodes);
  const items = nodes.flatMap((node) => node.items);
  const counts = STATUSES.map((status) => `${status}=${items.filter((item) => item.status === status).length}`);
  const tarballs = nodes.reduce((sum, { held }) => sum + held.tarballs, 0);
  const bytes = nodes.reduce((sum, { held }) => sum + held.bytes, 0);
  return [...counts, `tarballs=${tarballs}`, `bytes=${bytes}B`].join(" ");
}
