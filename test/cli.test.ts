// Arguments, output and exit codes, as seen by cron, by a monitoring system and at a terminal.
import assert from "node:assert/strict";
import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { existsSync, readFileSync, symlinkSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "node:test";
import { EXAMPLE } from "../src/commands/init.ts";
import { lockAll } from "../src/commands/site.ts";
import { lock } from "../src/lock.ts";
import type { Site } from "../src/model.ts";
import { cli, CLI, dir, ENV } from "./support/cli-site.ts";

describe("run", () => {
  it("prints nothing in cron and exits 0 when it could run", () => {
    assert.deepEqual(cli(), { status: 0, stdout: "", stderr: "" });
    assert.ok(existsSync(join(dir, "out/forge/HERE.html")));
  });

  it("prints the result with -v", () => {
    const { status, stderr } = cli("run", "FORGE", "-v");
    assert.equal(status, 0);
    assert.match(stderr, /The one backup is where it should be\.\nSee .*\/out\/index\.html\n$/);
  });

  it("exits 75 while another run holds the lock, and says so on a terminal only", async () => {
    const file = join(dir, "scm_backup_monitor.db.lock");
    const holder = spawn("flock", ["--no-fork", file, "sh", "-c", "echo held; exec sleep 20"]);
    await once(holder.stdout, "data");
    const result = cli("run");
    holder.kill();
    await once(holder, "exit");
    assert.deepEqual(result, { status: 75, stdout: "", stderr: "" });
  });

  it("tells cron too if another run has held the lock for more than twice the deadline", (t) => {
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

  it("respects the lock of a run that reaches the same database by a link", (t) => {
    symlinkSync(join(dir, "scm_backup_monitor.db"), join(dir, "link.db"));
    const config = readFileSync(join(dir, "site.cnf"), "utf8").replace("[FORGE]", "[FORGE]\ndbpath = link.db");
    writeFileSync(join(dir, "linked.cnf"), config);
    const held = lock(join(dir, "scm_backup_monitor.db.lock"));
    t.after(() => held.release());
    assert.equal(cli("collect", "-c", "linked.cnf").status, 75);
  });

  it("takes all its locks or none: if the second is held, it releases the first", (t) => {
    const held = lock(join(dir, "scm_backup_monitor.db.lock"));
    t.after(() => held.release());
    const files = [join(dir, "a.lock"), join(dir, "scm_backup_monitor.db.lock")];
    assert.throws(() => lockAll({ deadlineMs: 1000 } as Site, files), { code: 75 });
    lock(files[0]!).release();
  });

  it("accepts options before the command", () => {
    assert.match(cli("-c", "site.cnf", "check").stdout, /^SCM BACKUP OK/);
    assert.equal(cli("-c", "absent.cnf", "check").status, 3);
    assert.equal(cli("--out", "", "build").status, 64);
  });

  it("refuses --as-of, because it records what happens now", () => {
    assert.equal(cli("run", "--as-of", "2026-11-24T05:00:00Z").status, 64);
    const { status, stderr } = cli("collect", "--as-of", "2026-11-24T05:00:00Z");
    assert.equal(status, 64);
    assert.match(stderr, /^scm-backup-monitor: .*record what happens now/);
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

  it("exits 2 with one line for each finding if something is overdue", () => {
    const later = new Date(Date.now() + 20 * 86_400_000).toISOString();
    writeFileSync(join(dir, "strict.cnf"), "[FORGE]\nmaxage = 0.001\n");
    const { status, stdout } = cli("check", "-c", "site.cnf", "-c", "strict.cnf", "--as-of", later);
    assert.equal(status, 2);
    assert.match(
      stdout,
      /^SCM BACKUP ALARM - .*\nalarm: forge: not visited since .* \(collection\)\nalarm: forge HERE svn\/main: nothing since /,
    );
  });

  it("explains an item with its numbers, and exits by its status", () => {
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

  it("lists silenced findings last, and ignores them in its exit code", () => {
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

  it("exits 3 with one line if it cannot judge", () => {
    for (const args of [
      ["check", "-c", "absent.cnf"],
      ["check", "NOBODY"],
      ["check", "--as-of", "tomorrow"],
      ["check", "--nonsense"],
      ["watch"],
    ]) {
      const { status, stdout } = cli(...args);
      assert.equal(status, 3, args.join(" "));
      assert.match(stdout, /^SCM BACKUP UNKNOWN - [^\n|]+\n$/, args.join(" "));
    }
  });

  it("survives a reader that closes the pipe", () => {
    const command = `"${process.execPath}" "${CLI}" check --json | head -c 1`;
    const { stdout, stderr } = spawnSync("sh", ["-c", command], { cwd: dir, env: ENV, encoding: "utf8" });
    assert.deepEqual([stdout, stderr], ["{", ""]);
  });

  it("exits with the right code even if nobody reads its output", () => {
    const later = new Date(Date.now() + 20 * 86_400_000).toISOString();
    for (const reader of [">/dev/full", "| true"]) {
      const command = `set -o pipefail; "${process.execPath}" "${CLI}" check --as-of ${later} ${reader}`;
      assert.equal(spawnSync("bash", ["-c", command], { cwd: dir, env: ENV }).status, 2, reader);
    }
  });

  it("accepts yesterday, a day, and a time in the site's zone for --as-of", () => {
    for (const time of ["yesterday", "2012-11-28", "2012-11-28 06:00", "2012-11-28T06:00:00Z"])
      assert.match(cli("check", "--as-of", time).stdout, /^SCM BACKUP (UNKNOWN|OK) - /, time);
  });

  it("is unknown, not ok, for nodes that were never visited", () => {
    const config = readFileSync(join(dir, "site.cnf"), "utf8").replace("[FORGE]", "[FORGE]\ndbpath = never.db");
    writeFileSync(join(dir, "never.cnf"), config);
    const { status, stdout } = cli("check", "-c", "never.cnf");
    assert.equal(status, 3);
    assert.match(stdout, /not visited yet/);
  });
});

describe("build", () => {
  it("does not replace the live site with one of the past", () => {
    const { status, stderr } = cli("build", "--as-of", "yesterday");
    assert.equal(status, 64);
    assert.match(stderr, /would replace the live site .* --out /);
    assert.equal(cli("build", "--as-of", "yesterday", "--out", "then").status, 0);
    assert.ok(existsSync(join(dir, "then/index.html")));
  });
});

describe("a mistake", () => {
  it("of usage exits 64", () => {
    for (const args of [
      ["run", "--nonsense"],
      ["run", "NOBODY"],
      ["build", "--as-of", "2026-02-30T00:00:00Z"],
      ["build", "--as-of", "tomorrow"],
    ]) {
      assert.equal(cli(...args).status, 64, args.join(" "));
    }
    assert.match(cli("run", "NOBODY").stderr, /there is no hub NOBODY\. The hubs of .*site\.cnf are: FORGE\n$/);
  });

  it("in the name of a command or hub suggests the nearest one; for a node, its hub", () => {
    const said = (...args: string[]) => cli(...args).stderr;
    assert.match(
      said("chekc"),
      /no command or hub chekc; did you mean check\? The commands are: run collect .* are: FORGE\n$/,
    );
    assert.match(said("FROGE"), /no command or hub FROGE; did you mean FORGE\?/);
    assert.match(said("build", "FROGE"), /there is no hub FROGE; did you mean FORGE\? The hubs of /);
    assert.match(said("HERE"), /HERE is a node\. Name its hub: FORGE\n$/);
    assert.match(said("chekc", "-c", "absent.cnf"), /there is no command chekc; did you mean check\?\n$/);
    assert.equal(cli("chekc").status, 64);
  });

  it("exits 64 for an option that the command does not take", () => {
    for (const args of [
      ["demo", "--out", "x"],
      ["demo", "-c", "site.cnf"],
      ["collect", "--out", "x"],
      ["init", "--json"],
      ["build", "--json"],
      ["watch", "-q", "http://127.0.0.1/"],
    ]) {
      const { status, stdout, stderr } = cli(...args);
      assert.equal(status, args[0] === "watch" ? 3 : 64, args.join(" "));
      assert.match(stdout + stderr, /unknown option/, args.join(" "));
    }
  });

  it("in the config exits 78 with all mistakes and their lines, but no stack", () => {
    writeFileSync(join(dir, "wrong.cnf"), "[HUB]\nA = X\n[A]\nsrvnode = a/b\nselct = x\n");
    const { status, stderr } = cli("run", "-c", "wrong.cnf");
    assert.equal(status, 78);
    assert.match(stderr, /wrong\.cnf:4: .*\n.*wrong\.cnf:5: .*select/);
    assert.doesNotMatch(stderr, /\bat .*:\d+:\d+/);
  });

  it("exits 65 if the database is another program's, and leaves it unchanged", () => {
    writeFileSync(join(dir, "foreign.db"), "");
    const config = readFileSync(join(dir, "site.cnf"), "utf8").replace(
      "srvnode = forge",
      "srvnode = forge\ndbpath = foreign.db",
    );
    writeFileSync(join(dir, "foreign.cnf"), config);
    assert.equal(cli("run", "-c", "foreign.cnf").status, 65);
    assert.equal(readFileSync(join(dir, "foreign.db"), "utf8"), "");
  });

  it("with files exits 74", () => {
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
    assert.match(stderr, /new\.cnf already exists and was not overwritten/);
  });
});
