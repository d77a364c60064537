import assert from "node:assert/strict";
import { execFileSync, spawn } from "node:child_process";
import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { createServer, type AddressInfo, type Server, type Socket } from "node:net";
import { userInfo } from "node:os";
import { dirname, join } from "node:path";
import { after, before, describe, it, type TestContext } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import type { Connection, ServerChannel } from "ssh2";
import ssh2 from "ssh2";
import { collect } from "../../src/collect/collect.ts";
import { sshTransport } from "../../src/collect/ssh.ts";
import type { Answer, Node, SshOptions } from "../../src/model.ts";
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
  const transport = sshTransport({ config, connectMs: 5000, loginMs: 20_000, nodeMs: 30_000, ...ssh }, env);
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
    const transport = sshTransport({ config, connectMs: 5000, loginMs: 20_000, nodeMs: 30_000 }, {});
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
    assert.equal(reason, `the host key of 127.0.0.1:${sshd.port} is not on file; compare it and add it to ${file}`);
    await sleep(100);
    assert.equal(connections(), before);
  });

  it("whose host key changed sees no attempt to log in", async () => {
    const before = authentications().length;
    const file = join(sshd.dir, "changed_known");
    writeFileSync(file, `[127.0.0.1]:${sshd.port} ${publicKey(`${sshd.strangeKey}.pub`)}\n`);
    const { outcome, reason } = await ask({ lines: [`UserKnownHostsFile ${file}`] });
    assert.equal(outcome, "hostkey");
    assert.match(reason, /is not the one on file in .*changed_known:1; it changed, or somebody stands in between$/);
    await sleep(100);
    assert.equal(authentications().length, before);
  });

  it("that has no host key of a type on file is refused", async (context) => {
    const folder = scratch(context);
    execFileSync("ssh-keygen", ["-q", "-t", "ecdsa", "-N", "", "-f", join(folder, "k")]);
    writeFileSync(join(folder, "known"), `[127.0.0.1]:${sshd.port} ${publicKey(join(folder, "k.pub"))}\n`);
    const { outcome, reason } = await ask({ lines: [`UserKnownHostsFile ${folder}/known`] });
    assert.equal(outcome, "hostkey");
    assert.match(reason, /has no host key of a kind that is on file/);
  });

  it("that accepts none of our keys is told with the keys that were tried", async () => {
    const { outcome, reason } = await ask({
      lines: [`IdentityFile ${sshd.strangeKey}`],
      more: { keyFiles: [sshd.strangeKey] },
    });
    assert.equal(outcome, "login");
    assert.equal(reason, `127.0.0.1:${sshd.port} does not let ${ME} in with ${sshd.strangeKey}; there is no ssh agent`);
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
    assert.equal((await ask({ lines, env, more })).stdout.toString(), "hello\n");
    // IdentitiesOnly: the agent's key is not for a node that names another.
    const other = await ask({ lines, env, more: { keyFiles: [sshd.strangeKey] } });
    assert.equal(other.reason, `127.0.0.1:${sshd.port} does not let ${ME} in with ${sshd.strangeKey}`);
    const reason = `there is no key to log in as ${ME} at 127.0.0.1:${sshd.port}; `;
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
    assert.equal(ended.reason, "the command ended with status 3: no such thing");
    const killed = await ask({ command: "echo half; kill -TERM $$" });
    assert.equal(killed.reason, "the command was ended by SIGTERM");
  });

  it("has failed when the connection is cut, however much was printed", async () => {
    const { outcome, reason, stdout } = await ask({ command: "echo half; sleep 0.2; kill -9 $PPID; sleep 1" });
    assert.deepEqual([outcome, stdout.length], ["failed", 0]);
    assert.match(reason, /^the connection was cut/);
  });

  it("ends at its deadline", async () => {
    const started = performance.now();
    const { outcome, reason } = await ask({ command: "while sleep 0.1; do echo; done", ssh: { nodeMs: 2000 } });
    assert.deepEqual([outcome, reason], ["timeout", "not done within 2 s"]);
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
    assert.deepEqual([flood.outcome, flood.reason], ["failed", "the command printed more than 8 MiB"]);
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
    assert.match(said, /^the name nowhere.invalid does not resolve/);
  });

  const PITS: [what: string, outcome: string, said: RegExp, act: (socket: Socket) => void][] = [
    ["says nothing", "unreachable", /^no answer from 127.0.0.1:\d+ within 0.4 s$/, () => undefined],
    ["hangs up at once", "unreachable", /closed the connection before it said anything$/, (socket) => socket.end()],
    [
      "speaks HTTP",
      "unreachable",
      /does not speak ssh, it says "HTTP.1.1 400 Bad Request"$/,
      (socket) => socket.end("HTTP/1.1 400 Bad Request\r\n\r\n"),
    ],
    ["greets and hangs up", "unreachable", /broke off the login/, (socket) => socket.end("SSH-2.0-x\r\n")],
    [
      "greets and says no more",
      "timeout",
      /^login at 127.0.0.1:\d+ not done within 0.7 s$/,
      (socket) => socket.write("SSH-2.0-x\r\n"),
    ],
    [
      "drips a banner for ever",
      "timeout",
      /not done within 0.7 s$/,
      (socket) => {
        const drip = setInterval(() => socket.write("Welcome\r\n"), 50);
        socket.on("close", () => clearInterval(drip));
      },
    ],
    [
      "sends rubbish for a handshake",
      "unreachable",
      /broke off the login/,
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
