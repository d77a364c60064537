import assert from "node:assert/strict";
import { execFileSync, spawn } from "node:child_process";
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir, userInfo } from "node:os";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { sshTransport } from "../../src/collect/ssh/ssh.ts";
import { MIB } from "../../src/units.ts";
import { node } from "../collect/node.ts";
import { openssh } from "../support/openssh.ts";
import { pairwise, random, type Case } from "../support/pairs.ts";
import { newKey, publicKey, skipWithout, startSshd, type Sshd } from "../support/sshd.ts";

const SEED = 20_261_125;
const skip = skipWithout("sshd", "openssh-server") || skipWithout("ssh", "openssh-client");

/** In which way ssh_config comes to say what it says of the node, and what that is. */
const DIMENSIONS = {
  said: [
    "Host",
    "pattern",
    "negated pattern",
    "Include",
    "Match host",
    "Match originalhost",
    "Match exec",
    "twice",
    "capitals",
  ],
  port: ["near", "far"],
  alias: ["", "", "right", "wrong"],
  identities: ["right", "wrong, right", "encrypted, right", "wrong", "tokens", "none"],
  agent: ["none", "none", "right", "wrong and right", "dead"],
  only: ["no", "yes"],
  jump: ["", "", "gate", "user and port", "unknown gate", "gate behind gate", "none"],
} as const;

type Config = Case<typeof DIMENSIONS>;

/** Where we got to, by which key, and how often the gate was passed. */
const WHERE = "echo $SSH_CONNECTION | cut -d' ' -f4; cut -d' ' -f3 $SSH_USER_AUTH";

describe("the same ssh_config, for us and for OpenSSH", { skip }, () => {
  let dir: string;
  let near: Sshd;
  let far: Sshd;
  const agents = new Map<string, { socket: string; stop: () => void }>();
  const at = (name: string) => join(dir, name);

  before(async () => {
    dir = mkdtempSync(join(tmpdir(), "scm-backup-monitor-config-"));
    mkdirSync(at("cases"));
    near = await startSshd(["ExposeAuthInfo yes"]);
    far = await startSshd(["ExposeAuthInfo yes"]);
    // One key opens both, another opens the near one alone.
    newKey(at("both"));
    newKey(at("locked"), "secret");
    for (const sshd of [near, far]) writeFileSync(join(sshd.dir, "authorized_keys"), authorized(sshd));
    for (const suffix of ["", ".pub"]) copyFileSync(at(`both${suffix}`), at(`both-${userInfo().username}${suffix}`));
    agents.set("right", await startAgent(at("agent-a"), [at("both")]));
    agents.set("wrong and right", await startAgent(at("agent-b"), [near.strangeKey, at("both")]));
    agents.set("dead", { socket: at("agent-c"), stop: () => undefined });
  });
  after(async () => {
    for (const { stop } of agents.values()) stop();
    await near.stop();
    await far.stop();
    rmSync(dir, { recursive: true });
  });

  function authorized(sshd: Sshd): string {
    return `${publicKey(`${sshd.userKey}.pub`)}\n${publicKey(at("both.pub"))}\n`;
  }

  it("leads to the same server, by the same way, with the same key", { timeout: 600_000 }, async (context) => {
    const counts = { reached: 0, refused: 0, through: 0 };
    const differences: string[] = [];
    for (const [nth, one] of pairwise(DIMENSIONS, 60, random(SEED)).entries()) {
      const config = written(one, nth);
      const env = one.agent === "none" ? {} : { SSH_AUTH_SOCK: agents.get(one.agent)!.socket };
      const theirs = await passing(() => theirWay(config, env));
      const ours = await passing(() => ourWay(config, env));
      counts[theirs.where === "" ? "refused" : "reached"]++;
      if (ours.where !== "" && ours.passed > 1) counts.through++;
      const same = theirs.where === ours.where && (theirs.where === "" || theirs.passed === ours.passed);
      if (!same) differences.push(JSON.stringify({ nth, one, theirs, ours }, undefined, 1));
    }
    const total = counts.reached + counts.refused;
    context.diagnostic(
      `${total} cases: ${counts.reached} reached (${counts.through} through a gate), ${counts.refused} not`,
    );
    assert.deepEqual(differences, []);
    assert.ok(counts.reached >= 0.3 * total && counts.refused >= 0.1 * total && counts.through >= 10);
  });

  interface Way {
    where: string;
    said: string;
  }

  async function passing(go: () => Promise<Way>): Promise<Way & { passed: number }> {
    const logins = () => near.log().split("Accepted publickey").length + far.log().split("Accepted publickey").length;
    const before = logins();
    const way = await go();
    await sleep(50);
    return { ...way, passed: logins() - before };
  }

  async function theirWay(config: string, env: NodeJS.ProcessEnv): Promise<Way> {
    const { status, stdout, stderr } = await openssh(config, "Sdu-1", WHERE, env);
    return { where: status === 0 ? stdout : "", said: stderr.slice(0, 1000) };
  }

  async function ourWay(config: string, env: NodeJS.ProcessEnv): Promise<Way> {
    const limits = { connectMs: 20_000, loginMs: 30_000, nodeMs: 60_000, outputBytes: MIB, records: 1 };
    const transport = sshTransport({ config, ...limits }, env);
    const answer = await transport(node([], { node: "Sdu-1" }), WHERE, new AbortController().signal);
    return {
      where: answer.outcome === "ok" ? answer.stdout.toString() : "",
      said: `${answer.outcome} ${answer.reason}`,
    };
  }

  function written(one: Config, nth: number): string {
    const config = join(dir, "cases", `${nth}`);
    const sshd = one.port === "near" ? near : far;
    const known = `${config}.known`;
    writeFileSync(known, knownHosts(one, sshd));
    const lines = ["HostName 127.0.0.1", `Port ${sshd.port}`, ...identities(one, sshd), ...jump(one)];
    if (one.alias) lines.push(`HostKeyAlias ${one.alias}`);
    writeFileSync(`${config}.more`, block("Host sdu-?  Sdu-?", lines));
    const other = ["HostName 127.0.0.1", "Port 9"]; // nobody listens there
    const SAID: Record<Config["said"], string> = {
      Host: block("Host Sdu-1", lines) + block("Host *", other),
      pattern: block("Host elsewhere S?u-*", lines) + block("Host *", other),
      "negated pattern": block("Host * !Sdu-1 !gate*", other) + block("Host Sdu-*", lines),
      Include: `Include ${config}.mo[r]e\n` + block("Host Sdu-1", other),
      // This sees the name that a HostName above it has given.
      "Match host": block("Match host Sdu-1", lines) + block("Match host 127.*", other),
      "Match originalhost": block("Match originalhost Sdu-1,x", lines) + block("Match originalhost Sdu-*", other),
      "Match exec":
        block('Match originalhost Sdu-1 exec "test %n = nobody"', other) +
        block('Match originalhost Sdu-1 exec "test %n = Sdu-1"', lines),
      twice: block("Host Sdu-1", lines.slice(0, 2)) + block("Host Sdu-1", [...other, ...lines.slice(2)]),
      capitals: block(
        "HOST Sdu-1",
        lines.map((line) => line.replace(/^\S+/, (word) => word.toUpperCase())),
      ),
    };
    const gates =
      block("Host gate", [
        "HostName 127.0.0.1",
        `Port ${near.port}`,
        `IdentityFile ${at("both")}`,
        "IdentitiesOnly yes",
      ]) +
      block("Host gate2", ["HostName 127.0.0.1", `Port ${far.port}`, `IdentityFile ${far.userKey}`, "ProxyJump gate"]) +
      block("Host gate3", [
        "HostName 127.0.0.1",
        `Port ${near.port}`,
        "HostKeyAlias nowhere",
        `IdentityFile ${near.userKey}`,
      ]);
    const all = block("Match all", [
      `User ${userInfo().username}`,
      `UserKnownHostsFile ${known}`,
      "GlobalKnownHostsFile none",
      ...(one.agent === "none" ? ["IdentityAgent none"] : []),
    ]);
    writeFileSync(config, (one.said === "negated pattern" ? "" : gates) + SAID[one.said] + gates + all);
    return config;
  }

  function knownHosts({ alias }: Config, sshd: Sshd): string {
    const other = sshd === near ? far : near;
    const own = alias ? [`${alias} ${alias === "right" ? sshd.hostKey : other.hostKey}`] : [];
    return [...own, ...[near, far].map(({ port, hostKey }) => `[127.0.0.1]:${port} ${hostKey}`), ""].join("\n");
  }

  function identities({ identities: which, only }: Config, sshd: Sshd): string[] {
    const FILES: Record<Config["identities"], string[]> = {
      right: [sshd.userKey],
      "wrong, right": [sshd.strangeKey, sshd.userKey],
      "encrypted, right": [at("locked"), sshd.userKey],
      wrong: [sshd.strangeKey],
      tokens: [at("both-%r")],
      none: ["none"],
    };
    return [...FILES[which].map((file) => `IdentityFile ${file}`), `IdentitiesOnly ${only}`];
  }

  function jump({ jump: which }: Config): string[] {
    const JUMPS: Record<Config["jump"], string> = {
      "": "",
      gate: "gate",
      "user and port": `${userInfo().username}@gate:${far.port}`,
      "unknown gate": "gate3",
      "gate behind gate": "gate2",
      none: "none",
    };
    return JUMPS[which] ? [`ProxyJump ${JUMPS[which]}`] : [];
  }
});

function block(head: string, lines: string[]): string {
  return [head, ...lines].join("\n  ") + "\n";
}

/** An agent that holds these keys. */
async function startAgent(socket: string, keys: string[]): Promise<{ socket: string; stop: () => void }> {
  const child = spawn("ssh-agent", ["-D", "-a", socket], { stdio: "ignore" });
  await sleep(500);
  execFileSync("ssh-add", ["-q", ...keys], { env: { ...process.env, SSH_AUTH_SOCK: socket }, stdio: "ignore" });
  return { socket, stop: () => void child.kill() };
}
