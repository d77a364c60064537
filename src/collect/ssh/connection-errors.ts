// What went wrong with the connection? In words for a person.
import { raw, visible } from "../../text.ts";
import { VisitError } from "../answer.ts";
import type { Target } from "./resolve.ts";
import { loginReason, type UserKeys } from "./user-keys.ts";

/** As ssh2 reports it; undefined: the connection was lost, which ssh2 does not report. */
export interface ClientError extends Error {
  level?: string;
  /** A code of the system, or the reason code of an SSH disconnect (RFC 4253, 11.1). */
  code?: string | number;
}

/** Before the server's first words; a second try may succeed. */
export function notConnected(error: ClientError | undefined, target: Target): VisitError {
  const { address } = target;
  const code = typeof error?.code === "string" ? error.code : "ECONNRESET";
  const reasons: Record<string, string> = {
    ECONNREFUSED: `${address} refused the connection`,
    ENOTFOUND: `no such host ${wanted(target)}`,
    EAI_AGAIN: `no name server answered for ${wanted(target)}`,
    EHOSTUNREACH: `no route to ${address}`,
    ENETUNREACH: `no route to ${address}`,
    ETIMEDOUT: `no answer from ${address}`,
    ECONNRESET: `${address} closed the connection before it sent anything`,
  };
  return new VisitError("unreachable", visible(reasons[code] ?? `no connection to ${address}${because(error)}`), true);
}

/** Matches the reasons that say that a name does not resolve. */
export const UNRESOLVED = /\bno (such host|name server answered for) /;

/** ssh looks up a name that is in no ssh_config as it is (in lower case): usually it is mistyped. */
function wanted({ host, tag, sshConfig }: Target): string {
  return host === tag.toLowerCase()
    ? `${tag} (is it a Host in ${sshConfig}?)`
    : `${host} (the HostName of ${tag} in ${sshConfig})`;
}

/** After the server's first words. */
export function notLoggedIn(error: ClientError | undefined, target: Target, keys: UserKeys, words: Buffer): VisitError {
  const { address } = target;
  const message = error?.message ?? "";
  if (/before handshake|identification/.test(message)) return noSsh(words, address);
  const rejected = (why: string) =>
    new VisitError("login", `${loginReason(target, keys)}${why}`, false, greeting(words));
  if (error?.level === "client-authentication") return rejected("");
  if (typeof error?.code === "number") return rejected(because(error));
  const old = OLD.find(([words]) => message.includes(words))?.[1];
  if (old !== undefined) return new VisitError("unreachable", `${address} ${old}`);
  return new VisitError("unreachable", `${address} closed the connection during the login${because(error)}`);
}

/** What an old server lacks, and how to allow it for one node. */
const OLD = [
  [
    "no matching key exchange",
    "offers none of the key exchanges that are safe today; kex = +diffie-hellman-group14-sha1 in the node's section allows an old one",
  ],
  [
    "no matching host key",
    "has no host key of a type that ssh accepts today; HostKeyAlgorithms +ssh-rsa in ssh_config allows an old one",
  ],
] as const;

/** What the server calls itself, escaped: `SSH-2.0-OpenSSH_9.2p1`. */
export function greeting(words: Buffer): string {
  return visible(raw(words.subarray(0, 200)).split(/\r?\n/, 1)[0]!.trim());
}

/** sshd, too, uses plain text when it is busy (`Exceeded MaxStartups`). */
function noSsh(words: Buffer, address: string): VisitError {
  return new VisitError("unreachable", `${address} does not speak ssh, it says "${greeting(words)}"`, true);
}

/** A server on the way did not connect us to the next one. */
export function notForwarded(error: Error, address: string): VisitError {
  return new VisitError("unreachable", `no connection to ${address}${because(error)}`, true);
}

/** The message of the other side, or of ssh2. */
export function because(error: ClientError | undefined): string {
  return error ? `: ${visible(error.message.slice(0, 200))}` : "";
}
