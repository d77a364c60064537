// What a person reads who asks whether everything is in place, and that asking changes nothing.
import assert from "node:assert/strict";
import { execFileSync, spawn, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { chmodSync, mkdirSync, readdirSync, readFileSync, statSync, truncateSync, writeFileSync } from "node:fs";
import { createServer, type AddressInfo } from "node:net";
import { userInfo } from "node:os";
import { dirname, join } from "node:path";
import { after, before, describe, it, type TestContext } from "node:test";
import { doctor } from "../src/commands/doctor.ts";
import { publicKey } from "../src/commands/doctor/public-key.ts";
import { transports } from "../src/commands/transports.ts";
import type { World } from "../src/commands/world.ts";
import type { Transport } from "../src/model.ts";
import type { Target } from "../src/collect/ssh/resolve.ts";
import { freePort, newKey, publicKey as publicPart, skipWithout, startSshd, type Sshd } from "./support/sshd.ts";
import { scratch, world } from "./support/world.ts";

const ME = userInfo().username;
const PATH = { PATH: process.env.PATH };

/** The site.cnf that `lines` make, looked over. */
async function examine(dir: string, lines: string[], more: Partial<World> & { hubs?: string[] } = {}) {
  writeFileSync(join(dir, "site.cnf"), lines.join("\n"), { mode: 0o644 });
  const here = { ...world(dir, Date.now(), transports, PATH), ...more };
  const request = { configs: ["site.cnf"], hubs: more.hubs ?? [] };
  const { lines: printed, exitCode } = await doctor(request, here, false);
  return { text: `${printed.join("\n")}\n`, exitCode };
}

/** A node that is this machine, without the profile of whoever runs the test, with one tarball of one item. */
function local(dir: string): string[] {
  place(join(dir, "backup/forge"), "svn/main");
  const hub = ["[FORGE]", "srvnode = forge", `root = ${dir}/backup/forge`];
  return ["[HUB]", "FORGE = HERE", "[HERE]", "transport = local", "shell = /bin/sh -c", ...hub, ""];
}

function place(root: string, item: string, name = "2026/11/23/161023/x.tar.gz"): void {
  mkdirSync(dirname(join(root, item, name)), { recursive: true });
  writeFileSync(join(root, item, name), "");
  truncateSync(join(root, item, name), 2_480_000_000);
}

/** Every file below, with its bytes and its time. */
function everything(...folders: string[]): string[] {
  return folders.flatMap((folder) =>
    readdirSync(folder, { recursive: true, encoding: "utf8", withFileTypes: true })
      .filter((entry) => entry.isFile() && entry.name !== "log")
      .map((entry) => join(entry.parentPath, entry.name))
      .sort()
      .map((file) => {
        const { mtimeMs, size, mode } = statSync(file);
        const bytes = size < 1e6 ? createHash("sha256").update(readFileSync(file)).digest("hex") : "";
        return [file, mtimeMs, size, mode, bytes].join(" ");
      }),
  );
}

/** A node that answers at once, whose clock is so many seconds ahead of ours. */
function quick(dir: string, tools = "yes /bin/bash", ahead = 0): Partial<World> {
  const clock = Math.round(Date.now() / 1000) + ahead;
  const records = [
    "",
    "scm-backup-monitor 1",
    `clock ${clock}`,
    `tools ${tools}`,
    `root 0 ok ${dir}`,
    `file 0 5 1352909600 ${dir}/x.gz`,
    "found 0 0",
    "end -",
    "",
  ];
  const said: Transport = async () => ({ outcome: "ok", reason: "", stdout: Buffer.from(records.join("\0")) });
  return { transports: () => ({ local: said, ssh: said }) };
}

describe("doctor on this machine", () => {
  it("finds all well where all is well, and exits 0", async (context) => {
    const dir = scratch(context);
    const { text, exitCode } = await examine(dir, local(dir));
    assert.equal(
      text.replace(/util-linux [\d.]+/, "util-linux 2"),
      [
        "This machine",
        `  ✓ config    ${dir}/site.cnf: 1 hub, 1 node`,
        "  ✓ programs  flock util-linux 2",
        `  ✓ database  ${dir}/scm_backup_monitor.db does not exist yet; the first run creates it`,
        `  ✓ pages     ${dir}/out does not exist yet; the first run creates it`,
        "",
        "HERE",
        "  ✓ tools  /bin/sh, find -printf",
        "  ✓ clock  agrees with ours",
        `  ✓ forge  ${dir}/backup/forge: 1 tarball of 1 item, the newest svn/main of 23 Nov 16:10, 2.48 GB`,
        "",
        "All is well.",
        "",
      ].join("\n"),
    );
    assert.equal(exitCode, 0);
  });

  it("tells every mistake in the config, each with a line that would be right, and exits 1", async (context) => {
    const { text, exitCode } = await examine(scratch(context), ["[HUB]", "A = X", "[A]", "srvnode = a/b", "selct = x"]);
    assert.match(text, /✗ config  site\.cnf:4: .*\n      For example: srvnode = .*\n  ✗ config  site\.cnf:5: .*selct/);
    assert.match(text, /\n2 things to do: see ✗ above\.\n$/);
    assert.equal(exitCode, 1);
  });

  it("points at what means something else than one may think", async (context) => {
    const dir = scratch(context);
    const lines = [...local(dir), "[ENV]", "forward_agent = True", "[SITE]", 'title = "Backups"'];
    writeFileSync(join(dir, "site.cnf"), "");
    chmodSync(join(dir, "site.cnf"), 0o666);
    const { text, exitCode } = await examine(dir, lines, quick(dir));
    assert.ok(
      text.includes(
        `! permissions  ${dir}/site.cnf is writable by users other than its owner\n      chmod go-w '${dir}/site.cnf'\n`,
      ),
    );
    assert.match(text, /! ignored      .*:11: forward_agent is a Fabric key without effect here\n/);
    assert.match(text, /! quotes       site\.cnf:13: title = "Backups": the quotes are part of the value\n/);
    assert.equal(exitCode, 0);
  });

  it("names a program that is missing, and how to get it", async (context) => {
    const dir = scratch(context);
    const { text, exitCode } = await examine(dir, local(dir), { ...quick(dir), env: { PATH: dir } });
    assert.match(text, /✗ programs  missing: flock \(package util-linux\)\n      apt install util-linux\n/);
    assert.equal(exitCode, 1);
  });

  it("opens the database, and says why it cannot be used", async (context) => {
    const dir = scratch(context);
    writeFileSync(join(dir, "scm_backup_monitor.db"), "");
    const empty = await examine(dir, local(dir), quick(dir));
    assert.match(
      empty.text,
      /✗ database  .*\.db is empty, so it is not a database\n      Restore it from a backup, or remove it/,
    );
    const nowhere = await examine(dir, [...local(dir), "[FORGE]", "dbpath = no/such/x.db"], quick(dir));
    assert.match(nowhere.text, /✗ database  cannot open the database .*no\/such\/x\.db: .*\n      Create the folder/);
    assert.deepEqual([empty.exitCode, nowhere.exitCode], [1, 1]);
  });

  it("says where nothing can be written", async (context) => {
    const dir = scratch(context);
    writeFileSync(join(dir, "file"), "");
    const lines = [...local(dir), "[SITE]", "out = file/out", "[FORGE]", "jspath = file/%(node)s.json"];
    const { text, exitCode } = await examine(dir, lines, quick(dir));
    assert.match(
      text,
      /✗ pages     .*\/file is not a folder\n      Make it writable for .*, or set out in \[SITE\] to another folder\n/,
    );
    assert.match(text, /✗ json      .*\/file is not a folder\n/);
    assert.equal(exitCode, 1);
  });
});

describe("doctor on a node that answers", () => {
  it("tells a root that is not there, and the variable that is not set", async (context) => {
    const dir = scratch(context);
    const lines = local(dir).map((line) => line.replace(/^root = .*/, "root = $SCM_NONE/%(srvnode)s"));
    const { text, exitCode } = await examine(dir, lines);
    assert.match(text, /✗ forge  there is no directory \/forge: \$SCM_NONE is not set in a login shell there\n/);
    assert.match(
      text,
      /\n      Export SCM_NONE in a profile on HERE that \/bin\/sh -c reads,\n      or set the right path in \[FORGE\], .*: root = \/data\/forge\n/,
    );
    assert.equal(exitCode, 1);
  });

  it("tells a root without tarballs, odd paths, and selected items that are not there", async (context) => {
    const dir = scratch(context);
    mkdirSync(join(dir, "backup/empty"), { recursive: true });
    place(join(dir, "backup/forge"), "svn/main", "2026/13/01/161023/x.tar.gz");
    const { text, exitCode } = await examine(dir, [
      ...local(dir).map((line) => line.replace("FORGE = HERE", "FORGE = HERE\nBARE = HERE")),
      ...["[FORGE]", "select = svn/main svn/mian", "[BARE]", "srvnode = bare", `root = ${dir}/backup/empty`],
    ]);
    assert.match(
      text,
      /! forge  1 record cannot be used; the first: 2026\/13\/01\/161023 is not a date: .*x\.tar\.gz\n/,
    );
    assert.match(text, /✗ forge  svn\/mian is selected, but is not there\n      What is there: svn\/main\n/);
    assert.match(
      text,
      /✗ bare   .*\/backup\/empty contains no \*\.gz\n      See what is there: find .* -type f \| head\n/,
    );
    assert.equal(exitCode, 1);
  });

  it("tells a clock that is wrong, and a find that is slow", async (context) => {
    const dir = scratch(context);
    const { text } = await examine(dir, local(dir), quick(dir, "no sh", -190));
    assert.match(text, /✓ tools  sh, find without -printf \(slow: one stat per file\)\n/);
    assert.match(text, /✗ clock  3 min behind ours\n      One of the two is wrong\. Compare them: date -u\n/);
  });
});

const skip = skipWithout("sshd", "openssh-server") || skipWithout("ssh", "openssh-client");

describe("doctor over ssh", { skip }, () => {
  let sshd: Sshd;
  let dir: string;
  const cleanups: (() => void)[] = [];
  before(async () => {
    sshd = await startSshd();
    writeFileSync(join(sshd.home, ".profile"), "SCM_FOLD=$HOME/scm; export SCM_FOLD\n");
    place(join(sshd.home, "scm/backup/forge"), "svn/main");
    dir = scratch({ after: (fn) => cleanups.push(fn as () => void) });
  });
  after(async () => {
    await sshd.stop();
    for (const cleanup of cleanups) cleanup();
  });

  let tags = 0;
  /** A hub of one node for each of these lists of lines of ssh_config. */
  const config = (...nodes: string[][]): { tags: string[]; lines: string[] } => {
    const named = nodes.map((lines): [string, string] => {
      const tag = `N${++tags}`;
      return [tag, sshd.sshConfig(tag, lines)];
    });
    const names = named.map(([tag]) => tag);
    const lines = ["[ENV]", `sshconfig = ${named[0]![1]}`, "timeout = 1", "[HUB]", `FORGE = ${names.join(" ")}`];
    return { tags: names, lines: [...lines, "[FORGE]", "srvnode = forge", ""] };
  };
  const section = (text: string, tag: string) => text.split("\n\n").find((part) => part.startsWith(`${tag}\n`)) ?? "";
  const file = (name: string, text = "") => {
    writeFileSync(join(dir, name), text);
    return join(dir, name);
  };

  it("goes with a good node step by step, and prints the line that locks its key", async () => {
    const { text, exitCode } = await examine(dir, config([]).lines);
    const fingerprint = execFileSync("ssh-keygen", ["-lf", join(sshd.dir, "host.pub")], { encoding: "utf8" }).split(
      " ",
    )[1]!;
    assert.equal(
      section(text, `N${tags}`),
      [
        `N${tags}`,
        `  ✓ address   ${ME}@127.0.0.1:${sshd.port}`,
        `  ✓ host key  ssh-ed25519 ${fingerprint} (${sshd.knownHosts}:1)`,
        `  ✓ login     as ${ME} with ${sshd.userKey}`,
        "  ! key       can run any command there; the line below locks it to ours",
        "  ✓ tools     /bin/bash, find -printf",
        "  ✓ clock     agrees with ours",
        `  ✓ forge     ${sshd.home}/scm/backup/forge: 1 tarball of 1 item, the newest svn/main of 23 Nov 16:10, 2.48 GB`,
      ].join("\n"),
    );
    assert.match(text, /\nrestrict,command="\/bin\/sh -c .*\$n'" ssh-ed25519 AAAA\S+ test\n\nAll is well\.\n$/);
    assert.equal(exitCode, 0);
  });

  it("stops at a host that is unknown, and says how to get to know it", async () => {
    const nothing = file("nothing known");
    const { text, exitCode } = await examine(dir, config([`UserKnownHostsFile "${nothing}"`]).lines);
    const said = section(text, `N${tags}`);
    assert.match(said, /✗ host key  the host key of .* is unknown/);
    assert.match(
      said,
      new RegExp(
        `\n      1\\. .*ssh-keyscan -p ${sshd.port} -t ed25519 127\\.0\\.0\\.1 > hostkey && ssh-keygen -lf hostkey\n`,
      ),
    );
    assert.match(
      said,
      /\n      2\. .*ssh-keygen -lf \/etc\/ssh\/ssh_host_ed25519_key\.pub\n      3\. .*cat hostkey >> '.*nothing known'\n/,
    );
    assert.match(said, /\n  – the rest  not checked$/);
    assert.equal(exitCode, 1);
  });

  it("tells to stop where the host's key is another one than it was", async () => {
    const other = file("changed", `[127.0.0.1]:${sshd.port} ${publicPart(`${sshd.strangeKey}.pub`)}\n`);
    const { text } = await examine(dir, config([`UserKnownHostsFile ${other}`]).lines);
    assert.match(
      section(text, `N${tags}`),
      /✗ host key  the host key of .* is not the one in .*changed:1; .*\n      Stop: /,
    );
    assert.match(text, /ssh-keygen -R '\[127\.0\.0\.1\]:\d+' -f .*changed, then run doctor again\n/);
  });

  it("does not log in where that would put the host's key on file", async () => {
    const nothing = file("nothing");
    const lines = config([`UserKnownHostsFile ${nothing}`, "StrictHostKeyChecking accept-new"]).lines;
    const { text, exitCode } = await examine(dir, lines);
    assert.match(section(text, `N${tags}`), /! host key  unknown: .*accept-new\)\n  – the rest  not checked$/);
    assert.equal(readFileSync(nothing, "utf8"), "");
    assert.equal(exitCode, 0);
  });

  it("tells which key was refused, and prints the line that would let it in", async () => {
    const {
      tags: [tag],
      lines,
    } = config([`IdentityFile ${sshd.strangeKey}`, "IdentitiesOnly yes"]);
    const { text, exitCode } = await examine(dir, [...lines, `[${tag!}]`, `key_filename = ${sshd.strangeKey}`]);
    assert.match(section(text, tag!), /✗ login     127\.0\.0\.1:\d+ does not accept .* with .*strange/);
    assert.match(section(text, tag!), new RegExp(`\n      By hand: ssh -F \\S+ -o BatchMode=yes ${tag!} true\n`));
    const blob = readFileSync(`${sshd.strangeKey}.pub`, "utf8").trim();
    const printed = text.split("\n").filter((line) => line.endsWith(`$n'" ${blob}`));
    assert.deepEqual(
      printed.map((line) => line.split(",", 1)[0]),
      ["restrict"],
    );
    assert.equal(exitCode, 1);
  });

  it("says that a node's name is unknown before it speaks of host keys, and which Host is near", async () => {
    const { tags, lines } = config(["HostName nowhere.invalid"]);
    const sshConfig = sshd.sshConfig("backups");
    const nodes = `FORGE = bakups quite-another.invalid ${tags[0]!}`;
    const { text } = await examine(
      dir,
      lines.map((line) => line.replace(/^FORGE = .*/, nodes)),
    );
    const unknown = "  ✗ address   no (such host|name server answered for)";
    const near = `^bakups\n${unknown} bakups \\(is it a Host in ${sshConfig}\\?\\)\n      Did you mean backups\\?`;
    assert.match(section(text, "bakups"), new RegExp(near));
    const advice = `\n      Correct it in \\[HUB\\], or add these lines to ${sshConfig}:\n        Host quite-another.invalid\n`;
    assert.match(section(text, "quite-another.invalid"), new RegExp(advice));
    const configured = `^${tags[0]!}\n${unknown} nowhere.invalid \\(the HostName of ${tags[0]!} in ${sshConfig}\\)\n`;
    assert.match(section(text, tags[0]!), new RegExp(configured));
  });

  it("is not held up by a node that is silent, and tells it in its place", async (context) => {
    const port = await silent(context);
    writeFileSync(sshd.knownHosts, `[127.0.0.1]:${sshd.port} ${sshd.hostKey}\n[127.0.0.1]:${port} ${sshd.hostKey}\n`);
    const { tags, lines } = config([`Port ${port}`], []);
    const began = Date.now();
    const { text } = await examine(
      dir,
      [...lines, "[ENV]", "nodedeadline = 2s"].filter((line) => line !== "timeout = 1"),
    );
    assert.ok(Date.now() - began < 6000);
    assert.match(
      section(text, tags[0]!),
      /✗ login     not finished within 2 s.*\n      .*\n  – the rest  not checked$/,
    );
    assert.match(section(text, tags[1]!), /✓ forge     .*1 tarball/);
    assert.ok(text.indexOf(`\n${tags[0]!}\n`) < text.indexOf(`\n${tags[1]!}\n`));
  });

  it("tells the way through another server, and what to do there where it ends there", async () => {
    const [hop, strict] = [config([]).tags[0]!, config(["User nobody-of-that-name"]).tags[0]!];
    const unknown = `nobody@127.0.0.1:${await freePort()}`;
    const { tags, lines } = config([`ProxyJump ${hop}`], [`ProxyJump ${unknown}`], [`ProxyJump ${strict}`]);
    const { text } = await examine(dir, lines);
    const by = `${ME}@127.0.0.1:${sshd.port}, via ${ME}@127.0.0.1:${sshd.port}`;
    assert.ok(section(text, tags[0]!).includes(`✓ address   ${by}\n`), text);
    assert.match(section(text, tags[0]!), /✓ forge     .*1 tarball/);
    assert.match(section(text, tags[1]!), /✗ host key  .*is unknown/);
    assert.match(section(text, tags[2]!), /✗ login     on the way to .* does not accept nobody-of-that-name with/);
    assert.match(
      section(text, tags[2]!),
      /\n      Add the public key to ~nobody-of-that-name\/\.ssh\/authorized_keys on 127\S+\n/,
    );
    assert.equal(text.split("\n").filter((line) => line.startsWith("restrict,")).length, 1);
  });

  it("tells what ssh_config has that we cannot do", async () => {
    const { text } = await examine(dir, config(["ProxyCommand nc %h %p"]).lines);
    assert.match(
      section(text, `N${tags}`),
      /✗ address   ssh_config sets ProxyCommand .*\n      Change that .*ssh -F \S+ -G N\d+\n/,
    );
  });

  it("looks over the rest where ssh is not installed", () => {
    const { lines } = config([]);
    writeFileSync(join(dir, "site.cnf"), lines.join("\n"));
    const cli = join(import.meta.dirname, "../src/cli.ts");
    const words = ["--import", import.meta.resolve("tsx"), cli, "doctor", "-c", join(dir, "site.cnf")];
    const { stdout, status } = spawnSync(process.execPath, words, { env: { PATH: dir }, cwd: dir, encoding: "utf8" });
    assert.match(
      stdout,
      /✗ programs  missing: ssh .*, ssh-keygen .*, flock .*\n      apt install openssh-client util-linux\n/,
    );
    assert.match(stdout, /✗ nodes     ssh is not installed here\n      For example: apt install openssh-client\n/);
    assert.equal(status, 1);
  });

  it("points at a private key that others can read", async () => {
    chmodSync(sshd.userKey, 0o644);
    const { text } = await examine(dir, config([]).lines);
    chmodSync(sshd.userKey, 0o600);
    assert.ok(
      text.includes(
        `! permissions  ${sshd.userKey} is readable by users other than its owner\n      chmod go= '${sshd.userKey}'\n`,
      ),
    );
  });

  it("of one hub shows that hub, and a line that covers all of the node's hubs", async () => {
    const { tags, lines } = config([]);
    const two = lines.map((line) => line.replace("FORGE = ", `MILL = ${tags[0]!}\nFORGE = `));
    const { text } = await examine(dir, [...two, "[MILL]", "srvnode = mill"], { hubs: ["FORGE"] });
    assert.doesNotMatch(section(text, tags[0]!), /mill/);
    assert.match(text, /\nrestrict,command=".*\/backup\/mill.*\/backup\/forge.*" ssh-ed25519 /);
  });

  it("changes nothing: no database, no folder, no known host, no file at all", async () => {
    const nothing = file("nothing");
    const { lines } = config([], [`UserKnownHostsFile ${nothing}`, "StrictHostKeyChecking accept-new"], ["Port 9"]);
    writeFileSync(join(dir, "site.cnf"), lines.join("\n"));
    const before = everything(dir, sshd.dir).filter((line) => !line.includes("/site.cnf "));
    await examine(dir, lines);
    assert.ok(before.length > 8);
    assert.deepEqual(
      everything(dir, sshd.dir).filter((line) => !line.includes("/site.cnf ")),
      before,
    );
    assert.ok(!readdirSync(dir).includes("out"));
  });
});

/** A port where somebody answers, and says nothing. */
async function silent(context: TestContext): Promise<number> {
  const server = createServer(() => undefined);
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  context.after(() => server.close());
  return (server.address() as AddressInfo).port;
}

describe("the public part of a key", { skip: skipWithout("ssh-keygen", "openssh-client") }, () => {
  const target = (agent?: string) => ({ agent }) as Target;
  const never = new AbortController().signal;

  it("is that of its file, whatever stands beside it", async (context) => {
    const dir = scratch(context);
    newKey(join(dir, "k"));
    const line = readFileSync(join(dir, "k.pub"), "utf8").trim();
    writeFileSync(join(dir, "k.pub"), "ssh-ed25519 AAAAstale\n");
    assert.equal(await publicKey(join(dir, "k"), target(), never), line);
  });

  it("is what stands beside it where it is encrypted, and unknown where nothing does", async (context) => {
    const dir = scratch(context);
    newKey(join(dir, "k"), "secret");
    assert.equal(await publicKey(join(dir, "k"), target(), never), readFileSync(join(dir, "k.pub"), "utf8").trim());
    assert.equal(await publicKey(join(dir, "absent"), target(), never), undefined);
  });

  it("is asked of the agent that holds it", { skip: skipWithout("ssh-agent", "openssh-client") }, async (context) => {
    const dir = scratch(context);
    newKey(join(dir, "k"));
    const agent = spawn("ssh-agent", ["-D", "-a", join(dir, "agent")], { stdio: ["ignore", "pipe", "ignore"] });
    context.after(() => agent.kill());
    await new Promise((done) => agent.stdout.once("data", done));
    const env = { ...process.env, SSH_AUTH_SOCK: join(dir, "agent") };
    execFileSync("ssh-add", ["-q", join(dir, "k")], { env, stdio: "ignore" });
    const line = readFileSync(join(dir, "k.pub"), "utf8").trim();
    assert.equal(await publicKey('the key "test" of the ssh agent', target(join(dir, "agent")), never), line);
  });
});
