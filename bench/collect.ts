// npm run bench:collect [one] [distant] [many]: how long does collecting take, compared to the OpenSSH client doing the same work?
import { execFileSync, spawn } from "node:child_process";
import { closeSync, mkdirSync, openSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { median } from "d3-array";
import { collect } from "../src/collect/collect.ts";
import { sshTransport } from "../src/collect/ssh/ssh.ts";
import { node } from "../test/collect/node.ts";
import { hub, site } from "../test/support/histories.ts";
import { startSshd } from "../test/support/sshd.ts";

const TARBALLS = 10_000;
const NODES = 40;
const DELAY_MS = 50;
const MANY = 500;

const sshd = await startSshd(["MaxStartups 200:30:400", "MaxSessions 100"]);
try {
  const root = join(sshd.home, "backup/forge");
  plant(root, TARBALLS);
  const parts: [name: string, run: () => Promise<void>][] = [
    ["one", () => oneNode(root)],
    ["distant", () => distantNodes(root)],
    ["many", manyNodes],
  ];
  for (const [name, run] of parts) if (process.argv.length < 3 || process.argv.includes(name)) await run();
} finally {
  await sshd.stop();
}

/** Empty files: only walking the tree costs time. */
function plant(root: string, count: number): void {
  for (let i = 0; i < count; i++) {
    const at = new Date(Date.UTC(2016, 0, 1) + (i >> 3) * 86_400_000);
    const [y, m, d] = at.toISOString().slice(0, 10).split("-");
    const file = join(root, `svn/item${i & 7}`, y!, m!, d!, "161023/x.tar.gz");
    mkdirSync(dirname(file), { recursive: true });
    closeSync(openSync(file, "w"));
  }
}

/** One node with 10,000 tarballs: our collector; the predecessor's command and a bare find, both by the OpenSSH client. */
async function oneNode(root: string): Promise<void> {
  const config = sshd.sshConfig("one");
  const client = (command: string) => () =>
    void execFileSync("ssh", ["-F", config, "-o", "BatchMode=yes", "one", command], { maxBuffer: 1e9 });
  const ours = async () => {
    const visits = await visitAll(["one"], config, root, 1);
    const [result] = visits[0]!.results;
    if (result!.tarballs.length !== TARBALLS) throw new Error(`${result!.outcome}: ${result!.reason}`);
  };
  const bare = client(`find ${root} -name '*.gz' -printf '%s %T@ %p\\n'`);
  // As Fabric ran it.
  const du = client(`/bin/bash -l -c "find ${root} -name '*.gz' -exec du --block-size=1M {} \\;"`);
  await ours(); // warm up
  const pairs: [ours: number, bare: number][] = [];
  for (let i = 0; i < 9; i++) pairs.push([await timed(ours), await timed(bare)]);
  const predecessor = await timed(du);
  const mine = median(pairs, ([a]) => a)!;
  say(`one node, ${TARBALLS} tarballs`, `${mine.toFixed(0)} ms`);
  say(
    "  a bare find -printf by ssh",
    `${median(pairs, ([, b]) => b)!.toFixed(0)} ms, ours takes ${median(pairs, ([a, b]) => a / b)!.toFixed(2)}× (at most 1.5)`,
  );
  say(
    "  the predecessor's find -exec du",
    `${predecessor.toFixed(0)} ms, ours is ${(predecessor / mine).toFixed(0)}× faster (at least 50)`,
  );
}

/** 40 nodes with 50 ms of delay each way: ours in parallel, the OpenSSH client one after the other. */
async function distantNodes(root: string): Promise<void> {
  const line = await beside(join(import.meta.dirname, "delay.ts"), String(sshd.port), String(DELAY_MS));
  const tags = Array.from({ length: NODES }, (_, i) => `far${i}`);
  const config = tags.map((tag) => sshd.sshConfig(tag, [`Port ${line.said}`, "HostKeyAlias far"])).at(-1)!;
  writeFileSync(sshd.knownHosts, `${readFileSync(sshd.knownHosts, "utf8")}far ${sshd.hostKey}\n`);
  const small = join(root, "svn/item0/2016/01");
  const runs: number[] = [];
  for (let i = 0; i < 3; i++)
    runs.push(
      await timed(async () => {
        const visits = await visitAll(tags, config, small, NODES);
        const bad = visits.find(({ results }) => results[0]!.outcome !== "ok");
        if (bad) throw new Error(bad.results[0]!.reason);
      }),
    );
  const ours = median(runs)!;
  const command = `find ${small} -name '*.gz' -printf '%s %T@ %p\\n'`;
  const client = await timed(async () => {
    for (const tag of tags)
      await ended(
        spawn("ssh", ["-F", config, "-o", "BatchMode=yes", tag, command], { stdio: ["ignore", "ignore", "inherit"] }),
      );
  });
  await line.stop();
  say(`${NODES} nodes, ${DELAY_MS} ms away each way`, `${ours.toFixed(0)} ms`);
  say(
    "  one after the other by ssh",
    `${client.toFixed(0)} ms, ours is ${(client / ours).toFixed(1)}× faster (at least 8)`,
  );
}

/** 500 nodes with 20 tarballs, each resolved and its host key looked up. All servers are one process. */
async function manyNodes(): Promise<void> {
  const servers = await beside(join(import.meta.dirname, "../test/support/pits.ts"));
  const { hostKey, ports } = JSON.parse(servers.said) as { hostKey: string; ports: Record<string, number> };
  const tags = Array.from({ length: MANY }, (_, i) => `many${i}`);
  writeFileSync(sshd.knownHosts, tags.map((tag) => `${tag} ${hostKey}\n`).join(""));
  const config = tags.map((tag) => sshd.sshConfig(tag, [`Port ${ports.good!}`, `HostKeyAlias ${tag}`])).at(-1)!;
  const ms = await timed(async () => {
    const visits = await visitAll(tags, config, "/scm/backup/forge", 10);
    const bad = visits.find(({ results }) => results[0]!.tarballs.length !== 20);
    if (bad) throw new Error(bad.results[0]!.reason);
  });
  await servers.stop();
  const mib = process.resourceUsage().maxRSS / 1024;
  say(
    `${MANY} nodes of 20 tarballs`,
    `${(ms / 1000).toFixed(1)} s (at most 30), ${mib.toFixed(0)} MiB at the most (256)`,
  );
}

/** Starts a program in another process, and waits for the first line that it prints. */
async function beside(...words: string[]): Promise<{ said: string; stop: () => Promise<void> }> {
  const child = spawn(process.execPath, ["--import", "tsx", ...words], { stdio: ["pipe", "pipe", "inherit"] });
  const said = await new Promise<string>((done) => child.stdout.once("data", (data: Buffer) => done(String(data))));
  const stop = async () => {
    child.stdin.end();
    await ended(child);
  };
  return { said: said.trim(), stop };
}

function visitAll(tags: string[], config: string, root: string, concurrency: number) {
  const nodes = tags.map((tag) => ({ ...node([root]), node: tag }));
  const plain = site([hub(tags)]);
  const here = { ...plain, concurrency, ssh: { ...plain.ssh, config } };
  const ssh = sshTransport(here.ssh, {});
  return collect(
    here,
    nodes,
    Date.now(),
    { ssh, local: ssh },
    { signal: new AbortController().signal, onVisit: () => undefined },
  );
}

async function timed(work: () => Promise<void> | void): Promise<number> {
  const started = performance.now();
  await work();
  return performance.now() - started;
}

function ended(child: ReturnType<typeof spawn>): Promise<void> {
  return new Promise((done) => child.once("close", () => done()));
}

function say(what: string, found: string): void {
  process.stdout.write(`${what.padEnd(36)} ${found}\n`);
}
