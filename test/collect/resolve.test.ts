import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir, userInfo } from "node:os";
import { join } from "node:path";
import { describe, it, type TestContext } from "node:test";
import { Refusal } from "../../src/collect/answer.ts";
import { expand, resolve } from "../../src/collect/resolve.ts";
import type { Node } from "../../src/model.ts";
import { skipWithout } from "../support/sshd.ts";
import { scratch } from "../support/world.ts";
import { node } from "./node.ts";

const HOME = userInfo().homedir;

function ask(context: TestContext, lines: string[], more: Partial<Node> = {}, env: NodeJS.ProcessEnv = {}) {
  const config = join(scratch(context), "config");
  writeFileSync(config, `${lines.join("\n")}\n`);
  const ssh = { config, connectMs: 1000, loginMs: 1000, nodeMs: 1000 };
  return resolve(node([], more), ssh, env, new AbortController().signal);
}

describe("a tag of ssh_config", { skip: skipWithout("ssh", "openssh-client") }, () => {
  it("means what OpenSSH says", async (context) => {
    const target = await ask(context, [
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
    ]);
    assert.deepEqual(target, {
      host: "sdu.example",
      port: 2222,
      address: "sdu.example:2222",
      family: 6,
      user: "blyth",
      keyFiles: [join(HOME, ".ssh/sdu.example_blyth"), join(HOME, "%")],
      identitiesOnly: true,
      agent: "/run/agent.blyth",
      hostKeyAlias: "backups",
      knownHosts: [join(HOME, ".ssh/known_a"), "/etc/known_b"],
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
    ["ProxyJump gate.example", /^ssh_config asks for ProxyJump gate.example, which is not supported yet$/],
    ["ProxyCommand nc %h %p", /ProxyCommand nc/],
    ["Frobnicate yes", /does not accept its configuration: .*config: line 2: Bad configuration option: frobnicate$/],
  ];
  for (const [line, reason] of UNSUPPORTED) {
    it(`is no wrong connection with \`${line}\``, async (context) => {
      await assert.rejects(ask(context, ["Host *", line]), (error) => {
        assert.ok(error instanceof Refusal);
        assert.equal(error.outcome, "unsupported");
        assert.match(error.reason, reason);
        return true;
      });
    });
  }

  it("is no wrong connection with a configuration that is not there", async () => {
    const ssh = { config: "/nonexistent/config", connectMs: 1, loginMs: 1, nodeMs: 1 };
    await assert.rejects(resolve(node([]), ssh, {}, new AbortController().signal), /nonexistent.*No such file/);
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
