import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir, userInfo } from "node:os";
import { join } from "node:path";
import { describe, it, type TestContext } from "node:test";
import { VisitError } from "../../src/collect/answer.ts";
import { sshRunner } from "../../src/collect/ssh/ssh-program.ts";
import { expand, resolve, type Target } from "../../src/collect/ssh/resolve.ts";
import type { Node } from "../../src/model.ts";
import { skipWithout } from "../support/sshd.ts";
import { scratch } from "../support/world.ts";
import { node } from "./node.ts";

const HOME = userInfo().homedir;

function ask(context: TestContext, lines: string[], more: Partial<Node> = {}, env: NodeJS.ProcessEnv = {}) {
  const config = join(scratch(context), "config");
  writeFileSync(config, `${lines.join("\n")}\n`);
  const ssh = { config, connectMs: 1000, loginMs: 1000, nodeMs: 1000, outputBytes: 1, records: 1 };
  return resolve(node([], more), ssh, env, new AbortController().signal, sshRunner());
}

describe("a tag of ssh_config", { skip: skipWithout("ssh", "openssh-client") }, () => {
  it("means what OpenSSH says", async (context) => {
    const { tag, sshConfig, ...target } = await ask(context, [
      "Host S*",
      "  HostName %h.example",
      "  Port 2222",
      "Host *",
      "  User blyth",
      "  AddressFamily inet6",
      "  IdentityFile ~/.ssh/%h_%r",
      "  IdentityFile %d/%%",
      "  IdentitiesOnly yes",
      "  HostKeyAlias backups",
      "  UserKnownHostsFile ~/.ssh/known_a /etc/known_b",
      "  GlobalKnownHostsFile none",
      "  IdentityAgent /run/agent.%r",
      "  BindAddress 10.0.0.1",
      "  HostKeyAlgorithms ssh-ed25519,rsa-sha2-512",
      "  StrictHostKeyChecking accept-new",
      "  HashKnownHosts yes",
      "  RevokedHostKeys ~/.ssh/revoked",
    ]);
    assert.equal(tag, "SDU");
    assert.match(sshConfig, /\/config$/);
    assert.deepEqual(target, {
      host: "sdu.example",
      port: 2222,
      address: "sdu.example:2222",
      family: 6,
      from: "10.0.0.1",
      through: undefined,
      user: "blyth",
      keyFiles: [join(HOME, ".ssh/sdu.example_blyth"), join(HOME, "%")],
      identitiesOnly: true,
      agent: "/run/agent.blyth",
      hostKeyAlias: "backups",
      hostKeyAlgorithms: ["ssh-ed25519", "rsa-sha2-512"],
      kex: undefined,
      knownHosts: [join(HOME, ".ssh/known_a"), "/etc/known_b"],
      acceptNew: { file: join(HOME, ".ssh/known_a"), hashed: true },
      revokedKeys: join(HOME, ".ssh/revoked"),
    });
  });

  it("may have its known hosts in a file whose name holds spaces", async (context) => {
    const folder = mkdtempSync(join(tmpdir(), "known hosts "));
    context.after(() => rmSync(folder, { recursive: true }));
    const file = join(folder, "known_hosts");
    writeFileSync(file, "");
    const target = await ask(context, [`UserKnownHostsFile "${file}"`, "GlobalKnownHostsFile none"]);
    assert.deepEqual(target.knownHosts, [file]);
  });

  it("is the host's own name where the configuration says nothing", async (context) => {
    const target = await ask(context, [""], { node: "10.0.0.5" }, { SSH_AUTH_SOCK: "/run/agent" });
    assert.deepEqual([target.address, target.user, target.agent], ["10.0.0.5:22", userInfo().username, "/run/agent"]);
    assert.ok(target.keyFiles.includes(join(HOME, ".ssh/id_ed25519")));
    assert.equal(target.knownHosts[0], join(HOME, ".ssh/known_hosts"));
  });

  it("may be an IPv6 address", async (context) => {
    assert.equal((await ask(context, [""], { node: "::1" })).address, "[::1]:22");
  });

  it("yields to user, port and key files of site.cnf, also in what depends on them", async (context) => {
    const more = { user: "backup", port: 2200, keyFiles: ["/keys/a"] };
    const target = await ask(context, ["Match user backup", "  HostName chosen.example", "Host *", "  Port 1"], more);
    assert.deepEqual([target.address, target.user, target.keyFiles], ["chosen.example:2200", "backup", ["/keys/a"]]);
  });

  const AGENTS: [line: string, socket: string | undefined][] = [
    ["IdentityAgent none", undefined],
    ["IdentityAgent SSH_AUTH_SOCK", "/run/a"],
    ["IdentityAgent $OTHER_SOCK", "/run/b"],
    ["IdentityAgent ~/agent", join(HOME, "agent")],
  ];
  for (const [line, socket] of AGENTS) {
    it(`has its agent from \`${line}\``, async (context) => {
      const env = { SSH_AUTH_SOCK: "/run/a", OTHER_SOCK: "/run/b" };
      // ssh itself looks at the variable.
      process.env.OTHER_SOCK = "/run/b";
      assert.equal((await ask(context, ["Host *", line], {}, env)).agent, socket);
    });
  }

  const UNSUPPORTED: [line: string, reason: RegExp][] = [
    ["ProxyCommand nc %h %p", /^ssh_config sets ProxyCommand nc %h %p, which is not supported$/],
    ["KnownHostsCommand /bin/echo", /KnownHostsCommand/],
    ["CertificateFile ~/.ssh/id-cert.pub", /CertificateFile/],
    ["BindInterface eth1", /BindInterface eth1/],
    ["PubkeyAuthentication no", /PubkeyAuthentication no/],
    ["ProxyJump sdu", /rejects its configuration: jumphost loop via sdu$/],
    ["Frobnicate yes", /rejects its configuration: .*config: line 2: Bad configuration option: frobnicate$/],
  ];
  for (const [line, reason] of UNSUPPORTED) {
    it(`is no wrong connection with \`${line}\``, async (context) => {
      await assert.rejects(ask(context, ["Host *", line]), (error) => {
        assert.ok(error instanceof VisitError);
        assert.equal(error.outcome, "unsupported");
        assert.match(error.reason, reason);
        return true;
      });
    });
  }

  it("may lie behind servers, each of which is a tag of its own", async (context) => {
    const CONFIG = [
      "Host SDU",
      "  HostName 10.0.0.5",
      "  ProxyJump blyth@gate:2201,inner",
      "Host gate",
      "  HostName gate.example",
      "  Port 2200",
      "  HostKeyAlias the-gate",
      "  ProxyJump outer",
      "Host inner",
      "  HostName inner.example",
      "  User simon",
      "  ProxyJump nowhere", // what SDU says of the way wins
    ];
    const target = await ask(context, CONFIG, { user: "backup", keyFiles: ["/keys/a"], kex: "+ecdh-sha2-nistp256" });
    const way: unknown[] = [];
    for (let at: Target | undefined = target; at; at = at.through)
      way.push([at.user, at.address, at.hostKeyAlias, at.kex]);
    const me = userInfo().username;
    assert.deepEqual(way, [
      ["backup", "10.0.0.5:22", undefined, "+ecdh-sha2-nistp256"],
      ["simon", "inner.example:22", undefined, undefined],
      ["blyth", "gate.example:2201", "the-gate", undefined],
      [me, "outer:22", undefined, undefined],
    ]);
    assert.deepEqual(target.keyFiles, ["/keys/a"]);
    assert.ok(!target.through!.keyFiles.includes("/keys/a"));
  });

  it("may lie behind an IPv6 address", async (context) => {
    const { through } = await ask(context, ["Host SDU", "  ProxyJump blyth@[::1]:2201"]);
    assert.deepEqual([through!.user, through!.address], ["blyth", "[::1]:2201"]);
  });

  it("is no wrong connection where the servers on the way go round in a circle", async (context) => {
    const lines = ["Host SDU", "  ProxyJump b", "Host b", "  ProxyJump c", "Host c", "  ProxyJump b"];
    await assert.rejects(ask(context, lines), /ProxyJump in ssh_config loops at b/);
  });

  it("takes host keys signed with SHA-1 only where kex allows an old server", async (context) => {
    const kinds = async (kex?: string) => (await ask(context, [""], { kex })).hostKeyAlgorithms.includes("ssh-rsa");
    assert.deepEqual(
      [await kinds(), await kinds("+diffie-hellman-group14-sha1"), await kinds("-diffie-hellman-group14-sha1")],
      [false, true, false],
    );
  });

  it("is no wrong connection with a configuration that is not there", async () => {
    const ssh = { config: "/absent/config", connectMs: 1, loginMs: 1, nodeMs: 1, outputBytes: 1, records: 1 };
    await assert.rejects(resolve(node([]), ssh, {}, new AbortController().signal, sshRunner()), /absent.*No such file/);
  });
});

describe("a path of ssh_config", () => {
  it("has `~` at its start and percent tokens filled in", () => {
    const meanings = { d: "/home/b", h: "sdu", "%": "%" };
    assert.equal(expand("~/%h/%%h/%q/~", meanings), "/home/b/sdu/%h/%q/~");
    assert.equal(expand("~", meanings), "/home/b");
    assert.equal(expand("~root/x", meanings), "~root/x");
  });
});
