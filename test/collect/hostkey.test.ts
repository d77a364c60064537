import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, it, type TestContext } from "node:test";
import { Refusal } from "../../src/collect/answer.ts";
import { knownHost } from "../../src/collect/hostkey.ts";
import type { Target } from "../../src/collect/resolve.ts";
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
    host,
    port,
    address: `${host}:${port}`,
    family: 0,
    user: "blyth",
    keyFiles: [],
    identitiesOnly: false,
    agent: undefined,
    hostKeyAlias: undefined,
    knownHosts: [file, "/nonexistent/known_hosts"],
    ...more,
  };
}

function look(context: TestContext, lines: string[], more: Partial<Target> = {}) {
  return knownHost(target(context, lines, more), new AbortController().signal);
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
    assert.ok(error instanceof Refusal && error.outcome === "hostkey");
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
    const { refuse } = await knownHost(made, new AbortController().signal);
    assert.equal(refuse(blob(ed25519)), undefined);
    assert.ok(refuse(blob(other)));
  });

  it("is asked for only in the types on file", async (context) => {
    const { ecdsa, rsa } = keys(context);
    const { algorithms } = await look(context, [`10.0.0.5 ${rsa}`, `10.0.0.5 ${ecdsa}`]);
    assert.deepEqual(algorithms, ["ecdsa-sha2-nistp256", "rsa-sha2-512", "rsa-sha2-256", "ssh-rsa"]);
  });

  it("that is unknown, changed or revoked is told in words, with file and line", async (context) => {
    const { ed25519, other } = keys(context);
    const unknown = target(context, []);
    const file = unknown.knownHosts[0]!;
    const reason = `the host key of 10.0.0.5:22 is not on file; compare it and add it to ${file}`;
    await assert.rejects(knownHost(unknown, new AbortController().signal), new Refusal("hostkey", reason));

    const changed = target(context, ["", `10.0.0.5 ${ed25519}`, `@revoked * ${other}`]);
    const { refuse } = await knownHost(changed, new AbortController().signal);
    const place = changed.knownHosts[0]!;
    assert.match(refuse(blob(other))!.reason, new RegExp(`is marked as revoked in ${place}:3$`));
    const third = keys(context).ed25519;
    assert.equal(
      refuse(blob(third))!.reason,
      `the host key of 10.0.0.5:22 is not the one on file in ${place}:2; it changed, or somebody stands in between`,
    );
    await assert.rejects(look(context, [`@cert-authority * ${ed25519}`]), /host certificates are not supported/);
  });
});
