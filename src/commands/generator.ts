// Which program wrote this?
import { readFileSync } from "node:fs";

/** Name and version: `scm-backup-monitor 1.0.0`. */
export function generator(): string {
  const { name, version } = JSON.parse(readFileSync(new URL("../../package.json", import.meta.url), "utf8")) as {
    name: string;
    version: string;
  };
  return `${name} ${version}`;
}
