// What cron, a monitoring plugin and a person at a terminal get: arguments, output, exit codes.
import assert from "node:assert/strict";
import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import {
  existsSync,
  mkdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { createServer, type AddressInfo } from "node:net";
import { dirname, join } from "node:path";
import { after, before, describe, it } from "node:test";
import { EXAMPLE } from "../src/commands/init.ts";
import { lockAll } from "../src/commands/site.ts";
import { lock } from "../src/lock.ts";
import type { Site } from "../src/model.ts";
import { stampOf } from "../src/time.ts";
import { query } from "./support/sqlite.ts";
import { scratch } from "./support/world.ts";

const root = join(import.meta.dirname, "..");
const cleanups: (() => void)[] = [];
const dir = scratch({ after: (fn) => cleanups.push(fn as () => void) });
after(() => {
  for (const cleanup of cleanups) cleanup();
});

// Whoever runs the tests may have a login profile that takes its time.
const ENV = { ...process.env, HOME: dir };

/** The command as it is installed, in `dir`, without a terminal. */
function cli(...args: string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [`${root}/dist/cli.js`, ...args], {
    cwd: dir,
    encoding: "utf8",
    env: ENV,
    timeout: 60_000,
  });
  return { status, stdout, stderr };
}

function sql(text: string): string {
  return query(join(dir, "scm_backup_monitor.db"), text);
}

function place(item: string, at: number, bytes: number): void {
  const stamp = stampOf(at, "UTC").replace(/(\d+)-(\d+)-(\d+)T(\d+):(\d+):(\d+)/, "$1/$2/$3/$4$5$6");
  const file = join(dir, "scm/backup/forge", item, stamp, "x.tar.gz");
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, "");
  truncateSync(file, bytes);
}

before(() => {
  const now = Date.now();
  for (let ago = 9; ago >= 0; ago--) place("svn/main", now - 3_600_000 - ago * 86_400_000, 2e6 + ago);
  const config = [
    "[HUB]",
    "FORGE = HERE",
    "[FORGE]",
    "srvnode = forge",
    "timezone = UTC",
    `root = ${dir}/scm/backup/forge`,
  ];
  writeFileSync(join(dir, "site.cnf"), [...config, "[HERE]", "transport = local", ""].join("\n"));
});

describe("run", () => {
  it("prints nothing in cron and exits 0 when it could run", () => {
    assert.deepEqual(cli(), { status: 0, stdout: "", stderr: "" });
    assert.ok(existsSync(join(dir, "out/forge/HERE.html")));
  });

  it("tells the outcome with -v", () => {
    const { status, stderr } = cli("run", "FORGE", "-v");
    assert.equal(status, 0);
    assert.match(stderr, /The one backup is where it should be\.\nSee .*\/out\/index\.html\n$/);
  });

  it("says who else is running only to a terminal, and exits 75", async () => {
    const file = join(dir, "scm_backup_monitor.db.lock");
    const holder = spawn("flock", ["--no-fork", file, "sh", "-c", "echo held; exec sleep 20"]);
    await once(holder.stdout, "data");
    const result = cli("run");
    holder.kill();
    await once(holder, "exit");
    assert.deepEqual(result, { status: 75, stdout: "", stderr: "" });
  });

  it("does not keep quiet about one that has held the lock for more than twice the deadline", (t) => {
    const path = join(dir, "scm_backup_monitor.db.lock");
    const held = lock(path);
    t.after(() => held.release());
    const [before, after] = [1600, 1801].map((ago) => Date.now() / 1000 - ago);
    utimesSync(path, before!, before!);
    assert.deepEqual(cli("run"), { status: 75, stdout: "", stderr: "" });
    utimesSync(path, after!, after!);
    const { status, stderr } = cli("run");
    assert.equal(status, 75);
    assert.match(stderr, new RegExp(`another run holds .*: pid ${process.pid}, for 30 min, longer than a run takes`));
  });

  it("is kept from a database that another reaches by a link", (t) => {
    symlinkSync(join(dir, "scm_backup_monitor.db"), join(dir, "link.db"));
    const config = readFileSync(join(dir, "site.cnf"), "utf8").replace("[FORGE]", "[FORGE]\ndbpath = link.db");
    writeFileSync(join(dir, "linked.cnf"), config);
    const held = lock(join(dir, "scm_backup_monitor.db.lock"));
    t.after(() => held.release());
    assert.equal(cli("collect", "-c", "linked.cnf").status, 75);
  });

  it("holds all its locks or none: a second that is held gives the first back", (t) => {
    const held = lock(join(dir, "scm_backup_monitor.db.lock"));
    t.after(() => held.release());
    const files = [join(dir, "a.lock"), join(dir, "scm_backup_monitor.db.lock")];
    assert.throws(() => lockAll({ deadlineMs: 1000 } as Site, files), { code: 75 });
    lock(files[0]!).release();
  });

  it("stops asking at its deadline, keeps and shows what was said by then, and names the others, to cron too", () => {
    writeFileSync(join(dir, "slow.sh"), "#!/bin/sh\nexec sleep 30\n", { mode: 0o755 });
    const config = readFileSync(join(dir, "site.cnf"), "utf8")
      .replace("FORGE = HERE", "FORGE = HERE SLOW")
      .replace("[FORGE]", "[ENV]\ndeadline = 1.5s\n[FORGE]\ndbpath = slow.db")
      .concat(`[SLOW]\ntransport = local\nshell = ${dir}/slow.sh\n`);
    writeFileSync(join(dir, "slow.cnf"), config);
    const { status, stderr } = cli("run", "-c", "slow.cnf", "--out", "slow");
    assert.equal(status, 0);
    // On a busy machine the other one may be late too.
    assert.match(
      stderr,
      /^scm-backup-monitor: the deadline of 1\.5 s was over before [12] of 2 nodes had answered: (HERE and )?SLOW\. Raise .*\n$/,
    );
    const { hubs } = JSON.parse(readFileSync(join(dir, "slow/status.json"), "utf8")) as {
      hubs: [{ nodes: { node: string; status: string; collected: { outcome: string } }[] }];
    };
    const said = hubs[0].nodes.map(({ node, status, collected }) => `${node} ${status} ${collected.outcome}`);
    if (!stderr.includes("HERE")) assert.equal(said[0], "HERE ok ok");
    assert.equal(said[1], "SLOW unknown timeout");
  });

  it("goes on when nobody reads its log, or the disk under that is full", () => {
    const visits = () => sql("select count(*) from collections");
    const before = Number(visits());
    for (const log of ["2>/dev/full", "2>&1 | true"]) {
      const { status } = spawnSync(
        "bash",
        ["-c", `set -o pipefail; "${process.execPath}" "${root}/dist/cli.js" -v ${log}`],
        { cwd: dir, env: ENV },
      );
      assert.equal(status, 0, log);
    }
    assert.equal(Number(visits()), before + 2);
  });

  it("takes options before the command too", () => {
    assert.match(cli("-c", "site.cnf", "check").stdout, /^SCM BACKUP OK/);
    assert.equal(cli("-c", "absent.cnf", "check").status, 3);
    assert.equal(cli("--out", "", "build").status, 64);
  });

  it("makes `out` readable for a web server whatever the umask, and names a folder it cannot make", () => {
    const masked = spawnSync(
      "sh",
      ["-c", `umask 077; "${process.execPath}" "${root}/dist/cli.js" build --out masked`],
      { cwd: dir, env: ENV },
    );
    assert.equal(masked.status, 0);
    assert.equal(statSync(join(dir, "masked")).mode & 0o777, 0o755);
    const { status, stderr } = cli("build", "--out", "site.cnf/x");
    assert.equal(status, 74);
    assert.match(stderr, /^scm-backup-monitor: cannot publish .*site\.cnf\/x/);
  });

  it("refuses --as-of: it writes what really happened", () => {
    assert.equal(cli("run", "--as-of", "2026-11-24T05:00:00Z").status, 64);
    const { status, stderr } = cli("collect", "--as-of", "2026-11-24T05:00:00Z");
    assert.equal(status, 64);
    assert.match(stderr, /^scm-backup-monitor: .*has really happened/);
  });

  it("ends at SIGTERM with 143, and SIGINT with 130, with what was collected saved", async () => {
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
      const child = spawn(process.execPath, [`${root}/dist/cli.js`, "-v", "-c", "silent.cnf"], { cwd: dir, env: ENV });
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

describe("check", () => {
  it("prints one plugin line with perfdata and exits 0 when all is well", () => {
    const { status, stdout } = cli("check");
    assert.equal(status, 0, stdout);
    assert.match(
      stdout,
      /^SCM BACKUP OK - The one backup is where it should be\|ok=1 warn=0 unknown=0 alarm=0 retired=0 silenced=0 tarballs=\d+ bytes=\d+B\n$/,
    );
  });

  it("exits 2 with a line a finding at an instant at which something is overdue", () => {
    const later = new Date(Date.now() + 20 * 86_400_000).toISOString();
    writeFileSync(join(dir, "strict.cnf"), "[FORGE]\nmaxage = 0.001\n");
    const { status, stdout } = cli("check", "-c", "site.cnf", "-c", "strict.cnf", "--as-of", later);
    assert.equal(status, 2);
    assert.match(
      stdout,
      /^SCM BACKUP ALARM - .*\nalarm: forge: nobody has looked since .* \(collection\)\nalarm: forge HERE svn\/main: nothing since /,
    );
  });

  it("explains an item by its numbers, and exits by its status", () => {
    const { status, stdout } = cli("check", "--explain", "svn/main");
    assert.equal(status, 0, stdout);
    assert.match(stdout, /^forge HERE svn\/main: ok\n {2}known {7}\d+ backups since /);
    for (const name of ["newest", "rhythm", "due", "missed", "sizes", "visits", "space", "the others"])
      assert.match(stdout, new RegExp(`^  ${name} +\\S`, "m"));
    writeFileSync(join(dir, "strict.cnf"), "[FORGE]\nmaxage = 0.001\n");
    const overdue = cli("check", "-c", "site.cnf", "-c", "strict.cnf", "--explain", "svn/main");
    assert.equal(overdue.status, 2, overdue.stdout);
    assert.match(overdue.stdout, /^ {2}age +alarm: nothing since /m);
    const unknown = cli("check", "--explain", "svn/mian");
    assert.equal(unknown.status, 3);
    assert.equal(unknown.stdout, "SCM BACKUP UNKNOWN - there is no item svn/mian. The items are: svn/main\n");
  });

  it("says what is silenced, behind all else, and exits as if it were not there", () => {
    const silence =
      "[FORGE]\nmaxage = 0.001\n[silence quiet]\nhub = forge\nuntil = 2999-12-31\nreason = moved | away\n";
    writeFileSync(join(dir, "quiet.cnf"), silence);
    const later = new Date(Date.now() + 20 * 86_400_000).toISOString();
    const { status, stdout } = cli("check", "-c", "site.cnf", "-c", "quiet.cnf", "--as-of", later);
    assert.equal(status, 0, stdout);
    assert.match(stdout, /^SCM BACKUP OK - Nothing needs a look; one backup and one hub are silenced\|/);
    assert.match(stdout, /^silenced alarm: forge: .* \(collection; silenced until 31 Dec 2999: moved \/ away\)$/m);
    assert.match(stdout, /^silenced alarm: forge HERE svn\/main: nothing since .* \(age; silenced until /m);
  });

  it("exits 3 with one line for whatever prevents judging", () => {
    for (const args of [
      ["check", "-c", "absent.cnf"],
      ["check", "NOBODY"],
      ["check", "--as-of", "yesterday"],
      ["check", "--nonsense"],
      ["watch"],
    ]) {
      const { status, stdout } = cli(...args);
      assert.equal(status, 3, args.join(" "));
      assert.match(stdout, /^SCM BACKUP UNKNOWN - [^\n|]+\n$/, args.join(" "));
    }
  });

  it("survives a reader that closes the pipe", () => {
    const command = `"${process.execPath}" "${root}/dist/cli.js" check --json | head -c 1`;
    const { stdout, stderr } = spawnSync("sh", ["-c", command], { cwd: dir, env: ENV, encoding: "utf8" });
    assert.deepEqual([stdout, stderr], ["{", ""]);
  });

  it("says by its exit code what is wrong even where nobody reads the words", () => {
    const later = new Date(Date.now() + 20 * 86_400_000).toISOString();
    for (const reader of [">/dev/full", "| true"]) {
      const command = `set -o pipefail; "${process.execPath}" "${root}/dist/cli.js" check --as-of ${later} ${reader}`;
      assert.equal(spawnSync("bash", ["-c", command], { cwd: dir, env: ENV }).status, 2, reader);
    }
  });

  it("is unknown, not ok, where nobody has ever looked", () => {
    const config = readFileSync(join(dir, "site.cnf"), "utf8").replace("[FORGE]", "[FORGE]\ndbpath = never.db");
    writeFileSync(join(dir, "never.cnf"), config);
    const { status, stdout } = cli("check", "-c", "never.cnf");
    assert.equal(status, 3);
    assert.match(stdout, /nobody has looked yet/);
  });
});

describe("build", () => {
  it("writes the same bytes for the same instant", () => {
    const at = new Date(Date.now() - 1000).toISOString();
    for (const out of ["one", "two"]) assert.equal(cli("build", "--as-of", at, "--out", out).status, 0);
    for (const file of [
      "index.html",
      "status.json",
      "forge/HERE.html",
      "forge/HERE-all.svg",
      "data/scm_backup_monitor_HERE.json",
    ]) {
      assert.deepEqual(readFileSync(join(dir, "one", file)), readFileSync(join(dir, "two", file)), file);
    }
  });
});

describe("a mistake", () => {
  it("of usage is 64", () => {
    for (const args of [
      ["run", "--nonsense"],
      ["run", "NOBODY"],
      ["build", "--as-of", "2026-02-30T00:00:00Z"],
      ["build", "--as-of", "tomorrow"],
    ]) {
      assert.equal(cli(...args).status, 64, args.join(" "));
    }
    assert.match(cli("run", "NOBODY").stderr, /there is no hub NOBODY in .*site\.cnf\. The hubs are: FORGE\n$/);
  });

  it("in the config is 78, with every mistake at its line, and never a stack", () => {
    writeFileSync(join(dir, "wrong.cnf"), "[HUB]\nA = X\n[A]\nsrvnode = a/b\nselct = x\n");
    const { status, stderr } = cli("run", "-c", "wrong.cnf");
    assert.equal(status, 78);
    assert.match(stderr, /wrong\.cnf:4: .*\n.*wrong\.cnf:5: .*select/);
    assert.doesNotMatch(stderr, /\bat .*:\d+:\d+/);
  });

  it("with the database is 65 when it is not ours, which stays as it is", () => {
    writeFileSync(join(dir, "foreign.db"), "");
    const config = readFileSync(join(dir, "site.cnf"), "utf8").replace(
      "srvnode = forge",
      "srvnode = forge\ndbpath = foreign.db",
    );
    writeFileSync(join(dir, "foreign.cnf"), config);
    assert.equal(cli("run", "-c", "foreign.cnf").status, 65);
    assert.equal(readFileSync(join(dir, "foreign.db"), "utf8"), "");
  });

  it("with files is 74", () => {
    const config = readFileSync(join(dir, "site.cnf"), "utf8").replace(
      "srvnode = forge",
      "srvnode = forge\ndbpath = no/such/folder/x.db",
    );
    writeFileSync(join(dir, "nowhere.cnf"), config);
    const { status, stderr } = cli("run", "-c", "nowhere.cnf");
    assert.equal(status, 74, stderr);
    assert.match(stderr, /no\/such\/folder/);
  });
});

describe("init", () => {
  it("writes a config that runs, and refuses to overwrite it", () => {
    assert.equal(cli("init", "-c", "new.cnf").status, 0);
    assert.equal(readFileSync(join(dir, "new.cnf"), "utf8"), readFileSync(EXAMPLE, "utf8"));
    const { status, stderr } = cli("init", "-c", "new.cnf");
    assert.equal(status, 74);
    assert.match(stderr, /new\.cnf is already there and is not overwritten/);
  });
});
