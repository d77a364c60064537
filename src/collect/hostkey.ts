// Is this the host we know? Its key must be on file, as OpenSSH reads its files.
import { existsSync } from "node:fs";
import type { ServerHostKeyAlgorithm } from "ssh2";
import ssh2 from "ssh2";
import { Refusal } from "./answer.ts";
import { ask } from "./program.ts";
import type { Target } from "./resolve.ts";

export interface KnownHost {
  /** Those of the keys on file, so that the host shows one that we can compare. */
  algorithms: ServerHostKeyAlgorithm[];
  /** Why the host's key (the blob of RFC 4253, 6.6) is refused; undefined: it is the one on file. */
  refuse: (key: Buffer) => Refusal | undefined;
}

/** Throws where no key is on file: such a host is not even asked. */
export async function knownHost(target: Target, signal: AbortSignal): Promise<KnownHost> {
  const { keys, revoked, authorities } = await onFile(target, signal);
  const algorithms = ALGORITHMS.filter((algorithm) =>
    keys.some(({ type }) => type === algorithm || signs(type, algorithm)),
  );
  if (algorithms.length === 0) throw unknown(target, authorities);
  return {
    algorithms,
    refuse: (key) => {
      const recalled = revoked.find(({ blob }) => blob.equals(key));
      if (recalled) return refusal(`of ${target.address} is marked as revoked in ${recalled.place}`);
      if (keys.some(({ blob }) => blob.equals(key))) return undefined;
      const { place } = keys.find(({ type }) => type === typeOf(key)) ?? keys[0]!;
      return refusal(
        `of ${target.address} is not the one on file in ${place}; it changed, or somebody stands in between`,
      );
    },
  };
}

function refusal(what: string): Refusal {
  return new Refusal("hostkey", `the host key ${what}`);
}

/** The blob begins with its type, as a string after its length (RFC 4253, 6.6). */
function typeOf(key: Buffer): string {
  return key.toString("latin1", 4, 4 + key.readUInt32BE());
}

/** As OpenSSH prefers them. */
const ALGORITHMS: ServerHostKeyAlgorithm[] = [
  "ssh-ed25519",
  "ecdsa-sha2-nistp256",
  "ecdsa-sha2-nistp384",
  "ecdsa-sha2-nistp521",
  "rsa-sha2-512",
  "rsa-sha2-256",
  "ssh-rsa",
];

/** One RSA key signs in three ways (RFC 8332). */
function signs(type: string, algorithm: string): boolean {
  return type === "ssh-rsa" && algorithm.startsWith("rsa-");
}

function unknown({ address, knownHosts }: Target, authorities: boolean): Refusal {
  const file = knownHosts[0] ?? "known_hosts";
  const instead = authorities ? " (a certificate authority is, but host certificates are not supported)" : "";
  return refusal(`of ${address} is not on file${instead}; compare it and add it to ${file}`);
}

interface HostKey {
  type: string;
  blob: Buffer;
  /** `FILE:LINE`. */
  place: string;
}

interface OnFile {
  keys: HostKey[];
  revoked: HostKey[];
  /** Whether a line says `@cert-authority`. */
  authorities: boolean;
}

/** Like ssh: by name and port; where that is not on file at all, by name alone. */
async function onFile(target: Target, signal: AbortSignal): Promise<OnFile> {
  const host = (target.hostKeyAlias ?? target.host).toLowerCase();
  const withPort = target.port === 22 || target.hostKeyAlias ? [] : [`[${host}]:${target.port}`];
  let all: OnFile = { keys: [], revoked: [], authorities: false };
  for (const name of [...withPort, host]) {
    const found = await Promise.all(target.knownHosts.map((file) => find(name, file, signal)));
    const lines = found.flat();
    all = {
      keys: lines.filter(({ mark }) => mark === ""),
      revoked: [...all.revoked, ...lines.filter(({ mark }) => mark === "REVOKED")],
      authorities: all.authorities || lines.some(({ mark }) => mark === "CA"),
    };
    if (all.keys.length > 0) break;
  }
  return all;
}

async function find(name: string, file: string, signal: AbortSignal): Promise<(HostKey & { mark: string })[]> {
  if (!existsSync(file)) return [];
  const { stdout } = await ask("ssh-keygen", ["-F", name, "-f", file], signal);
  const found = stdout.matchAll(/^# Host .* found: line (\d+) ?(\w*)\n(.*)$/gm);
  return [...found].flatMap(([, line, mark, text]) => {
    const fields = text!.trim().split(/[ \t]+/);
    const [type = "", base64 = ""] = fields.slice(fields[0]!.startsWith("@") ? 2 : 1);
    // A broken line, or one of a kind that ssh2 cannot check, is no key.
    if (ssh2.utils.parseKey(`${type} ${base64}`) instanceof Error) return [];
    return [{ type, blob: Buffer.from(base64, "base64"), place: `${file}:${line!}`, mark: mark! }];
  });
}
