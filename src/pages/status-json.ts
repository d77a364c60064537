// status.json, for programs: every verdict, in the format that the manual promises.
import type { Finding, HubVerdict, ItemVerdict, NodeVerdict } from "../model.ts";
import { printUtc } from "../units.ts";
import type { PageFile, SiteView } from "./views.ts";

const FORMAT = 1;

/** Depends on the verdict alone, so that `check --json` can print the same. */
export const statusJson: PageFile<Pick<SiteView, "siteVerdict" | "generator">> = {
  path: () => "status.json",
  text: ({ siteVerdict, generator }) => {
    const { asOf, validUntil, status, findings, notes, hubs } = siteVerdict;
    const content = {
      format: FORMAT,
      generator,
      asOf: printUtc(asOf),
      validUntil: validUntil === undefined ? null : printUtc(validUntil),
      status,
      findings: findings.map(findingOf),
      ...(notes.length === 0 ? {} : { notes }),
      hubs: hubs.map(hubOf),
    };
    return `${JSON.stringify(content, null, 2)}\n`;
  },
};

function hubOf({ hub, srvnode, status, findings, nodes }: HubVerdict) {
  return { hub, srvnode, status, findings: findings.map(findingOf), nodes: nodes.map(nodeOf) };
}

function nodeOf({ node, status, collected, findings, items }: NodeVerdict) {
  const visit = collected ? { at: printUtc(collected.at), outcome: collected.outcome } : null;
  return { node, status, collected: visit, findings: findings.map(findingOf), items: items.map(itemOf) };
}

function itemOf({ item, status, latest, findings, retired }: ItemVerdict) {
  const backup = latest ? { at: printUtc(latest.at), bytes: latest.bytes, path: latest.path } : null;
  return { item, status, latest: backup, ...(retired ? { retired } : {}), findings: findings.map(findingOf) };
}

function findingOf({ check, status, reason, silenced }: Finding) {
  const quiet = silenced && { silenced: { reason: silenced.reason, until: printUtc(silenced.until) } };
  return { check, status, reason, ...quiet };
}
