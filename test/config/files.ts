// Config files for tests, in a folder that is gone afterwards.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after } from "node:test";
import { EXIT, UserError } from "../../src/errors.ts";
import type { Site } from "../../src/model.ts";
import { readSite, type ConfigContext } from "../../src/config/site.ts";

export const folder = mkdtempSync(join(tmpdir(), "scm-config-"));
after(() => rmSync(folder, { recursive: true }));

export const context: ConfigContext = {
  env: { LOCAL_BASE: "/local", APACHE_HTDOCS: "/www", HOME: "/root", EMPTY: "", ODD: "%(node)s $HOME" },
  home: "/root",
  cwd: folder,
  program: "scm-backup-monitor",
};

/** What the texts say as `-c a.cnf -c b.cnf …`. */
export function siteOf(texts: string | string[], more: Partial<ConfigContext> = {}): Site {
  const files = [texts].flat().map((text, i) => {
    const name = `${"abc"[i]!}.cnf`;
    writeFileSync(join(folder, name), text);
    return name;
  });
  return readSite(files, { ...context, ...more });
}

export function mistakesOf(read: () => unknown): string[] {
  try {
    read();
  } catch (error) {
    if (!(error instanceof UserError) || error.code !== EXIT.config) throw error;
    return error.problems;
  }
  return [];
}

/** A hub ZZ on node SDU, then these lines: keys of the hub until a section begins. */
export function zz(...lines: string[]): string {
  return ["[HUB]", "ZZ = SDU", "[ZZ]", "srvnode = dayabay", ...lines].join("\n");
}
