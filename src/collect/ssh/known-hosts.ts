// Which host keys are in known_hosts, and how is one added? As OpenSSH reads and writes it.
import { createHmac, randomBytes } from "node:crypto";
import { appendFileSync, existsSync, mkdirSync, readFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { dirname } from "node:path";
import ssh2 from "ssh2";

export interface HostKey {
  type: string;
  /** In wire format (RFC 4253, 6.6). */
  blob: Buffer;
  /** `FILE:LINE`. */
  place: string;
  /** From the line's `@revoked` or `@cert-authority`. */
  mark: "" | "REVOKED" | "CA";
}

/**
 * As hostfile.c reads: lists, patterns, hashes and marks; a malformed line gives no key. `ssh-keygen -F` would cost
 * a process of 20 ms for each name, and prints malformed lines too. The deep tests compare this with the real client.
 */
export async function onFile(name: string, files: string[]): Promise<HostKey[]> {
  const found = files.map(async (file) => {
    const text = await readFile(file, "latin1").catch(() => ""); // ssh, too, goes on without it
    return text.split("\n").flatMap((line, i) => {
      const [, mark, hosts, key] = /^[ \t]*(?:(@\S+)[ \t]+)?([^#@\s]\S*)[ \t]+(.*)/.exec(line) ?? [];
      if (hosts === undefined || !isFor(name, hosts) || !Object.hasOwn(MARKS, mark ?? "")) return [];
      return hostKey(key!, `${file}:${i + 1}`, MARKS[mark ?? ""]!);
    });
  });
  return (await Promise.all(found)).flat();
}

const MARKS: Record<string, HostKey["mark"]> = { "": "", "@revoked": "REVOKED", "@cert-authority": "CA" };

function isFor(name: string, hosts: string): boolean {
  const [, salt] = /^\|1\|([^|]*)\|/.exec(hosts) ?? [];
  if (salt !== undefined) return hashed(name, Buffer.from(salt, "base64")) === hosts;
  const patterns = hosts.toLowerCase().split(",");
  const fits = (pattern: string) => glob(pattern).test(name.toLowerCase());
  return patterns.some(fits) && !patterns.some((pattern) => pattern.startsWith("!") && fits(pattern.slice(1)));
}

function glob(pattern: string): RegExp {
  const literal = pattern.replace(/[\\^$.|+()[\]{}]/g, "\\$&");
  return new RegExp(`^${literal.replaceAll("*", ".*").replaceAll("?", ".")}$`);
}

/**
 * The keys in ssh_config's RevokedHostKeys, one a line; undefined if it is a binary list (KRL, see `ssh-keygen -k`).
 */
export async function revokedIn(file: string): Promise<HostKey[] | undefined> {
  const text = await readFile(file, "latin1");
  if (text.startsWith("SSHKRL\n")) return undefined;
  return text.split("\n").flatMap((line, i) => hostKey(line.trim(), `${file}:${i + 1}`, "REVOKED"));
}

/** Parses `type base64 comment`; empty if that is malformed. */
function hostKey(text: string, place: string, mark: HostKey["mark"]): HostKey[] {
  const [type = "", base64 = ""] = text.split(/\s+/);
  const blob = Buffer.from(base64, "base64");
  const whole = typeOf(blob) === type && blob.toString("base64") === base64;
  const wrong = ssh2.utils.parseKey(`${type} ${base64}`) instanceof Error && !type.startsWith("sk-"); // ssh2 knows no sk
  return whole && !wrong ? [{ type, blob, place, mark }] : [];
}

/** A blob begins with its type: a length, then the text. */
export function typeOf(blob: Buffer): string {
  return blob.length < 4 ? "" : blob.toString("latin1", 4, 4 + blob.readUInt32BE());
}

/** Adds a line. Errors of the file system pass through. */
export function putOnFile(file: string, name: string, blob: Buffer, hash: boolean): void {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  const open = existsSync(file) && /[^\n]$/.test(readFileSync(file, "latin1")); // its last line has no end
  const line = `${hash ? hashed(name, randomBytes(20)) : name} ${typeOf(blob)} ${blob.toString("base64")}\n`;
  appendFileSync(file, (open ? "\n" : "") + line, { mode: 0o600 });
}

/** As HashKnownHosts writes it: HMAC-SHA1 of the name with a salt. */
function hashed(name: string, salt: Buffer): string {
  return `|1|${salt.toString("base64")}|${createHmac("sha1", salt).update(name).digest("base64")}`;
}
