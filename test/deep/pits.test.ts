// No node can hold a run up, fill its memory, or have half of an answer taken for the whole.
import assert from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import { writeFileSync } from "node:fs";
import { connect, createServer, type AddressInfo } from "node:net";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { collect } from "../../src/collect/collect.ts";
import { sshTransport } from "../../src/collect/ssh/ssh.ts";
import type { Site, Visit } from "../../src/model.ts";
import { openStore } from "../../src/store/open.ts";
import { node } from "../collect/node.ts";
import { KEEP } from "../store/visits.ts";
import { hub, site } from "../support/histories.ts";
import { newKey, skipWithout } from "../support/sshd.ts";
import { scratch } from "../support/world.ts";

const DEADLINES = { connectMs: 1000, loginMs: 3000, nodeMs: 6000 };

const TARPITS: Record<string, string> = {
  "silent accept": "unreachable",
  "banner drip": "timeout",
  "kex stall": "timeout",
  "auth stall": "timeout",
  "exec never answered": "timeout",
  "one byte a second": "timeout",
  "no EOF": "timeout",
  "no close": "timeout",
  "stderr flood": "timeout",
  "rekey storm": "timeout",
  "no exit status": "failed",
  "half-open": "timeout",
};

describe("nodes that hold a visitor up", { skip: skipWithout("ssh", "openssh-client") }, () => {
  const cleanups: (() => void)[] = [];
  const dir = scratch({ after: (fn) => cleanups.push(fn as () => void) });
  let pits: ChildProcess;
  let ports: Record<string, number>;
  let hostKey: string;

  before(async () => {
    newKey(join(dir, "user"));
    pits = spawn(process.execPath, ["--import", "tsx", join(import.meta.dirname, "../support/pits.ts")], {
      stdio: ["pipe", "pipe", "inherit"],
    });
    const line = await new Promise<string>((done) =>
      pits.stdout!.once("data", (data: Buffer) => done(data.toString())),
    );
    ({ ports, hostKey } = JSON.parse(line) as { ports: Record<string, number>; hostKey: string });
  });
  after(async () => {
    const ended = new Promise((done) => pits.once("close", done));
    pits.stdin!.end();
    await ended;
    for (const cleanup of cleanups) cleanup();
  });

  /** A visit to each: tag → port. */
  async function visitAll(
    tags: Map<string, number>,
    concurrency: number,
  ): Promise<{ visits: Visit[]; ms: number; site: Site }> {
    const hosts = [...tags].map(([tag, port]) => `Host "${tag}"\n  Port ${port}\n  HostKeyAlias pits\n`);
    const common = `Host *\n  HostName 127.0.0.1\n  IdentityFile ${dir}/user\n  IdentityAgent none\n  GlobalKnownHostsFile none\n`;
    writeFileSync(join(dir, "config"), [...hosts, common, `  UserKnownHostsFile ${dir}/known_hosts\n`].join(""));
    writeFileSync(join(dir, "known_hosts"), `pits ${hostKey}\n`);
    const nodes = [...tags.keys()].map((tag) => ({
      ...node([]),
      node: tag,
      roots: [{ ...node(["/scm/backup/forge"]).roots[0]!, hub: "FORGE", root: "/scm/backup/forge", timezone: "UTC" }],
    }));
    const plain = site([hub([...tags.keys()])]);
    const config = { ...plain, concurrency, ssh: { ...plain.ssh, ...DEADLINES, config: join(dir, "config") } };
    const started = performance.now();
    const ssh = sshTransport(config.ssh, {});
    const options = { signal: new AbortController().signal, onVisit: () => undefined };
    const visits = await collect(config, nodes, Date.now(), { ssh, local: ssh }, options);
    return { visits, ms: performance.now() - started, site: config };
  }

  function outcomes(visits: Visit[]): Record<string, string> {
    return Object.fromEntries(visits.map((visit) => [visit.node, visit.results[0]!.outcome]));
  }

  for (const [concurrency, bound] of [
    [32, DEADLINES.nodeMs + 5000],
    [10, 2 * DEADLINES.nodeMs + 5000],
  ] as const) {
    it(`do not keep 20 good ones from being stored, ${concurrency} at a time`, async () => {
      const tags = new Map(Object.keys(TARPITS).map((name) => [name.replaceAll(" ", "-"), ports[name]!]));
      for (let i = 1; i <= 20; i++) tags.set(`good${i}`, ports.good!);
      const { visits, ms } = await visitAll(tags, concurrency);
      const found = outcomes(visits);
      for (const [name, outcome] of Object.entries(TARPITS))
        assert.equal(found[name.replaceAll(" ", "-")], outcome, name);
      assert.ok(ms <= bound, `${Math.round(ms)} ms`);
      const nodes = [...tags.keys()];
      const store = await openStore(
        join(dir, `${concurrency}.db`),
        [{ hub: "FORGE", srvnode: "forge", timezone: "UTC", nodes }],
        KEEP,
      );
      for (const visit of visits) await store.record(visit);
      for (const tag of nodes) {
        const { items } = await store.history("FORGE", tag, Date.now());
        assert.equal(items.flatMap(({ backups }) => backups).length, tag.startsWith("good") ? 20 : 0, tag);
      }
      await store.close();
    });
  }

  it("do not fill the memory with a GiB, inside or outside the window, on stdout or stderr", async () => {
    const floods = [
      "stdout flood",
      "stdout flood outside the window",
      "stderr flood",
      "stderr flood outside the window",
    ];
    const tags = new Map(floods.map((name) => [name.replaceAll(" ", "-"), ports[name]!]));
    tags.set("good", ports.good!);
    const before = process.memoryUsage().rss;
    let peak = before;
    const watch = setInterval(() => (peak = Math.max(peak, process.memoryUsage().rss)), 20);
    const { visits } = await visitAll(tags, 10);
    clearInterval(watch);
    const found = outcomes(visits);
    assert.equal(found.good, "ok");
    for (const name of floods) assert.notEqual(found[name.replaceAll(" ", "-")], "ok", name);
    const mib = peak / 1_048_576;
    assert.ok(mib <= 256, `peak of ${Math.round(mib)} MiB, ${Math.round(before / 1_048_576)} before`);
  });

  it("store nothing or all when the connection is cut, after any of 200 byte offsets", async () => {
    let cutAfter = Infinity;
    let passed = 0;
    const proxy = createServer((socket) => {
      passed = 0;
      const far = connect(ports.good!, "127.0.0.1");
      for (const end of [socket, far]) end.on("error", () => undefined);
      far.on("data", (data: Buffer) => {
        const part = data.subarray(0, Math.max(0, cutAfter - passed));
        passed += data.length;
        socket.write(part, () => passed >= cutAfter && socket.destroy());
      });
      far.on("end", () => socket.end());
      socket.on("data", (data: Buffer) => far.write(data));
      socket.on("close", () => far.destroy());
    });
    await new Promise<void>((done) => proxy.listen(0, "127.0.0.1", done));
    const tags = new Map([["cut", (proxy.address() as AddressInfo).port]]);
    try {
      const whole = (await visitAll(tags, 1)).visits[0]!.results[0]!;
      assert.equal(whole.tarballs.length, 20);
      const length = passed;
      const seen = new Set<string>();
      for (let i = 0; i < 200; i++) {
        cutAfter = Math.round((length * (i + 0.5)) / 200);
        const [result] = (await visitAll(tags, 1)).visits[0]!.results;
        assert.ok([0, 20].includes(result!.tarballs.length), `${result!.tarballs.length} rows after ${cutAfter} bytes`);
        if (result!.outcome !== "ok") assert.equal(result!.tarballs.length, 0);
        seen.add(result!.outcome);
      }
      assert.ok(seen.has("failed") && seen.has("unreachable"), [...seen].join(" "));
    } finally {
      proxy.close();
    }
  });
});
