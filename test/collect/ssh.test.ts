import assert from "node:assert/strict";
import { execFileSync, spawn } from "node:child_process";
import { chmodSync, copyFileSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type AddressInfo, type Server, type Socket } from "node:net";
import { userInfo } from "node:os";
import { dirname, join } from "node:path";
import { after, before, describe, it, type TestContext } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import type { Connection, ServerChannel } from "ssh2";
import ssh2 from "ssh2";
import { collect } from "../../src/collect/collect.ts";
import { sshTransport } from "../../src/collect/ssh/ssh.ts";
import type { Answer, Node, SshOptions } from "../../src/model.ts";
import { MIB } from "../../src/units.ts";
import { site } from "../support/histories.ts";
import { freePort, newKey, publicKey, skipWithout, startSshd, type Sshd } from "../support/sshd.ts";
import { scratch } from "../support/world.ts";
import { node } from "./node.ts";

const NOW = Date.UTC(2012, 10, 14, 16);
const ME = userInfo().username;
const skip = skipWithout("sshd", "openssh-server") || skipWithout("ssh", "openssh-client");

let sshd: Sshd;
if (!skip) {
  before(async () => void (sshd = await startSshd()));
  after(() => sshd.stop());
}

let tags = 0;

/** A tag that means our sshd; `lines` of ssh_config win over the usual ones. */
function tagged(lines: string[] = []): { tag: string; config: string } {
  const tag = `n${++tags}`;
  return { tag, config: sshd.sshConfig(tag, lines) };
}

const LIMITS = { connectMs: 5000, loginMs: 20_000, nodeMs: 30_000, outputBytes: 8 * MIB, records: 20_000 };

interface Ask {
  command?: string;
  lines?: string[];
  ssh?: Partial<SshOptions>;
  env?: NodeJS.ProcessEnv;
  more?: Partial<Node>;
  signal?: AbortSignal;
}

function ask({ command = "echo hello", lines = [], ssh = {}, env = {}, more = {}, signal }: Ask): Promise<Answer> {
  const { tag, config } = tagged(lines);
  const transport = sshTransport({ config, ...LIMITS, ...ssh }, env);
  return transport(node([], { node: tag, ...more }), command, signal ?? new AbortController().signal);
}

/** What sshd was asked about keys. */
function authentications(): string[] {
  return sshd
    .log()
    .split("\n")
    .filter((line) => /publickey|Accepted|Failed|Invalid user/.test(line));
}

describe("a node with an OpenSSH server", { skip }, () => {
  it("is collected, with $SCM_FOLD from a profile that prints", async () => {
    writeFileSync(join(sshd.home, ".bash_profile"), `echo Welcome; export SCM_FOLD=${sshd.home}/scm\n`);
    writeFileSync(join(sshd.home, ".profile"), `echo Welcome; SCM_FOLD=${sshd.home}/scm; export SCM_FOLD\n`);
    const tarball = join(sshd.home, "scm/backup/dayabay/svn/dybsvn/2012/11/13/161023/dybsvn-1.tar.gz");
    mkdirSync(dirname(tarball), { recursive: true });
    writeFileSync(tarball, "12345");
    const { tag, config } = tagged();
    const transport = sshTransport({ config, ...LIMITS }, {});
    const nodes = [node(["$SCM_FOLD/backup/dayabay", "$SCM_NONE/backup/dayabay"], { node: tag })];
    const options = { signal: new AbortController().signal, onVisit: () => undefined };
    const [visit] = await collect(site([]), nodes, NOW, { ssh: transport, local: transport }, options);
    const [found, absent] = [visit!.results[0]!, visit!.results[1]!];
    assert.equal(found.reason, "");
    assert.deepEqual(
      found.tarballs.map(({ path, item, stamp, bytes }) => [path, item, stamp, bytes]),
      [[tarball, "svn/dybsvn", "2012-11-13T16:10:23", 5]],
    );
    assert.equal(found.root, join(sshd.home, "scm/backup/dayabay"));
    assert.equal(absent.reason, "there is no directory /backup/dayabay: $SCM_NONE is not set in a login shell there");
  });

  it("that is unknown is not even asked", async () => {
    const connections = () => sshd.log().split("Connection from").length;
    const before = connections();
    const file = join(sshd.dir, "nothing_known");
    writeFileSync(file, "");
    const { outcome, reason } = await ask({ lines: [`UserKnownHostsFile ${file}`] });
    assert.equal(outcome, "hostkey");
    assert.equal(reason, `the host key of 127.0.0.1:${sshd.port} is unknown; verify it and add it to ${file}`);
    await sleep(100);
    assert.equal(connections(), before);
  });

  it("whose host key changed sees no attempt to log in", async () => {
    const before = authentications().length;
    const file = join(sshd.dir, "changed_known");
    writeFileSync(file, `[127.0.0.1]:${sshd.port} ${publicKey(`${sshd.strangeKey}.pub`)}\n`);
    const { outcome, reason } = await ask({ lines: [`UserKnownHostsFile ${file}`] });
    assert.equal(outcome, "hostkey");
    assert.match(reason, /is not the one in .*changed_known:1; it has changed, or this is an attack$/);
    await sleep(100);
    assert.equal(authentications().length, before);
  });

  it("that has no host key of a kind on file is refused", async (context) => {
    const folder = scratch(context);
    execFileSync("ssh-keygen", ["-q", "-t", "ecdsa", "-N", "", "-f", join(folder, "k")]);
    writeFileSync(join(folder, "known"), `[127.0.0.1]:${sshd.port} ${publicKey(join(folder, "k.pub"))}\n`);
    const { outcome, reason } = await ask({ lines: [`UserKnownHostsFile ${folder}/known`] });
    assert.equal(outcome, "hostkey");
    assert.match(reason, /is of another type \(ssh-ed25519\) than the one in/);
  });

  it("that accepts none of our keys is told with the keys that were tried", async () => {
    const { outcome, reason } = await ask({
      lines: [`IdentityFile ${sshd.strangeKey}`],
      more: { keyFiles: [sshd.strangeKey] },
    });
    assert.equal(outcome, "login");
    assert.equal(reason, `127.0.0.1:${sshd.port} does not accept ${ME} with ${sshd.strangeKey}; there is no ssh agent`);
  });

  it("is entered with a key of the agent, also where its file is encrypted", async (context) => {
    const folder = scratch(context);
    const socket = startAgent(context, folder);
    execFileSync("ssh-add", ["-q", sshd.userKey], { env: { ...process.env, SSH_AUTH_SOCK: socket }, stdio: "ignore" });
    copyFileSync(sshd.userKey, join(folder, "locked"));
    copyFileSync(`${sshd.userKey}.pub`, join(folder, "locked.pub"));
    execFileSync("ssh-keygen", ["-q", "-p", "-P", "", "-N", "secret", "-f", join(folder, "locked")]);
    const lines = ["IdentityAgent SSH_AUTH_SOCK", "IdentitiesOnly yes"];
    const more = { keyFiles: [join(folder, "locked")] };
    const env = { SSH_AUTH_SOCK: socket };
    const entered = await ask({ lines, env, more });
    assert.deepEqual([entered.stdout.toString(), entered.login], ["hello\n", `${folder}/locked of the ssh agent`]);
    assert.equal((await ask({ lines: [lines[0]!], env })).login, `${sshd.userKey} of the ssh agent`);
    // IdentitiesOnly: the agent's key is not for a node that names another.
    const other = await ask({ lines, env, more: { keyFiles: [sshd.strangeKey] } });
    assert.equal(other.reason, `127.0.0.1:${sshd.port} does not accept ${ME} with ${sshd.strangeKey}`);
    const reason = `there is no key to log in as ${ME} to 127.0.0.1:${sshd.port}; `;
    const locked = `${folder}/locked is encrypted and the ssh agent does not hold it`;
    assert.equal((await ask({ more })).reason, `${reason}there is no ssh agent; ${locked}`);
    const dead = { SSH_AUTH_SOCK: join(folder, "dead") };
    const running = await ask({ lines, env: dead, more });
    assert.equal(running.reason, `${reason}the ssh agent is not running (a reboot ends it); ${locked}`);
    execFileSync("ssh-add", ["-q", "-D"], { env: { ...process.env, SSH_AUTH_SOCK: socket }, stdio: "ignore" });
    assert.equal(
      (await ask({ lines, env, more })).reason,
      `${reason}the ssh agent holds no key (a reboot empties it); ${locked}`,
    );
  });

  it("is not entered with a key that others may read, as ssh does not", async (context) => {
    const key = join(scratch(context), "open");
    copyFileSync(sshd.userKey, key);
    chmodSync(key, 0o644);
    const { outcome, reason } = await ask({ more: { keyFiles: [key] } });
    assert.equal(outcome, "login");
    assert.match(reason, /open can be read by others, so it is not used\. Run: chmod 600 /);
  });

  it("tells which key got us in", async () => {
    const { login } = await ask({ more: { keyFiles: [sshd.strangeKey, sshd.userKey] } });
    assert.equal(login, sshd.userKey);
  });

  it("is not entered with a certificate, and that is said", async (context) => {
    const key = join(scratch(context), "key");
    copyFileSync(sshd.strangeKey, key);
    writeFileSync(`${key}-cert.pub`, "");
    const { reason } = await ask({ more: { keyFiles: [key] } });
    assert.match(reason, new RegExp(`; ${key}-cert.pub is a certificate, and certificates are not supported$`));
  });

  it("that is new is recorded where ssh_config says accept-new, before we log in, and that is said", async (context) => {
    const file = join(scratch(context), "known");
    const lines = ["StrictHostKeyChecking accept-new", `UserKnownHostsFile ${file}`];
    const first = await ask({ lines, more: { keyFiles: [sshd.strangeKey] } });
    assert.equal(first.outcome, "login");
    const note = `the host key of 127.0.0.1:${sshd.port} was unknown; it has been added to ${file}`;
    assert.deepEqual(first.notes, [note]);
    assert.equal(readFileSync(file, "utf8"), `[127.0.0.1]:${sshd.port} ${sshd.hostKey}\n`);
    const second = await ask({ lines });
    assert.deepEqual([second.outcome, second.notes], ["ok", undefined]);
    rmSync(file);
    const { tag, config } = tagged(lines);
    const transport = sshTransport({ config, ...LIMITS }, {});
    const options = { signal: new AbortController().signal, onVisit: () => undefined };
    const transports = { ssh: transport, local: transport };
    const [visit] = await collect(site([]), [node(["/nowhere"], { node: tag })], NOW, transports, options);
    assert.deepEqual(visit!.notes, [note]);
    writeFileSync(file, `[127.0.0.1]:${sshd.port} ${publicKey(`${sshd.strangeKey}.pub`)}\n`);
    assert.equal((await ask({ lines })).outcome, "hostkey");
  });

  it("that is new is refused with StrictHostKeyChecking no, which is not honoured", async (context) => {
    const file = join(scratch(context), "known");
    const { outcome } = await ask({ lines: ["StrictHostKeyChecking no", `UserKnownHostsFile ${file}`] });
    assert.deepEqual([outcome, existsSync(file)], ["hostkey", false]);
  });

  it("is not waited for longer than an agent that says nothing", async (context) => {
    const folder = scratch(context);
    const silent = createServer();
    await new Promise<void>((done) => silent.listen(join(folder, "agent"), done));
    context.after(() => silent.close());
    const lines = ["IdentityAgent SSH_AUTH_SOCK"];
    const answer = await ask({ lines, env: { SSH_AUTH_SOCK: join(folder, "agent") }, ssh: { loginMs: 300 } });
    assert.deepEqual([answer.outcome, answer.reason], ["login", "the ssh agent does not answer"]);
  });

  it("has failed when the command ends badly, with its first complaint", async () => {
    const ended = await ask({ command: "echo half; echo 'no such thing' >&2; exit 3" });
    assert.deepEqual([ended.outcome, ended.stdout.length], ["failed", 0]);
    assert.equal(ended.reason, "the command exited with status 3: no such thing");
    const killed = await ask({ command: "echo half; kill -TERM $$" });
    assert.equal(killed.reason, "the command was killed by SIGTERM");
  });

  it("has failed when the connection is cut, however much was printed", async () => {
    const { outcome, reason, stdout } = await ask({ command: "echo half; sleep 0.2; kill -9 $PPID; sleep 1" });
    assert.deepEqual([outcome, stdout.length], ["failed", 0]);
    assert.match(reason, /^the connection was lost/);
  });

  it("ends at its deadline", async () => {
    const started = performance.now();
    const { outcome, reason } = await ask({ command: "while sleep 0.1; do echo; done", ssh: { nodeMs: 2000 } });
    assert.equal(outcome, "timeout");
    assert.match(reason, /^not finished within 2 s/);
    assert.ok(performance.now() - started < 4000);
  });

  it("ends at once when interrupted", async () => {
    const stop = new AbortController();
    const answer = ask({ command: "sleep 60", signal: stop.signal });
    await sleep(500);
    const started = performance.now();
    stop.abort();
    const { outcome, reason } = await answer;
    assert.deepEqual([outcome, reason], ["failed", "interrupted"]);
    assert.ok(performance.now() - started < 500);
  });

  it("may not print without end, but complain as much as it likes", async () => {
    const flood = await ask({ command: "cat /dev/zero" });
    assert.equal(flood.outcome, "failed");
    assert.match(flood.reason, /^the command printed more than 8/);
    const noisy = await ask({ command: "head -c 20000000 /dev/zero >&2; head -c 3000000 /dev/zero" });
    assert.deepEqual([noisy.outcome, noisy.stdout.length], ["ok", 3_000_000]);
  });

  it("leaves nothing open, so that the program can end", async () => {
    const open = () => process.getActiveResourcesInfo().filter((name) => /TCPSocket|Timeout|Pipe/.test(name)).length;
    await sleep(1200); // the grace of those before
    const before = open();
    await Promise.all([ask({}), ask({ command: "exit 1" }), ask({ command: "sleep 9", ssh: { nodeMs: 1500 } })]);
    await sleep(1200);
    assert.ok(open() <= before, process.getActiveResourcesInfo().join(" "));
  });
});

describe("a node behind other servers", { skip }, () => {
  let gate: Sshd;
  before(async () => void (gate = await startSshd()));
  after(() => gate.stop());

  /** What comes of a node of our sshd behind the gate; `lines` of ssh_config win over the gate's usual ones. */
  async function behind(lines: string[] = [], more: string[] = []): Promise<Answer> {
    const tag = `gate${++tags}`;
    const config = readFileSync(gate.sshConfig(tag, lines), "utf8");
    writeFileSync(sshd.sshConfig("unused"), config, { flag: "a" });
    return ask({ lines: [`ProxyJump ${tag}`, ...more], ssh: { connectMs: 2000 } });
  }

  const logins = () => gate.log().split("Accepted publickey").length - 1;

  it("is reached through them, each known by its own name and entered with its own key", async () => {
    const before = logins();
    const { outcome, reason, stdout, login } = await behind();
    assert.deepEqual([outcome, reason, stdout.toString(), login], ["ok", "", "hello\n", sshd.userKey]);
    assert.equal(logins(), before + 1);
  });

  it("is not reached through a gate whose own key is not on file, however well the node's is known", async () => {
    const before = gate.log().split("publickey").length;
    const unknown = await behind([`UserKnownHostsFile ${sshd.knownHosts}`]);
    assert.equal(unknown.outcome, "hostkey");
    const where = `on the way to 127.0.0.1:${sshd.port}: `;
    assert.match(unknown.reason, new RegExp(`^${where}the host key of 127.0.0.1:${gate.port} is unknown`));
    const alias = await behind([`HostKeyAlias [127.0.0.1]:${sshd.port}`, `UserKnownHostsFile ${sshd.knownHosts}`]);
    assert.match(alias.reason, new RegExp(`^${where}the host key of 127.0.0.1:${gate.port} is not the one in`));
    await sleep(100);
    assert.equal(gate.log().split("publickey").length, before);
  });

  it("is told from its gate when something is wrong", async () => {
    const port = await freePort();
    const known = join(sshd.dir, `known_${port}`);
    writeFileSync(known, readFileSync(sshd.knownHosts, "utf8").replace(/:\d+/, `:${port}`));
    const closed = await behind([], [`Port ${port}`, `UserKnownHostsFile ${known}`]);
    assert.equal(closed.outcome, "unreachable");
    const through = `^through 127.0.0.1:${gate.port}: `;
    assert.match(closed.reason, new RegExp(`${through}no connection to 127.0.0.1:${port}: .*Connection refused$`));
    const strange = await behind([], [`IdentityFile ${sshd.strangeKey}`, "IdentitiesOnly yes"]);
    assert.equal(strange.outcome, "ok"); // the usual IdentityFile comes after
    const locked = await behind([`IdentityFile ${gate.strangeKey}`, "IdentitiesOnly yes", "User nobody"]);
    assert.equal(locked.outcome, "login");
    assert.match(
      locked.reason,
      new RegExp(`^on the way to 127.0.0.1:${sshd.port}: 127.0.0.1:${gate.port} does not accept nobody with`),
    );
    const other = join(sshd.dir, "other_known");
    writeFileSync(other, `[127.0.0.1]:${sshd.port} ${gate.hostKey}\n`);
    const changed = await behind([], [`UserKnownHostsFile ${other}`]);
    assert.match(changed.reason, new RegExp(`${through}the host key of 127.0.0.1:${sshd.port} is not the one in`));
  });

  it("meets its deadline when it is silent behind the gate", async (context) => {
    const port = await listen(context, () => undefined);
    const known = join(sshd.dir, `known_${port}`);
    writeFileSync(known, readFileSync(sshd.knownHosts, "utf8").replace(/:\d+/, `:${port}`));
    const { outcome, reason } = await behind([], [`Port ${port}`, `UserKnownHostsFile ${known}`]);
    assert.equal(outcome, "unreachable");
    assert.match(reason, new RegExp(`^through 127.0.0.1:${gate.port}: no answer from 127.0.0.1:${port} within 2 s$`));
  });
});

describe("somebody in between", { skip }, () => {
  it("sees no attempt to log in, in a hundred visits", async (context) => {
    const folder = scratch(context);
    newKey(join(folder, "host"));
    newKey(join(folder, "true"));
    let connections = 0;
    const seen: string[] = [];
    const options = { hostKeys: [readFileSync(join(folder, "host"))] };
    const server = new ssh2.Server(options, (client) => {
      connections++;
      client.on("error", () => undefined);
      for (const what of ["authentication", "ready", "session", "handshake"] as const)
        client.on(what as "ready", () => seen.push(what));
    });
    await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
    context.after(() => server.close());
    const { port } = server.address() as AddressInfo;
    writeFileSync(join(folder, "known"), `[127.0.0.1]:${port} ${publicKey(join(folder, "true.pub"))}\n`);
    const lines = (strict: string) => [
      ...[`Port ${port}`, `UserKnownHostsFile ${folder}/known`, `StrictHostKeyChecking ${strict}`],
    ];
    for (const strict of ["yes", "ask", "accept-new", "no"]) {
      const { tag, config } = tagged(lines(strict));
      const transport = sshTransport({ config, ...LIMITS }, {});
      for (let i = 0; i < 25; i++) {
        const { outcome } = await transport(node([], { node: tag }), "echo", new AbortController().signal);
        assert.equal(outcome, "hostkey");
      }
    }
    assert.equal(connections, 100);
    assert.deepEqual(seen, []);
  });
});

describe("a server of long ago", { skip }, () => {
  /** Of OpenSSH 4.3, as far as ssh2 has them. */
  const ALGORITHMS = {
    kex: ["diffie-hellman-group-exchange-sha1", "diffie-hellman-group14-sha1", "diffie-hellman-group1-sha1"],
    serverHostKey: ["ssh-rsa"],
    cipher: ["aes128-cbc", "3des-cbc", "aes192-cbc", "aes256-cbc", "aes128-ctr", "aes192-ctr", "aes256-ctr"],
    hmac: ["hmac-md5", "hmac-sha1", "hmac-sha1-96"],
    compress: ["none"],
  } as const;

  it("is collected where its section has kex, and only there are old key exchanges offered", async (context) => {
    const folder = scratch(context);
    newKey(join(folder, "host"), "", "rsa");
    newKey(join(folder, "user"), "", "rsa");
    const offered: string[] = [];
    const server = new ssh2.Server(
      {
        hostKeys: [readFileSync(join(folder, "host"))],
        algorithms: structuredClone(ALGORITHMS) as unknown as ssh2.Algorithms,
        ident: "OpenSSH_4.3",
        debug: (line) => line.includes("(remote) KEX method") && offered.push(line),
      },
      (client) => {
        client.on("error", () => undefined);
        client.on("authentication", (login) => {
          if (login.method === "publickey" && login.key.algo === "ssh-rsa") login.accept();
          else login.reject(["publickey"]);
        });
        client.on("session", (accept) =>
          accept().on("exec", (acceptExec) => {
            const channel = acceptExec();
            channel.write("of long ago");
            channel.exit(0);
            channel.end();
          }),
        );
      },
    );
    await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
    context.after(() => server.close());
    const { port } = server.address() as AddressInfo;
    writeFileSync(join(folder, "known"), `[127.0.0.1]:${port} ${publicKey(join(folder, "host.pub"))}\n`);
    const lines = [`Port ${port}`, `UserKnownHostsFile ${folder}/known`];
    const [old, other] = [tagged(lines), tagged(lines)];
    const transport = sshTransport({ config: old.config, ...LIMITS }, {});
    const visit = (tag: string, kex?: string) => {
      const asked = node([], { node: tag, kex, keyFiles: [join(folder, "user")] });
      return transport(asked, "echo", new AbortController().signal);
    };
    const collected = await visit(old.tag, "+diffie-hellman-group14-sha1");
    assert.deepEqual([collected.reason, collected.stdout.toString()], ["", "of long ago"]);
    assert.match(offered.join(""), /group14-sha1/);
    offered.length = 0;
    const refused = await visit(other.tag);
    assert.equal(refused.outcome, "unreachable");
    assert.match(refused.reason, /offers none of the key exchanges that are safe today; kex = /);
    assert.match(offered.join(""), /curve25519/);
    assert.doesNotMatch(offered.join(""), /sha1\b/);
  });
});

describe("a node whose server is not what it should be", { skip }, () => {
  /** What comes of a command that this server answers. */
  async function against(
    context: TestContext,
    act: (channel: ServerChannel) => void,
    letIn: (client: Connection) => void = () => undefined,
  ): Promise<Answer> {
    const folder = scratch(context);
    newKey(join(folder, "host"));
    const server = new ssh2.Server({ hostKeys: [readFileSync(join(folder, "host"))] }, (client) => {
      client.on("error", () => undefined);
      client.on("authentication", (login) => {
        const { _sock: socket } = client as unknown as { _sock: Socket };
        socket.cork(); // one segment
        login.accept();
        if (login.method === "publickey" && login.signature) letIn(client);
        socket.uncork();
      });
      client.on("session", (accept) => accept().on("exec", (acceptExec) => act(acceptExec())));
    });
    await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
    context.after(() => server.close());
    const { port } = server.address() as AddressInfo;
    writeFileSync(join(folder, "known"), `[127.0.0.1]:${port} ${publicKey(join(folder, "host.pub"))}\n`);
    return ask({ lines: [`Port ${port}`, `UserKnownHostsFile ${folder}/known`], ssh: { nodeMs: 1500 } });
  }

  it("has failed when it closes the channel without an exit status", async (context) => {
    const { outcome, stdout } = await against(context, (channel) => void channel.end("all of it"));
    assert.deepEqual([outcome, stdout.length], ["failed", 0]);
  });

  it("is left after an exit status, however long it lingers", async (context) => {
    const answer = await against(context, (channel) => {
      channel.write("all of it");
      channel.exit(0);
      channel.end();
    });
    assert.deepEqual([answer.outcome, answer.stdout.toString()], ["ok", "all of it"]);
  });

  it("has failed when it lets us in and hangs up in one breath", async (context) => {
    const { outcome, reason } = await against(
      context,
      () => undefined,
      (client) => client.end(),
    );
    assert.deepEqual([outcome, reason], ["failed", "the command could not be run: Not connected"]);
  });

  it("meets the deadline when it never closes", async (context) => {
    const { outcome } = await against(context, (channel) => {
      channel.exit(0);
    });
    assert.equal(outcome, "timeout");
  });
});

describe("a node without an ssh server", { skip }, () => {
  async function reason(port: number, ssh: Partial<SshOptions> = {}): Promise<[string, string, number]> {
    const file = join(sshd.dir, `known_${port}`);
    writeFileSync(file, readFileSync(sshd.knownHosts, "utf8").replace(/:\d+/, `:${port}`));
    const started = performance.now();
    const answer = await ask({
      lines: [`Port ${port}`, `UserKnownHostsFile ${file}`],
      ssh: { connectMs: 400, loginMs: 700, ...ssh },
    });
    return [answer.outcome, answer.reason, performance.now() - started];
  }

  it("refuses the connection", async () => {
    const port = await freePort();
    assert.deepEqual((await reason(port)).slice(0, 2), ["unreachable", `127.0.0.1:${port} refused the connection`]);
  });

  it("has a name that does not resolve", async () => {
    const file = join(sshd.dir, "known_name");
    writeFileSync(file, readFileSync(sshd.knownHosts, "utf8").replace(/^\S+/, "nowhere.invalid"));
    const { outcome, reason: said } = await ask({
      lines: ["HostName nowhere.invalid", "Port 22", `UserKnownHostsFile ${file}`],
      ssh: { connectMs: 20_000 },
    });
    assert.equal(outcome, "unreachable");
    assert.match(said, /^no (such host|name server answered for) nowhere.invalid \(the HostName of n\d+ in /);
  });

  const PITS: [what: string, outcome: string, said: RegExp, act: (socket: Socket) => void][] = [
    ["says nothing", "unreachable", /^no answer from 127.0.0.1:\d+ within 0.4 s$/, () => undefined],
    ["hangs up at once", "unreachable", /closed the connection before it sent anything$/, (socket) => socket.end()],
    [
      "speaks HTTP",
      "unreachable",
      /does not speak ssh, it says "HTTP.1.1 400 Bad Request"$/,
      (socket) => socket.end("HTTP/1.1 400 Bad Request\r\n\r\n"),
    ],
    [
      "greets and hangs up",
      "unreachable",
      /closed the connection during the login/,
      (socket) => socket.end("SSH-2.0-x\r\n"),
    ],
    [
      "greets and says no more",
      "timeout",
      /^login to 127.0.0.1:\d+ not finished within 0.7 s$/,
      (socket) => socket.write("SSH-2.0-x\r\n"),
    ],
    [
      "drips a banner for ever",
      "timeout",
      /not finished within 0.7 s$/,
      (socket) => {
        const drip = setInterval(() => socket.write("Welcome\r\n"), 50);
        socket.on("close", () => clearInterval(drip));
      },
    ],
    [
      "sends rubbish for a handshake",
      "unreachable",
      /closed the connection during the login/,
      (socket) => socket.write(`SSH-2.0-x\r\n${"\xff".repeat(999)}`),
    ],
  ];
  for (const [what, outcome, said, act] of PITS) {
    it(`${what}: ${outcome}, within the deadline`, async (context) => {
      const port = await listen(context, act);
      const [is, why, ms] = await reason(port);
      assert.equal(is, outcome);
      assert.match(why, said);
      assert.ok(ms < 3000, `${ms} ms`);
    });
  }
});

/** A server that does this to whoever connects. */
async function listen(context: TestContext, act: (socket: Socket) => void): Promise<number> {
  const sockets = new Set<Socket>();
  const server: Server = createServer((socket) => {
    sockets.add(socket.on("error", () => undefined));
    act(socket);
  });
  context.after(() => {
    server.close();
    for (const socket of sockets) socket.destroy();
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  return (server.address() as AddressInfo).port;
}

/** An ssh-agent without keys; its socket. */
function startAgent(context: TestContext, folder: string): string {
  const socket = join(folder, "agent");
  const child = spawn("ssh-agent", ["-D", "-a", socket], { stdio: ["ignore", "pipe", "ignore"] });
  context.after(() => child.kill());
  newKey(join(folder, "unused")); // meanwhile it starts
  return socket;
}
