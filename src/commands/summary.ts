// What a person at a terminal reads when a run has ended.
import { readFileSync } from "node:fs";
import type { Site, SiteVerdict } from "../model.ts";
import { concludeSite, reasons, tellSilence } from "../pages/sentences.ts";
import { silenced, type Trouble, troublesOfSite } from "../words/troubles.ts";
import { capital } from "../units.ts";
import { EXAMPLE } from "./init.ts";

export function summary(site: Site, verdict: SiteVerdict): string[] {
  const known = troublesOfSite(verdict, silenced).map((trouble) => {
    const until = tellSilence(trouble.findings, site.timezone, verdict.asOf);
    return `${lineOf({ ...trouble, status: "silenced" })} ${capital(until)}.`;
  });
  const lines = [
    ...troublesOfSite(verdict).map(lineOf),
    ...known,
    ...verdict.notes.map((note) => `  note     ${note}`),
  ];
  return [`${concludeSite(verdict)}.`, ...lines, `See ${site.out}/index.html`];
}

function lineOf({ status, findings, hub, node, item }: Omit<Trouble, "status"> & { status: string }): string {
  const where = [hub?.srvnode, node?.node, item].filter((name) => name !== undefined).join(" ");
  return `  ${status.padEnd(8)} ${where || "site"}: ${reasons(findings)}`;
}

/** For who runs the example as it came: what to do next. */
export function hintForExample({ files }: Site): string[] {
  const example = readFileSync(EXAMPLE, "utf8");
  if (!files.some((file) => readFileSync(file, "utf8") === example)) return [];
  return [
    `This was the example. To watch your own backups edit ${files[0]!}: the hubs, their nodes and where they lie.`,
  ];
}
