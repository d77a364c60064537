// How is this program called here? The commands that we print must work as printed.
import { basename, relative } from "node:path";

/** @param script the file that Node runs: the installed command, or dist/cli.js of a checkout */
export function invocation(script: string, cwd: string): string {
  if (basename(script) === "scm-backup-monitor") return "scm-backup-monitor";
  const path = relative(cwd, script);
  return `node ${path.startsWith("..") ? script : path}`;
}
