// How does one call this program here, so that the commands we print work as they stand?
import { basename, relative } from "node:path";

/** `script` is the file that Node runs: the installed command, or dist/cli.js of a checkout. */
export function invocation(script: string, cwd: string): string {
  if (basename(script) === "scm-backup-monitor") return "scm-backup-monitor";
  const path = relative(cwd, script);
  return `node ${path.startsWith("..") ? script : path}`;
}
