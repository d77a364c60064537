import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { existsSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, it, type TestContext } from "node:test";
import { VisitError } from "../../src/collect/answer.ts";
import { knownHost } from "../../src/collect/ssh/hostkey.ts";
import type { Target } from "../../src/collect/ssh/resolve.ts";
import { skipWithout } from "../support/sshd.ts";
import { scratch } from "../support/world.ts";

/** Public keys as `type blob`. */
function keys(context: TestContext): Record<"ed25519" | "rsa" | "ecdsa" | "other", string> {
  const folder = scratch(context);
  const make = (type: string, name = type) => {
    const file = join(folder, name);
    const bits = type === "rsa" ? ["-b", "1024"] : []; // quick
    execFileSync("ssh-keygen", ["-q", "-t", type, "-N", "", "-f", file, ...bits], { stdio: "ignore" });
    return readFileSync(`${file}.pub`, "utf8").split(" ", 2).join(" ");
  };
  return { ed25519: make("ed25519"), rsa: make("rsa"), ecdsa: make("ecdsa"), other: make("ed25519", "other") };
}

function blob(key: string): Buffer {
  return Buffer.from(key.split(" ")[1]!, "base64");
}

function target(context: TestContext, lines: string[], more: Partial<Target> = {}): Target {
  const file = join(scratch(context), "known_hosts");
  writeFileSync(file, `${lines.join("\n")}\n`);
  const { host = "10.0.0.5", port = 22 } = more;
  return {
    tag: "SDU",
    sshConfig: "~/.ssh/config",
    host,
    port,
    address: `${host}:${port}`,
    family: 0,
    user: "blyth",
    keyFiles: [],
    identitiesOnly: false,
    agent: undefined,
    from: undefined,
    through: undefined,
    kex: undefined,
    hostKeyAlias: undefined,
    hostKeyAlgorithms: ["ssh-ed25519", "ecdsa-sha2-nistp256", "rsa-sha2-512", "rsa-sha2-256"],
    acceptNew: undefined,
    revokedKeys: undefined,
    knownHosts: [file, "/nonexistent/known_hosts"],
    ...more,
  };
}

function look(context: TestContext, lines: string[], more: Partial<Target> = {}) {
  return knownHost(target(context, lines, more));
}

async function accepts(
  context: TestContext,
  lines: string[],
  key: string,
  more: Partial<Target> = {},
): Promise<boolean> {
  try {
    return (await look(context, lines, more)).refuse(blob(key)) === undefined;
  } catch (error) {
    assert.ok(error instanceof VisitError && error.outcome === "hostkey");
    return false;
  }
}

describe("a host key", { skip: skipWithout("ssh-keygen", "openssh-client") }, () => {
  it("is accepted when it is on file, and no other is", async (context) => {
    const { ed25519, other } = keys(context);
    const lines = ["# ours", `10.0.0.5 ${ed25519} comment`, `10.0.0.6 ${other}`];
    assert.ok(await accepts(context, lines, ed25519));
    assert.ok(!(await accepts(context, lines, other)));
  });

  it("may be on file in every form that OpenSSH has", async (context) => {
    const { ed25519, rsa, ecdsa, other } = keys(context);
    const at2222 = { port: 2222 };
    const CASES: [lines: string[], key: string, accepted: boolean, more?: Partial<Target>][] = [
      [[`sdu,10.0.0.5 ${ed25519}`], ed25519, true],
      [[`10.0.0.* ${ed25519}`], ed25519, true],
      [[`10.0.0.*,!10.0.0.5 ${ed25519}`], ed25519, false],
      [[`[10.0.0.5]:2222 ${ed25519}`], ed25519, true, at2222],
      [[`[10.0.0.5]:2222 ${ed25519}`], ed25519, false],
      // By name alone only where name and port are not on file.
      [[`10.0.0.5 ${ed25519}`], ed25519, true, at2222],
      [[`10.0.0.5 ${ed25519}`, `[10.0.0.5]:2222 ${other}`], ed25519, false, at2222],
      [[`backups ${ed25519}`], ed25519, true, { hostKeyAlias: "backups", ...at2222 }],
      [[`10.0.0.5 ${ed25519}`], ed25519, false, { hostKeyAlias: "backups" }],
      [[`sdu.example ${ed25519}`], ed25519, true, { host: "SDU.example" }],
      [[`10.0.0.5 ${ecdsa}`, `10.0.0.5 ${rsa}`], rsa, true],
      [[`10.0.0.5 ${ed25519}`, `10.0.0.5 ${other}`], other, true],
      [[`10.0.0.5 ${ed25519}`, `@revoked * ${ed25519}`], ed25519, false],
      [[`10.0.0.5 ${other}`, `10.0.0.5 ${ed25519}`, `@revoked * ${other}`], ed25519, true],
      [[`@cert-authority * ${ed25519}`], ed25519, false],
      [[`10.0.0.5 ssh-ed25519 ${rsa.split(" ")[1]!}`], rsa, false],
      [[`10.0.0.5 ${ed25519.slice(0, -8)}`], ed25519, false],
      [["10.0.0.5 garbage", `10.0.0.5 ${ed25519}`], ed25519, true],
    ];
    for (const [lines, key, accepted, more] of CASES) {
      assert.equal(await accepts(context, lines, key, more), accepted, lines.join("\n"));
    }
  });

  it("may be hashed", async (context) => {
    const { ed25519, other } = keys(context);
    const made = target(context, [`10.0.0.5 ${ed25519}`]);
    execFileSync("ssh-keygen", ["-H", "-f", made.knownHosts[0]!], { stdio: "ignore" });
    const { refuse } = await knownHost(made);
    await assert.rejects(knownHost({ ...made, host: "10.0.0.6" }), /is unknown/);
    assert.equal(refuse(blob(ed25519)), undefined);
    assert.ok(refuse(blob(other)));
  });

  it("is asked for in the order of ssh: kinds on file first, unless the most preferred is on file", async (context) => {
    const { ecdsa, rsa, ed25519 } = keys(context);
    const { algorithms } = await look(context, [`10.0.0.5 ${rsa}`, `10.0.0.5 ${ecdsa}`]);
    assert.deepEqual(algorithms, ["ecdsa-sha2-nistp256", "rsa-sha2-512", "rsa-sha2-256", "ssh-ed25519"]);
    const best = await look(context, [`10.0.0.5 ${rsa}`, `10.0.0.5 ${ed25519}`]);
    assert.deepEqual(best.algorithms, ["ssh-ed25519", "ecdsa-sha2-nistp256", "rsa-sha2-512", "rsa-sha2-256"]);
  });

  it("that is new is put on file where ssh_config says accept-new, once, and then no other is accepted", async (context) => {
    const { ed25519, other } = keys(context);
    const file = join(scratch(context), "new/known_hosts");
    const acceptNew = { file, hashed: false };
    const host = await look(context, [], { port: 2222, acceptNew, knownHosts: [file] });
    assert.equal(host.refuse(blob(ed25519)), undefined);
    assert.equal(existsSync(file), false); // the host has not proved yet that it is its own
    assert.match(host.refuse(blob(other))!.reason, /is not the one of a moment ago/);
    assert.equal(host.record(), `the host key of 10.0.0.5:2222 was unknown; it has been added to ${file}`);
    assert.equal(host.record(), undefined);
    assert.equal(readFileSync(file, "utf8"), `[10.0.0.5]:2222 ${ed25519}\n`);
    assert.equal(statSync(file).mode & 0o777, 0o600);
    assert.equal(host.refuse(blob(ed25519)), undefined);
    assert.match(host.refuse(blob(other))!.reason, /is not the one (in|of)/);
    const again = await look(context, [], { port: 2222, acceptNew, knownHosts: [file] });
    assert.match(again.refuse(blob(other))!.reason, /is not the one in .*known_hosts:1; it has changed/);
  });

  it("is put on file hashed where ssh_config says HashKnownHosts, on a line of its own", async (context) => {
    const { ed25519, other } = keys(context);
    const file = join(scratch(context), "known_hosts");
    writeFileSync(file, `10.0.0.6 ${other}`);
    const acceptNew = { file, hashed: true };
    const host = await look(context, [], { acceptNew, knownHosts: [file] });
    assert.equal(host.refuse(blob(ed25519)), undefined);
    host.record();
    assert.match(readFileSync(file, "utf8"), /^10.0.0.6 [^\n]*\n\|1\|[^\n]*\n$/);
    assert.ok(await accepts(context, [], ed25519, { knownHosts: [file] }));
  });

  it("is accepted all the same where it cannot be put on file, as ssh does, and that is said", async (context) => {
    const { ed25519 } = keys(context);
    const acceptNew = { file: "/dev/null/known_hosts", hashed: false };
    const host = await look(context, [], { acceptNew });
    assert.equal(host.refuse(blob(ed25519)), undefined);
    assert.match(host.record()!, /was unknown, and could not be added to known_hosts: E/);
  });

  it("is refused where RevokedHostKeys has it, or cannot be read", async (context) => {
    const { ed25519, rsa } = keys(context);
    const revokedKeys = join(scratch(context), "revoked");
    writeFileSync(revokedKeys, `# gone\n${ed25519} sdu\n`);
    const lines = [`10.0.0.5 ${ed25519}`, `10.0.0.5 ${rsa}`];
    const { refuse } = await look(context, lines, { revokedKeys });
    assert.match(refuse(blob(ed25519))!.reason, /is marked as revoked in .*revoked:2$/);
    assert.equal(refuse(blob(rsa)), undefined);
    await assert.rejects(
      look(context, lines, { revokedKeys: "/nonexistent/revoked" }),
      /nonexistent.revoked cannot be read/,
    );
    writeFileSync(revokedKeys, "SSHKRL\n\0");
    await assert.rejects(look(context, lines, { revokedKeys }), (error) => {
      assert.ok(error instanceof VisitError);
      assert.equal(error.outcome, "unsupported");
      return true;
    });
  });

  it("that is unknown, changed or revoked is told in words, with file and line", async (context) => {
    const { ed25519, other } = keys(context);
    const unknown = target(context, []);
    const file = unknown.knownHosts[0]!;
    const reason = `the host key of 10.0.0.5:22 is unknown; verify it and add it to ${file}`;
    await assert.rejects(knownHost(unknown), new VisitError("hostkey", reason));

    const changed = target(context, ["", `10.0.0.5 ${ed25519}`, `@revoked * ${other}`]);
    const { refuse } = await knownHost(changed);
    const place = changed.knownHosts[0]!;
    assert.match(refuse(blob(other))!.reason, new RegExp(`is marked as revoked in ${place}:3$`));
    const third = keys(context).ed25519;
    assert.equal(
      refuse(blob(third))!.reason,
      `the host key of 10.0.0.5:22 is not the one in ${place}:2; it has changed, or this is an attack`,
    );
    const { rsa } = keys(context);
    assert.equal(
      refuse(blob(rsa))!.reason,
      `the host key of 10.0.0.5:22 is of another type (ssh-rsa) than the one in ${place}:2; ` +
        "verify it before you add it, this may be an attack",
    );
    await assert.rejects(look(context, [`@cert-authority * ${ed25519}`]), /host certificates are not supported/);
  });
});
