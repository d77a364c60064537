// The smallest possible site: one hub and one node, which is this machine. The test sets the clock.
import { mkdirSync, truncateSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { run } from "../../src/commands/run.ts";
import { transports } from "../../src/commands/transports.ts";
import { DAY, HOUR, stampOf } from "../../src/time.ts";
import { world } from "./world.ts";

/** The last of ten nights, and the time of the first run. */
const NIGHT = Date.UTC(2026, 10, 23, 20);
export const RUN = NIGHT + 9 * HOUR;

export interface SmallSite {
  out: string;
  database: string;
  config: string;
  /** Adds a tarball, so many hours after that night. */
  place: (hours: number) => void;
  /** Does a run at an instant. */
  run: (now: number) => Promise<unknown>;
}

export function smallSite(dir: string, out = join(dir, "out")): SmallSite {
  const place = (hours: number) => {
    const at = NIGHT + hours * HOUR;
    const stamp = stampOf(at, "UTC").replace(/(\d+)-(\d+)-(\d+)T(\d+):(\d+):(\d+)/, "$1/$2/$3/$4$5$6");
    const file = join(dir, "backup/svn/main", stamp, "x.tar.gz");
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, "");
    truncateSync(file, 2e6 + hours);
  };
  for (let ago = 9; ago >= 0; ago--) place((-ago * DAY) / HOUR);
  const config = join(dir, "site.cnf");
  const lines = ["[SITE]", `out = ${out}`, "timezone = UTC", "[HUB]", "FORGE = HERE", "[FORGE]", "srvnode = forge"];
  const node = ["[HERE]", "transport = local", "shell = sh -c", ""];
  writeFileSync(config, [...lines, "timezone = UTC", `root = ${dir}/backup`, ...node].join("\n"));
  return {
    out,
    database: join(dir, "scm_backup_monitor.db"),
    config,
    place,
    run: (now) => run({ configs: [config], hubs: [] }, world(dir, now, transports)),
  };
}
