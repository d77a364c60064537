// The command as installed, and a small site on this machine to run it on.
import { spawnSync } from "node:child_process";
import { mkdirSync, truncateSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { after } from "node:test";
import { DAY, HOUR, stampOf } from "../../src/time.ts";
import { scratch } from "./world.ts";

export const CLI = join(import.meta.dirname, "../../dist/cli.js");

const cleanups: (() => void)[] = [];
after(() => {
  for (const cleanup of cleanups) cleanup();
});

/** A folder for the test file that imports this: hub FORGE on node HERE, with ten nights of one item. */
export const dir = scratch({ after: (fn) => cleanups.push(fn as () => void) });

/** With another HOME: the login profile of the user may be slow. */
export const ENV = { ...process.env, HOME: dir };

/** Runs the command in `dir`, without a terminal. */
export function cli(...args: string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [CLI, ...args], {
    cwd: dir,
    encoding: "utf8",
    env: ENV,
    timeout: 60_000,
  });
  return { status, stdout, stderr };
}

/** Creates a tarball of an item, stamped with an instant. */
export function place(item: string, at: number, bytes: number): void {
  const stamp = stampOf(at, "UTC").replace(/(\d+)-(\d+)-(\d+)T(\d+):(\d+):(\d+)/, "$1/$2/$3/$4$5$6");
  const file = join(dir, "scm/backup/forge", item, stamp, "x.tar.gz");
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, "");
  truncateSync(file, bytes);
}

for (let ago = 9; ago >= 0; ago--) place("svn/main", Date.now() - HOUR - ago * DAY, 2e6 + ago);
const HUB = ["[FORGE]", "srvnode = forge", "timezone = UTC", `root = ${dir}/scm/backup/forge`];
const NODE = ["[HERE]", "transport = local", ""];
writeFileSync(join(dir, "site.cnf"), ["[HUB]", "FORGE = HERE", ...HUB, ...NODE].join("\n"));
