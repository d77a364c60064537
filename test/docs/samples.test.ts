// What the manual shows of the program's output is what it prints. A line of dots stands for lines left out.
import assert from "node:assert/strict";
import { once } from "node:events";
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { edition, question } from "../../src/collect/command.ts";
import { build } from "../../src/commands/build.ts";
import { check } from "../../src/commands/check.ts";
import { doctor } from "../../src/commands/doctor.ts";
import { transports } from "../../src/commands/transports.ts";
import { watch } from "../../src/commands/watch.ts";
import type { World } from "../../src/commands/world.ts";
import type { Transport } from "../../src/model.ts";
import { DAY } from "../../src/time.ts";
import { mistakesOf, siteOf } from "../config/files.ts";
import { skipWithout } from "../support/sshd.ts";
import { scratch, world } from "../support/world.ts";
import { page, ROOT } from "./pages.ts";
import { NOW, sampleSite } from "./sample-site.ts";

const cleanups: (() => void)[] = [];
const dir = scratch({ after: (fn) => cleanups.push(fn as () => void) });
after(() => {
  for (const cleanup of cleanups) cleanup();
});

/** The lines of docs/commands.md after the one that shows `command`. */
function sample(command: string): string[] {
  const lines = page("docs/commands.md").split("\n");
  const start = lines.indexOf(`    $ scm-backup-monitor ${command}`);
  assert.notEqual(start, -1, `no sample of ${command}`);
  const length = lines.slice(start + 1).findIndex((line) => line !== "" && !line.startsWith("    "));
  const shown = lines.slice(start + 1, start + 1 + length).map((line) => line.slice(4));
  return shown.slice(0, shown.findLastIndex((line) => line !== "") + 1);
}

/** Whether `shown` is `printed`, but for what its dots leave out. */
function assertShown(shown: string[], printed: string): void {
  const lines = printed.trimEnd().split("\n");
  let at = 0;
  let gap = false;
  for (const line of shown) {
    if (line.trim() === "…") gap = true;
    else {
      const found: number = gap ? lines.indexOf(line, at) : at;
      assert.equal(lines[found], line);
      at = found + 1;
      gap = false;
    }
  }
  if (!gap) assert.equal(at, lines.length);
}

describe("the samples of docs/commands.md", () => {
  let config: string;
  before(async () => (config = await sampleSite(dir)));
  const request = () => ({ configs: [config], hubs: [] });
  const here = (now = NOW) => world(dir, now, transports);

  it("check", async () => {
    const { text } = await check(request(), here(), {});
    assertShown(sample("check"), text);
  });

  it("check --explain", async () => {
    const { text } = await check(request(), here(), { explain: "svn/dybsvn" });
    assertShown(sample("check ZZ --explain svn/dybsvn"), text);
  });

  it("build --explain", async () => {
    await build(request(), here(NOW - DAY));
    const { log } = await build(request(), here());
    assertShown(sample("build --explain"), log.join("\n"));
  });
});

describe("the sample of watch", () => {
  const A = { url: "https://a.example.org/backups/", path: "/backups/" };
  const B = { url: "https://b.example.org/data/scm_backup_monitor_C.json", path: "/data/scm_backup_monitor_C.json" };
  let server: Server;
  let origin: string;
  before(async () => {
    const findings: never[] = [];
    const [asOf, validUntil] = ["2026-11-23T05:30:00Z", "2026-11-24T07:30:00Z"];
    const stopped = { format: 1, asOf, validUntil, status: "ok", findings, hubs: [] };
    const nights = Array.from({ length: 20 }, (_, i) => [NOW - (20 - i) * DAY, 1.5]);
    const old = { series: [{ name: "svn/env", data: nights }] };
    const pages: Record<string, object> = { [`${A.path}status.json`]: stopped, [B.path]: old };
    server = createServer((request, response) => response.end(JSON.stringify(pages[request.url!]))).listen(
      0,
      "127.0.0.1",
    );
    await once(server, "listening");
    origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  after(() => server.close());

  it("is what it prints", async () => {
    const { text } = await watch([origin + A.path, origin + B.path], world(dir, NOW, transports));
    assertShown(
      sample(`watch ${A.url} ${B.url}`),
      text.replaceAll(origin + A.path, A.url).replaceAll(origin + B.path, B.url),
    );
  });
});

describe("the sample of doctor", { skip: skipWithout("ssh", "openssh-client") }, () => {
  const home = join(dir, "home/monitor");
  const root = "/data/var/scm/backup/dayabay";
  /** As a node prints what it holds. */
  const records = (of: string[]) => Buffer.from(["", "scm-backup-monitor 1", ...of, "end -", ""].join("\0"));

  it("is what it prints", async (t) => {
    // Files that others can write are a line more.
    const umask = process.umask(0o022);
    t.after(() => process.umask(umask));
    const monitor = join(home, "backups-monitor");
    mkdirSync(join(home, ".ssh"), { recursive: true });
    mkdirSync(monitor);
    const known = join(home, ".ssh/known_hosts");
    writeFileSync(
      join(home, ".ssh/config"),
      ["SDU 10.0.0.5", "NTU 10.0.0.6"]
        .map((host) => host.split(" "))
        .map(([tag, address]) => `Host ${tag!}\n  HostName ${address!}\n  User backup\n  UserKnownHostsFile ${known}\n`)
        .join(""),
    );
    const key = "AAAAC3NzaC1lZDI1NTE5AAAAIAABAgMEBQYHCAkKCwwNDg8QERITFBUWFxgZGhscHR4f";
    writeFileSync(known, `10.0.0.5 ssh-ed25519 ${key}\n`);
    const lines = ["[ENV]", "sshconfig = ../.ssh/config", "[SITE]", "timezone = UTC", "[HUB]", "ZZ = SDU NTU"];
    writeFileSync(join(monitor, "site.cnf"), [...lines, "[ZZ]", "srvnode = dayabay", "timezone = UTC", ""].join("\n"));
    const ssh: Transport = async (node) => {
      const files = ["svn/dybsvn", "tracs/dybaux"].map((item, i) => {
        const path = `${root}/${item}/2026/11/23/161${i}00/x.tar.gz`;
        return `file 0 ${2_480_000_000 - i * 1e9} ${Math.round(NOW / 1000)} ${path}`;
      });
      const asked = `asked ${question(node)} ${edition(node)}`;
      const told = [asked, `clock ${Math.round(NOW / 1000)}`, "tools yes /bin/bash", `root 0 ok ${root}`];
      const stdout = records([...told, ...files, "found 0 0"]);
      const login = join(home, ".ssh/id_ed25519");
      return { outcome: "ok", reason: "", stdout, login, server: "SSH-2.0-OpenSSH_9.2p1" };
    };
    const here: World = { ...world(monitor, NOW, () => ({ local: ssh, ssh })), env: { PATH: process.env.PATH } };
    const { lines: printed } = await doctor({ configs: ["site.cnf"], hubs: [] }, here, false);
    const text = printed.join("\n").replaceAll(dir, "");
    assertShown(
      sample("doctor"),
      text.replace(/OpenSSH_\w+\.\w+/, "OpenSSH_10.0p2").replace(/util-linux [\d.]+/, "util-linux 2.41"),
    );
  });
});

describe("the samples of docs/checks.md", () => {
  it("are sentences that the judge's tests expect, or that the samples of check show", () => {
    const folder = join(ROOT, "test/judge");
    const expected = readdirSync(folder, { recursive: true, encoding: "utf8" })
      .filter((file) => file.endsWith(".ts"))
      .map((file) => readFileSync(join(folder, file), "utf8"));
    const samples = [...page("docs/checks.md").matchAll(/^ {4}(\S.*)$/gm)].map(([, text]) => text!);
    assert.ok(samples.length >= 5);
    for (const text of samples)
      assert.ok(
        [...expected, page("docs/commands.md")].some((known) => known.includes(text)),
        text,
      );
  });
});

describe("the samples of docs/configuration.md", () => {
  it("are the mistakes that are told", () => {
    const [, shown] = /^```\n(site\.cnf:.*?)\n```$/ms.exec(page("docs/configuration.md"))!;
    const text = [
      "[HUB]",
      "ZZ = SDU",
      "[ZZ]",
      "srvnode = dayabay",
      "selct = svn/dybsvn",
      "[SITE]",
      "every = daily",
    ].join("\n");
    const told = mistakesOf(() => siteOf(text));
    const plain = (lines: string[]) => lines.map((line) => line.replace(/^\w+\.cnf:\d+/, "site.cnf")).sort();
    assert.deepEqual(plain(shown!.split("\n")), plain(told));
  });
});
