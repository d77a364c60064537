// The command as it is installed, and a small site of this machine to run it on.
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

/** Of the file that imports this: hub FORGE on node HERE, with ten nights of one item. */
export const dir = scratch({ after: (fn) => cleanups.push(fn as () => void) });

/** Whoever runs the tests may have a login profile that takes its time. */
export const ENV = { ...process.env, HOME: dir };

/** In `dir`, without a terminal. */
export function cli(...args: string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [CLI, ...args], {
    cwd: dir,
    encoding: "utf8",
    env: ENV,
    timeout: 60_000,
  });
  return { status, stdout, stderr };
}

/** A tarball of this item with the stamp of this instant. */
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
