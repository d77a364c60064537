// With the line that doctor prints in authorized_keys a collection goes on as before, and nothing else goes at all.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { userInfo } from "node:os";
import { dirname, join } from "node:path";
import { after, before, describe, it } from "node:test";
import ssh2 from "ssh2";
import { remoteCommand } from "../src/collect/command.ts";
import { collectVisits } from "../src/commands/collect.ts";
import { doctor } from "../src/commands/doctor.ts";
import { authorizedKey } from "../src/commands/doctor/authorized-key.ts";
import { chosenHubs, openSite, Stores } from "../src/commands/site.ts";
import { transports } from "../src/commands/transports.ts";
import type { Node } from "../src/model.ts";
import { skipWithout, startSshd, type Sshd } from "./support/sshd.ts";
import { scratch, world } from "./support/world.ts";
import { node } from "./collect/node.ts";

const skip = skipWithout("sshd", "openssh-server") || skipWithout("ssh", "openssh-client");

describe("the line of authorized_keys", () => {
  const COMMAND = String.raw`sh -c 'printf "a\0\\"' </dev/null`;

  it("forbids all but the command, by one word where sshd knows it", () => {
    assert.equal(
      authorizedKey(COMMAND, "ssh-ed25519 AAAA me", "SSH-2.0-OpenSSH_7.2p2"),
      String.raw`restrict,command="sh -c 'printf \"a\0\\\"' </dev/null" ssh-ed25519 AAAA me`,
    );
  });

  it("forbids them one by one where sshd is older, another, or not known", () => {
    const old = 'no-port-forwarding,no-agent-forwarding,no-X11-forwarding,no-pty,command="x" k';
    for (const server of ["SSH-2.0-OpenSSH_4.3", "SSH-2.0-OpenSSH_7.1p2 Debian", "SSH-2.0-dropbear_2022.83", undefined])
      assert.equal(authorizedKey("x", "k", server), old);
    assert.equal(authorizedKey("x", "k", "SSH-2.0-OpenSSH_10.0"), 'restrict,command="x" k');
  });

  it("holds the command that is pinned elsewhere, to the byte, once the one escape that sshd knows is undone", () => {
    const command = remoteCommand(node(['$SCM_FOLD/backup/it\'s "x" \\', "/data"]));
    const line = authorizedKey(command, "KEY", "OpenSSH_9.2");
    const [, inside] = /^restrict,command="((?:\\"|[^"])*)" KEY$/.exec(line)!;
    assert.equal(inside!.replaceAll('\\"', '"'), command);
    assert.ok(line.length < 8192);
  });
});

describe("a locked key", { skip }, () => {
  let sshd: Sshd;
  let dir: string;
  const cleanups: (() => void)[] = [];
  before(async () => {
    sshd = await startSshd(["Subsystem sftp internal-sftp"]);
    dir = scratch({ after: (fn) => cleanups.push(fn as () => void) });
    for (const hub of ["forge", "mill"]) {
      const file = join(sshd.home, "scm/backup", hub, `svn/${hub}/2026/11/23/161023/x.tar.gz`);
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, "12345");
    }
    writeFileSync(join(sshd.home, ".profile"), "echo Welcome; SCM_FOLD=$HOME/scm; export SCM_FOLD\n");
    const lines = ["[ENV]", `sshconfig = ${sshd.sshConfig("SDU")}`, "[HUB]", "FORGE = SDU", "MILL = SDU"];
    writeFileSync(
      join(dir, "site.cnf"),
      [...lines, "[FORGE]", "srvnode = forge", "[MILL]", "srvnode = mill", ""].join("\n"),
    );
  });
  after(async () => {
    await sshd.stop();
    for (const cleanup of cleanups) cleanup();
  });

  const here = () => world(dir, Date.now(), transports, { PATH: process.env.PATH });
  const request = (...hubs: string[]) => ({ configs: ["site.cnf"], hubs });
  const sdu = () => openSite(request(), here()).nodes[0]!;
  const key = () => readFileSync(`${sshd.userKey}.pub`, "utf8").trim();
  const authorize = (line: string) => writeFileSync(join(sshd.dir, "authorized_keys"), `${line}\n`);
  const lockTo = (to: Node, server: string) => authorize(authorizedKey(remoteCommand(to), key(), server));
  const examine = async (detail: (line: string) => void = () => undefined) => {
    const { lines, exitCode } = await doctor(request(), { ...here(), log: { ...here().log, detail } }, false);
    return { text: lines.join("\n"), lines, exitCode };
  };

  /** What is told of FORGE and MILL when these hubs are collected. */
  async function collected(...hubs: string[]): Promise<string[]> {
    rmSync(join(dir, "scm_backup_monitor.db"), { force: true });
    const site = openSite(request(), here());
    const stores = await Stores.open(site, here());
    await collectVisits(site, chosenHubs(site, request(...hubs)), stores, here());
    const histories = await Promise.all(site.hubs.map((hub) => stores.of(hub).history(hub.hub, "SDU", Date.now())));
    await stores.close();
    return histories.map(({ items, collections }) => {
      const last = collections.at(-1);
      return last === undefined ? "not asked" : [last.reason, ...items.map(({ item }) => item)].join(" ").trim();
    });
  }

  async function connected<T>(work: (client: InstanceType<typeof ssh2.Client>) => Promise<T>): Promise<T> {
    const client = new ssh2.Client();
    try {
      await new Promise<void>((done, failed) => {
        client.once("ready", done).once("error", failed);
        const agent = "/nonexistent"; // to be forwarded, not asked: the key comes first
        const login = { username: userInfo().username, privateKey: readFileSync(sshd.userKey), agent };
        client.connect({ host: "127.0.0.1", port: sshd.port, ...login });
      });
      client.on("error", () => undefined);
      return await work(client);
    } finally {
      client.destroy();
    }
  }

  type Ask = (client: InstanceType<typeof ssh2.Client>, done: (error?: Error) => void) => void;
  /** "granted", or what the server, or our side, says. */
  const asked = (ask: Ask) =>
    connected((client) => {
      const answer = new Promise<string>((done) => ask(client, (error) => done(error ? "refused" : "granted")));
      return Promise.race([answer, new Promise<string>((done) => client.once("close", () => done("refused")))]);
    });
  const WISHES: Record<string, Ask> = {
    "a terminal": (client, done) => client.exec("id", { pty: true }, done),
    "agent forwarding": (client, done) => client.exec("id", { agentForward: true } as object, done),
    "forwarding to a port": (client, done) => client.forwardOut("127.0.0.1", 0, "127.0.0.1", sshd.port, done),
    "forwarding from a port": (client, done) => client.forwardIn("127.0.0.1", 0, done),
    "forwarding to a socket": (client, done) =>
      client.openssh_forwardInStreamLocal(join(dir, "socket"), (error) => done(error ?? undefined)),
    sftp: (client, done) => client.sftp(done),
  };

  const wishes = async () => {
    const answers: Record<string, string> = {};
    for (const [wish, ask] of Object.entries(WISHES)) answers[wish] = await asked(ask);
    return answers;
  };
  const all = (answer: string) => Object.fromEntries(Object.keys(WISHES).map((wish) => [wish, answer]));

  it("is no locked key before: all of this is granted", async () => {
    authorize(key());
    // A terminal has to be given to the user, and only root's sshd can.
    const terminal = process.getuid?.() === 0 ? "granted" : "refused";
    assert.deepEqual(await wishes(), { ...all("granted"), "a terminal": terminal });
  });

  for (const server of ["SSH-2.0-OpenSSH_9.2p1", "SSH-2.0-OpenSSH_4.3"]) {
    describe(`by the line for ${server}`, () => {
      before(() => lockTo(sdu(), server));

      it("collects as before", async () => {
        assert.deepEqual(await collected(), ["svn/forge", "svn/mill"]);
      });

      it("refuses terminals, sftp and every forwarding", async () => assert.deepEqual(await wishes(), all("refused")));

      it("answers every command, and a wish for a shell, with the list and nothing else", () => {
        for (const words of [["id"], [], ["sh", "-c", "id"], ["scp", "-f", "/etc/passwd"]]) {
          const stdout = execFileSync("ssh", ["-F", join(sshd.dir, "ssh_config"), "-T", "SDU", ...words], {
            input: "id\n",
            stdio: ["pipe", "pipe", "ignore"],
          }).toString("latin1");
          assert.match(stdout, /^Welcome\n\0scm-backup-monitor 1\0.*\0end \d+\0$/s);
          assert.doesNotMatch(stdout, /uid=|root:/);
        }
      });

      it("is what doctor finds, which then prints the line only with -v", async () => {
        const details: string[] = [];
        const { text, exitCode } = await examine((line) => details.push(line));
        assert.match(text, /✓ key       locked to our command\n/);
        assert.doesNotMatch(text, /command="/);
        assert.ok(
          details.some((line) => line.endsWith(`command="${remoteCommand(sdu()).replaceAll('"', '\\"')}" ${key()}`)),
        );
        assert.equal(exitCode, 0);
      });
    });
  }

  it("by the very line that doctor prints collects", async () => {
    authorize(key());
    const { lines } = await examine();
    authorize(lines.find((line) => line.startsWith("restrict,"))!);
    assert.deepEqual(await collected(), ["svn/forge", "svn/mill"]);
    assert.match((await examine()).text, /✓ key       locked to our command\n/);
  });

  it("collects for one hub too, since every visit asks for all of them", async () => {
    lockTo(sdu(), "OpenSSH_9.2");
    assert.deepEqual(await collected("MILL"), ["not asked", "svn/mill"]);
  });

  it("that runs an older edition still collects, and doctor says that its line must be renewed", async () => {
    lockTo({ ...sdu(), shell: ["/bin/sh", "-l", "-c"] }, "OpenSSH_9.2");
    assert.deepEqual(await collected(), ["svn/forge", "svn/mill"]);
    const { text, exitCode } = await examine();
    assert.match(text, /✗ key       locked to an outdated command\n      Replace its line on SDU with the one below\n/);
    assert.match(text, /✓ forge     .*1 tarball/);
    assert.match(text, /\nrestrict,command=".*" ssh-ed25519 /);
    assert.equal(exitCode, 1);
  });

  it("that asks for other roots is not believed: a hub would be given another hub's backups", async () => {
    const [forge, mill] = sdu().roots;
    lockTo({ ...sdu(), roots: [mill!, forge!] }, "OpenSSH_9.2");
    const reason = "the key is locked to a command for other roots or patterns; doctor prints the new line";
    assert.deepEqual(await collected(), [reason, reason]);
    const { text, exitCode } = await examine();
    assert.match(text, /✗ key       locked to an outdated command\n.*\n(.*\n){2}  – the rest  not checked\n/);
    assert.equal(exitCode, 1);
  });
});
