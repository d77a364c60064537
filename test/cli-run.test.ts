// What a run of the installed command leaves behind, however it ends.
import assert from "node:assert/strict";
import { spawn, spawnSync } from "node:child_process";
import { readFileSync, statSync, writeFileSync } from "node:fs";
import { createServer, type AddressInfo } from "node:net";
import { join } from "node:path";
import { describe, it } from "node:test";
import { cli, CLI, dir, ENV, place } from "./support/cli-site.ts";
import { query } from "./support/sqlite.ts";

describe("a run", () => {
  it("stops collecting at its deadline, keeps and shows what it has, and names the other nodes, also in cron", () => {
    writeFileSync(join(dir, "slow.sh"), "#!/bin/sh\nexec sleep 30\n", { mode: 0o755 });
    const config = readFileSync(join(dir, "site.cnf"), "utf8")
      .replace("FORGE = HERE", "FORGE = HERE SLOW")
      .replace("[FORGE]", "[ENV]\ndeadline = 1.5s\n[FORGE]\ndbpath = slow.db")
      .concat(`[SLOW]\ntransport = local\nshell = ${dir}/slow.sh\n`);
    writeFileSync(join(dir, "slow.cnf"), config);
    const { status, stderr } = cli("run", "-c", "slow.cnf", "--out", "slow");
    assert.equal(status, 0);
    // On a busy machine the other node may be late too.
    assert.match(
      stderr,
      /^scm-backup-monitor: the deadline of 1\.5 s passed before [12] of 2 nodes answered: (HERE and )?SLOW\. Raise .*\n$/,
    );
    const { hubs } = JSON.parse(readFileSync(join(dir, "slow/status.json"), "utf8")) as {
      hubs: [{ nodes: { node: string; status: string; collected: { outcome: string } }[] }];
    };
    const said = hubs[0].nodes.map(({ node, status, collected }) => `${node} ${status} ${collected.outcome}`);
    if (!stderr.includes("HERE")) assert.equal(said[0], "HERE ok ok");
    assert.equal(said[1], "SLOW unknown timeout");
  });

  it("goes on if nobody reads its log or the disk of the log is full", () => {
    const visits = () => Number(query(join(dir, "scm_backup_monitor.db"), "select count(*) from collections"));
    cli("collect");
    for (const log of ["2>/dev/full", "2>&1 | true"]) {
      const { status } = spawnSync(
        "bash",
        ["-c", `set -o pipefail; "${process.execPath}" "${CLI}" collect -v ${log}`],
        { cwd: dir, env: ENV },
      );
      assert.equal(status, 0, log);
    }
    assert.equal(visits(), 3);
  });

  it("exits 143 on SIGTERM and 130 on SIGINT, and has saved what it collected", async () => {
    const silent = createServer();
    await new Promise<void>((done) => silent.listen(0, "127.0.0.1", done));
    const { port } = silent.address() as AddressInfo;
    const key = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIH1GTSNyKYZ8nIyVUQtUc3oRLpXDtVUBCDLBsT2Clvvs";
    writeFileSync(join(dir, "known_hosts"), `[127.0.0.1]:${port} ${key}\n`);
    const host = `Host SILENT\n HostName 127.0.0.1\n Port ${port}\n UserKnownHostsFile ${dir}/known_hosts\n`;
    writeFileSync(join(dir, "ssh_config"), host);
    const config = readFileSync(join(dir, "site.cnf"), "utf8").replace("= HERE", "= HERE SILENT");
    writeFileSync(join(dir, "silent.cnf"), `${config}[ENV]\nsshconfig = ssh_config\ntimeout = 30\n`);
    for (const [signal, code] of [
      ["SIGTERM", 143],
      ["SIGINT", 130],
    ] as const) {
      place("svn/main", Date.now() - code * 1000, 2_000_077);
      const child = spawn(process.execPath, [CLI, "-v", "-c", "silent.cnf"], { cwd: dir, env: ENV });
      let said = "";
      const ended = new Promise((done) => child.once("close", done));
      await new Promise<void>((done) =>
        child.stderr.on("data", (text: Buffer) => (said += text.toString()).includes("HERE: ok") && done()),
      );
      child.kill(signal);
      assert.equal(await ended, code, said);
      const { stdout } = cli("check", "--json");
      const latest = JSON.parse(stdout) as { hubs: { nodes: { items: { latest: { bytes: number } }[] }[] }[] };
      assert.equal(latest.hubs[0]!.nodes[0]!.items[0]!.latest.bytes, 2_000_077);
    }
    silent.close();
  });
});

describe("a build", () => {
  const at = new Date(Date.now() - 1000).toISOString();

  it("makes `out` readable for a web server, whatever the umask", () => {
    const command = `umask 077; "${process.execPath}" "${CLI}" build --as-of ${at} --out masked`;
    assert.equal(spawnSync("sh", ["-c", command], { cwd: dir, env: ENV }).status, 0);
    assert.equal(statSync(join(dir, "masked")).mode & 0o777, 0o755);
  });

  it("writes the same bytes for the same instant", () => {
    assert.equal(cli("build", "--as-of", at, "--out", "again").status, 0);
    for (const file of [
      "index.html",
      "status.json",
      "forge/HERE.html",
      "forge/HERE-all.svg",
      "data/scm_backup_monitor_HERE.json",
    ]) {
      assert.deepEqual(readFileSync(join(dir, "masked", file)), readFileSync(join(dir, "again", file)), file);
    }
  });

  it("names the folder that it cannot create", () => {
    const { status, stderr } = cli("build", "--out", "site.cnf/x");
    assert.equal(status, 74);
    assert.match(stderr, /^scm-backup-monitor: cannot publish .*site\.cnf\/x/);
  });
});
