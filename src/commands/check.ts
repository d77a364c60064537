// check: judges from the database alone and says it as a monitoring plugin does.
// https://www.monitoring-plugins.org/doc/guidelines.html
import { EXIT, UserError } from "../errors.ts";
import { evidenceOf, judgeHub, judgeSite, worst } from "../judge/judge.ts";
import type { Site, SiteVerdict, Status } from "../model.ts";
import { STATUSES } from "../model.ts";
import { concludeSite, tellSilence } from "../pages/sentences.ts";
import { statusJson } from "../pages/status-json.ts";
import { explainItem } from "../words/explain.ts";
import { generator } from "./generator.ts";
import { chosenHubs, openSite, selectedHistories, Stores } from "./site.ts";
import type { Request, World } from "./world.ts";

/** As monitoring plugins end. */
export const EXIT_CODES: Record<Status, number> = { ok: 0, warn: 1, alarm: 2, unknown: 3 };

export async function check(
  request: Request,
  world: World,
  { json = false, explain }: { json?: boolean; explain?: string },
): Promise<{ text: string; exitCode: number }> {
  const site = openSite(request, world);
  const now = request.asOf ?? world.now;
  const stores = await Stores.open(site, world);
  const hubs = [];
  const explained: string[] = [];
  for (const hub of chosenHubs(site, request)) {
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
    return { text: explained.map((line) => `${line}\n`).join(""), exitCode: EXIT_CODES[worst([], items)] };
  }
  const text = json ? statusJson.text({ siteVerdict, generator: generator() }) : pluginLines(siteVerdict, site);
  return { text, exitCode: EXIT_CODES[siteVerdict.status] };
}

function noItem(name: string, { hubs }: SiteVerdict): string {
  const items = hubs.flatMap(({ nodes }) => nodes.flatMap(({ items }) => items.map(({ item }) => item)));
  return `there is no item ${name}. The items are: ${[...new Set(items)].sort().join(" ") || "none yet"}`;
}

function pluginLines(verdict: SiteVerdict, { timezone }: Site): string {
  const findings = findingLines(verdict, timezone);
  const lines = [...findings, ...verdict.notes.map((note) => `note: ${note}`.replaceAll("|", "/"))];
  // Perfdata begins at the first bar, so the sentence must have none.
  const sentence = concludeSite(verdict).replaceAll("|", "/");
  const first = `SCM BACKUP ${verdict.status.toUpperCase()} - ${sentence}|${perfdata(verdict)}`;
  return [first, ...lines].map((line) => `${line}\n`).join("");
}

/** Those that are silenced stand behind the others. */
function findingLines(verdict: SiteVerdict, zone: string): string[] {
  const all = eachFinding(verdict).map(({ finding, where }) => {
    const { check, status, reason, silenced } = finding;
    const state = silenced ? `silenced ${status}` : status;
    const known = silenced ? `; ${tellSilence([finding], zone, verdict.asOf)}` : "";
    return { silenced, line: `${state}: ${where}: ${reason} (${check}${known})`.replaceAll("|", "/") };
  });
  return [...all.filter(({ silenced }) => !silenced), ...all.filter(({ silenced }) => silenced)].map(
    ({ line }) => line,
  );
}

/** A verdict, or what is published of one. */
interface Tree<F> {
  findings: F[];
  hubs: {
    srvnode: string;
    findings: F[];
    nodes: { node: string; findings: F[]; items: { item: string; findings: F[] }[] }[];
  }[];
}

/** In the order of the pages, each with where it is: `dayabay SDU svn/dybsvn`. */
export function eachFinding<F>({ findings, hubs }: Tree<F>): { finding: F; where: string }[] {
  const at = (all: F[], ...where: string[]) => all.map((finding) => ({ finding, where: where.join(" ") }));
  return [
    ...at(findings, "site"),
    ...hubs.flatMap(({ srvnode, findings, nodes }) => [
      ...at(findings, srvnode),
      ...nodes.flatMap(({ node, findings, items }) => [
        ...at(findings, srvnode, node),
        ...items.flatMap(({ item, findings }) => at(findings, srvnode, node, item)),
      ]),
    ]),
  ];
}

/** Items by status, those that are retired, findings that are silenced, and what the nodes hold. */
function perfdata({ findings, hubs }: SiteVerdict): string {
  const nodes = hubs.flatMap((hub) => hub.nodes);
  const items = nodes.flatMap((node) => node.items);
  const counts = STATUSES.map((status) => `${status}=${items.filter((item) => item.status === status).length}`);
  const retired = items.filter((item) => item.retired).length;
  const all = [{ findings }, ...hubs, ...nodes, ...items].flatMap((one) => one.findings);
  const silenced = all.filter((finding) => finding.silenced).length;
  const tarballs = nodes.reduce((sum, { held }) => sum + held.tarballs, 0);
  const bytes = nodes.reduce((sum, { held }) => sum + held.bytes, 0);
  return [...counts, `retired=${retired}`, `silenced=${silenced}`, `tarballs=${tarballs}`, `bytes=${bytes}B`].join(" ");
}
