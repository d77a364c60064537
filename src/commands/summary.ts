// What a person at a terminal reads when a run has ended.
import { readFileSync } from "node:fs";
import type { Site, SiteVerdict } from "../model.ts";
import { concludeSite, reasons } from "../pages/sentences.ts";
import { type Trouble, troublesOfSite } from "../pages/trouble.ts";
import { EXAMPLE } from "./init.ts";

export function summary(site: Site, verdict: SiteVerdict): string[] {
  const lines = troublesOfSite(verdict).map(lineOf);
  return [`${concludeSite(verdict)}.`, ...lines, `See ${site.out}/index.html`];
}

function lineOf({ status, findings, hub, node, item }: Trouble): string {
  const where = [hub?.srvnode, node?.node, item].filter((name) => name !== undefined).join(" ");
  return `  ${status.padEnd(7)} ${where}: ${reasons(findings)}`;
}

/** For who runs the example as it came: what to do next. */
export function hintForExample({ files }: Site): string[] {
  const example = readFileSync(EXAMPLE, "utf8");
  if (!files.some((file) => readFileSync(file, "utf8") === example)) return [];
  return [
    `This was the example. To watch your own backups edit ${files[0]!}: the hubs, their nodes and where they lie.`,
  ];
}
