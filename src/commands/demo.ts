// demo: runs the whole program on one machine, with three nodes over ssh on loopback and a fourth that never answers.
import {
  closeSync,
  ftruncateSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import type { Answer, Instant } from "../model.ts";
import { DAY } from "../time.ts";
import { plural, printSpan } from "../units.ts";
import { summarise } from "../words/summary.ts";
import { collectCommand } from "./collect.ts";
import { claim } from "./demo/folder.ts";
import { type DemoNode, startNodes } from "./demo/nodes.ts";
import { HUBS, NODES, planSeries, SERIES, SILENT_NODE, type Tarball } from "./demo/tarballs.ts";
import { run } from "./run.ts";
import { type CommandLine, QUIET, VERBOSE } from "./options.ts";
import type { World } from "./world.ts";

/** Earlier visits, and the node that was down: they give the database a past that the nodes have purged since. */
const EARLIER: { daysAgo: number; down?: string }[] = [
  { daysAgo: 9 },
  { daysAgo: 8, down: "EAST" },
  { daysAgo: 7 },
  { daysAgo: 1 },
];

export const commandLine: CommandLine = {
  usage: "demo [dir]",
  description: "monitor three demo nodes over ssh on loopback, and a fourth that never answers",
  options: [QUIET, VERBOSE],
  act: async ([dir], _, world) => ({ text: (await demo(dir, world)).map((line) => `${line}\n`).join("") }),
};

/**
 * Runs the demo.
 * @param dirAsked folder for config, keys, backups, database and, in its `out`, the site; by default a new one below /tmp, and
 *   ./out for the site
 * @returns the lines to print
 * @throws UserError EXIT.io if the folder has something else in it
 */
export async function demo(dirAsked: string | undefined, world: World): Promise<string[]> {
  const dir =
    dirAsked === undefined ? undefined : claim(resolve(world.cwd, dirAsked), `${world.program} demo OTHER_DIR`);
  const out = claim(resolve(dir ?? world.cwd, "out"), `${world.program} demo DIR`);
  return monitor(dir ?? realpathSync(mkdtempSync(join(tmpdir(), "scm-backup-monitor-demo-"))), out, world);
}

async function monitor(dir: string, out: string, world: World): Promise<string[]> {
  const started = performance.now();
  for (const leftover of ["nodes", "scm_backup_monitor.db"])
    rmSync(join(dir, leftover), { recursive: true, force: true });
  const config = join(dir, "site.cnf");
  writeFileSync(config, siteConfig(out));

  const nodes = await startNodes(dir, NODES, SILENT_NODE);
  try {
    const tarballs = plan(nodes, world.now);
    const request = { configs: [config], hubs: [] };
    for (const { daysAgo, down } of EARLIER) {
      const now = world.now - daysAgo * DAY;
      world.log.progress(`demo: visiting the nodes as of ${plural(daysAgo, "day")} ago`);
      place(tarballs, now);
      await collectCommand(request, { ...withoutNode(world, down), now });
    }
    place(tarballs, world.now);
    purge(tarballs);
    const { site, verdict } = await run(request, world);
    return [
      ...summarise(verdict, site),
      "",
      `Three nodes were asked over ssh on 127.0.0.1; a fourth did not answer. It took ${printSpan(performance.now() - started)}.`,
      `Config, keys, backups and database are in ${dir}`,
      `To judge from the database again: ${world.program} check -c ${config}`,
    ];
  } finally {
    await Promise.all(nodes.map((node) => node.close()));
  }
}

function siteConfig(out: string): string {
  const lines = ["[SITE]", "title = Demo backups", `out = ${out}`, "every = 24h", "", "[HUB]"];
  for (const [hub, srvnode] of Object.entries(HUBS)) lines.push(`${hub} = ${nodesOf(srvnode).join(" ")}`);
  lines.push("", "[ENV]", "timeout = 1", "sshconfig = ssh_config", "");
  for (const [hub, srvnode] of Object.entries(HUBS))
    lines.push(`[${hub}]`, `srvnode = ${srvnode}`, "timezone = UTC", "");
  return lines.join("\n");
}

function nodesOf(srvnode: string): string[] {
  const used = new Set(SERIES.filter((series) => series.srvnode === srvnode).flatMap(({ nodes }) => nodes));
  return srvnode === HUBS.LIBRARY ? [...used, SILENT_NODE] : [...used];
}

interface Planned extends Tarball {
  file: string;
  placed: boolean;
}

/** Everything that reached a node up to `now`. */
function plan(nodes: DemoNode[], now: Instant): Planned[] {
  return nodes.flatMap(({ node, home }) =>
    SERIES.filter((series) => series.nodes.includes(node)).flatMap((series) =>
      planSeries(series, node, now).map((tarball) => ({
        ...tarball,
        file: join(home, "scm", "backup", tarball.path),
        placed: false,
      })),
    ),
  );
}

/** Creates sparse files, as large as on a real node but taking hardly any disk space. */
function place(tarballs: Planned[], now: Instant): void {
  for (const tarball of tarballs) {
    if (tarball.placed || tarball.at > now) continue;
    mkdirSync(dirname(tarball.file), { recursive: true });
    const file = openSync(tarball.file, "w");
    ftruncateSync(file, tarball.bytes);
    closeSync(file);
    tarball.placed = true;
  }
}

/** Removes the old ones of each series, as nodes do. */
function purge(tarballs: Planned[]): void {
  for (const { file, kept } of tarballs) if (!kept) rmSync(dirname(file), { recursive: true });
}

/** The world when a node was switched off. */
function withoutNode(world: World, down: string | undefined): World {
  const off: Answer = { outcome: "unreachable", reason: "no answer, it was switched off", stdout: Buffer.alloc(0) };
  return {
    ...world,
    transports: (site) => {
      const { ssh, local } = world.transports(site);
      return { local, ssh: async (node, ...rest) => (node.node === down ? off : ssh(node, ...rest)) };
    },
  };
}
