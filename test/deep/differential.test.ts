import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { createHmac, randomBytes } from "node:crypto";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir, userInfo } from "node:os";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import pLimit from "p-limit";
import { sshTransport } from "../../src/collect/ssh/ssh.ts";
import { MIB } from "../../src/units.ts";
import { node } from "../collect/node.ts";
import { openssh } from "../support/openssh.ts";
import { pairwise, random, type Case } from "../support/pairs.ts";
import { newKey, publicKey, skipWithout, startSshd, type Sshd } from "../support/sshd.ts";

const SEED = 20_261_124;
const skip = skipWithout("sshd", "openssh-server") || skipWithout("ssh", "openssh-client");
const KINDS = ["ed25519", "ecdsa", "rsa"] as const;
type Kind = (typeof KINDS)[number];

const LIMITS = { connectMs: 20_000, loginMs: 30_000, nodeMs: 60_000, outputBytes: MIB, records: 1 };

/** What may vary. Where a value stands twice it is to come more often: so that enough are accepted, and enough refused. */
const DIMENSIONS = {
  server: ["ed25519", "rsa", "ecdsa,rsa", "ed25519,ecdsa,rsa"],
  address: ["127.0.0.1", "localhost", "port 22"],
  alias: ["", "", "", "Backups"],
  strict: ["yes", "yes", "ask", "accept-new"],
  algorithms: ["", "", "-ssh-ed25519"],
  hash: ["no", "yes"],
  file: ["user", "user", "global", "second"],
  name: ["plain", "list", "wildcard", "negated", "others negated", "hashed", "without port", "capitals", "wrong"],
  mark: ["", "", "", "", "@revoked", "@cert-authority"],
  key: ["right", "right", "right", "right, last kind", "right, other kind", "wrong", "mistyped", "cut", "padded"],
  more: ["", "", "right", "wrong", "right without port", "wrong without port", "revoked", "other kind", "authority"],
  mess: ["", "junk", "tabs", "no end", "carriage return"],
} as const;

type Host = Case<typeof DIMENSIONS>;

describe("the same known hosts, for us and for OpenSSH", { skip }, () => {
  let dir: string;
  const servers = new Map<string, Sshd>();
  const on22 = new Map<string, string>();

  before(async () => {
    dir = mkdtempSync(join(tmpdir(), "scm-backup-monitor-hosts-"));
    for (const kind of KINDS) for (const name of ["right", "wrong"]) newKey(join(dir, `${name}-${kind}`), "", kind);
    for (const [i, kinds] of DIMENSIONS.server.entries()) {
      const files = kinds.split(",").map((kind) => join(dir, `right-${kind}`));
      const address = `127.0.0.${21 + i}`;
      const also = userInfo().uid === 0 ? [`ListenAddress ${address}:22`] : [];
      const sshd = await startSshd([...also, "MaxStartups 100"], files);
      servers.set(kinds, sshd);
      if (also.length > 0 && !sshd.log().includes("Bind to port 22 ")) on22.set(kinds, address);
    }
  });
  after(async () => {
    for (const sshd of servers.values()) await sshd.stop();
    rmSync(dir, { recursive: true });
  });

  it("let the same hosts in and no other, and put the same on file", { timeout: 900_000 }, async (context) => {
    if (on22.size < servers.size)
      context.diagnostic("nobody may listen on port 22 here: those cases have another port");
    const counts = { accepted: 0, refused: 0 };
    const limit = pLimit(4);
    const differences = await limit.map(pairwise(DIMENSIONS, 300, random(SEED)), async (host, nth) => {
      const [theirs, ours] = await Promise.all([tryTheirs(host, nth), tryOurs(host, nth)]);
      counts[theirs.accepted ? "accepted" : "refused"]++;
      const same = theirs.accepted === ours.accepted && theirs.added === ours.added;
      return same ? [] : [JSON.stringify({ nth, host, theirs, ours, known: theirs.known }, undefined, 1)];
    });
    const total = counts.accepted + counts.refused;
    context.diagnostic(`${total} cases: ${counts.accepted} accepted, ${counts.refused} refused`);
    assert.deepEqual(differences.flat(), []);
    assert.ok(total >= 300);
    assert.ok(counts.accepted >= 0.3 * total && counts.refused >= 0.3 * total);
  });

  it("are one thing where the host has a certificate: OpenSSH takes it, we refuse it in words", async (context) => {
    for (const name of ["authority", "certified"]) newKey(join(dir, name));
    const sign = ["-q", "-s", join(dir, "authority"), "-I", "sdu", "-h", "-n", "127.0.0.1", join(dir, "certified.pub")];
    execFileSync("ssh-keygen", sign, { stdio: "ignore" });
    const sshd = await startSshd([`HostCertificate ${dir}/certified-cert.pub`], [join(dir, "certified")]);
    context.after(() => sshd.stop());
    const config = sshd.sshConfig("sdu");
    const transport = sshTransport({ config, ...LIMITS }, {});
    const ours = () => transport(node([], { node: "sdu" }), "true", new AbortController().signal);
    const authority = `@cert-authority * ${publicKey(join(dir, "authority.pub"))}\n`;
    writeFileSync(sshd.knownHosts, authority);
    assert.equal((await openssh(config, "sdu", "true")).status, 0);
    const { outcome, reason } = await ours();
    assert.equal(outcome, "hostkey");
    assert.match(reason, /only a certificate authority is known, and host certificates are not supported/);
    writeFileSync(sshd.knownHosts, `${authority}[127.0.0.1]:${sshd.port} ${sshd.hostKey}\n`);
    assert.equal((await ours()).outcome, "ok"); // by its plain key
  });

  interface Verdict {
    accepted: boolean;
    /** What came to stand in the user's file, hashes by their being there only. */
    added: string;
    known: string;
    said: string;
  }

  async function tryTheirs(host: Host, nth: number): Promise<Verdict> {
    const { config, added, known } = written(host, join(dir, `${nth}-theirs`), nth);
    const { status, stderr } = await openssh(config, "sdu", "true");
    if (status !== 0) assert.match(stderr, /Host key verification failed|no matching host key/, `case ${nth}`);
    return { accepted: status === 0, added: added(), known, said: stderr.slice(0, 2000) };
  }

  async function tryOurs(host: Host, nth: number): Promise<Verdict> {
    const { config, added, known } = written(host, join(dir, `${nth}-ours`), nth);
    const transport = sshTransport({ config, ...LIMITS }, {});
    const { outcome, reason } = await transport(node([], { node: "sdu" }), "true", new AbortController().signal);
    const words = `${outcome} ${reason}`;
    if (outcome !== "ok")
      assert.match(words, /^(hostkey|unreachable .* has no host key of a type that ssh accepts)/, `case ${nth}`);
    return { accepted: outcome === "ok", added: added(), known, said: words };
  }

  /** ssh_config and known hosts of a case, in a folder of their own. */
  function written(host: Host, folder: string, nth: number) {
    mkdirSync(folder);
    const { server, alias, strict, hash, algorithms } = host;
    const sshd = servers.get(server)!;
    const short = host.address === "port 22" ? on22.get(server) : undefined;
    const [address, port] = short ? [short, 22] : [host.address === "port 22" ? "127.0.0.1" : host.address, sshd.port];
    const files = { user: join(folder, "user"), second: join(folder, "second"), global: join(folder, "global") };
    for (const [file, path] of Object.entries(files)) {
      const text = knownHosts(
        host,
        file,
        alias || (port === 22 ? address : `[${address}]:${port}`),
        address,
        random(nth),
      );
      if (text !== "") writeFileSync(path, text);
    }
    const before = read(files.user);
    const config = join(folder, "config");
    const lines = [
      "Host sdu",
      `HostName ${address}`,
      `Port ${port}`,
      `User ${userInfo().username}`,
      `IdentityFile ${sshd.userKey}`,
      "IdentityAgent none",
      `UserKnownHostsFile ${files.user} ${files.second}`,
      `GlobalKnownHostsFile ${files.global}`,
      `StrictHostKeyChecking ${strict}`,
      `HashKnownHosts ${hash}`,
      ...(alias ? [`HostKeyAlias ${alias}`] : []),
      ...(algorithms ? [`HostKeyAlgorithms ${algorithms}`] : []),
    ];
    writeFileSync(config, lines.join("\n  ") + "\n");
    // Where the last line has no end OpenSSH 9.2 writes on behind it; ours begins a new line, as newer ones do.
    const added = () =>
      read(files.user)
        .slice(before.length)
        .replace(/^\n/, "")
        .replace(/^\|1\|\S+/gm, "|1|");
    return { config, added, known: before };
  }

  function knownHosts(host: Host, file: string, name: string, address: string, next: () => number): string {
    const kinds = host.server.split(",") as Kind[];
    const other = KINDS.find((kind) => !kinds.includes(kind)) ?? "ed25519";
    const key = (which: "right" | "wrong", kind: Kind) => publicKey(join(dir, `${which}-${kind}.pub`));
    const first = key("right", kinds[0]!);
    const KEYS: Record<Host["key"], string> = {
      right: first,
      "right, last kind": key("right", kinds.at(-1)!),
      "right, other kind": key("right", other),
      wrong: key("wrong", kinds[0]!),
      mistyped: `${kinds[0] === "rsa" ? "ssh-ed25519" : "ssh-rsa"} ${first.split(" ")[1]!}`,
      cut: first.slice(0, -8),
      padded: `${first.slice(0, -5)}!${first.slice(-5)}`,
    };
    const NAMES: Record<Host["name"], string> = {
      plain: name,
      list: `sdu.example,${name},10.0.0.5`,
      wildcard: `${name.slice(0, 6)}*`,
      negated: `*,!${name}`,
      "others negated": `!10.0.0.*,${name.replace(/\d(?=\D*$)/, "?")}`,
      hashed: hashed(name),
      "without port": address,
      capitals: name.toUpperCase(),
      wrong: "elsewhere.example",
    };
    const MORE: Record<Host["more"], string> = {
      "": "",
      right: `${name} ${first}`,
      wrong: `${name} ${key("wrong", kinds[0]!)}`,
      "right without port": `${address} ${first}`,
      "wrong without port": `${address} ${key("wrong", kinds[0]!)}`,
      revoked: `@revoked ${next() < 0.5 ? "*" : address} ${first}`,
      "other kind": `${name} ${key("wrong", other)}`,
      authority: `@cert-authority *,${name} ${key("wrong", "ed25519")}`,
    };
    const space = host.mess === "tabs" ? "\t" : " ";
    const main = [host.mark, NAMES[host.name], KEYS[host.key], "a comment"].filter(Boolean).join(" ");
    const ours = host.file === file ? [(host.mess === "tabs" ? "  " : "") + main.replaceAll(" ", space)] : [];
    const more = file === (next() < 0.5 ? "user" : "global") && host.more ? [MORE[host.more]] : [];
    const junk =
      host.mess === "junk"
        ? ["", "# a comment", "junk", `${name} ssh-ed25519`, "@what * x y", `${name} 1024 35 1`]
        : [];
    const lines = [...junk, ...(next() < 0.5 ? [...ours, ...more] : [...more, ...ours])];
    if (lines.length === 0) return "";
    const end = host.mess === "carriage return" ? "\r\n" : "\n";
    return lines.join(end) + (host.mess === "no end" ? "" : end);
  }
});

function hashed(name: string): string {
  const salt = randomBytes(20);
  return `|1|${salt.toString("base64")}|${createHmac("sha1", salt).update(name).digest("base64")}`;
}

function read(file: string): string {
  return existsSync(file) ? readFileSync(file, "utf8") : "";
}
