// What went wrong with the connection, in words for a person?
import { raw, visible } from "../text.ts";
import { Refusal } from "./answer.ts";
import type { Target } from "./resolve.ts";
import { loginReason, type UserKeys } from "./userkeys.ts";

/** As ssh2 tells it; undefined: it was cut, and ssh2 says nothing. */
export interface ClientError extends Error {
  level?: string;
  /** Of the system, or the number of an SSH disconnect (RFC 4253, 11.1). */
  code?: string | number;
}

/** Before the server's first words; a second try may succeed. */
export function notConnected(error: ClientError | undefined, target: Target): Refusal {
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
  return new Refusal("unreachable", visible(reasons[code] ?? `no connection to ${address}${because(error)}`), true);
}

/** Which of these say that the name is not known. */
export const UNRESOLVED = /\bno (such host|name server answered for) /;

/** A name that stands in no ssh_config is looked up as it is (in small letters), and is mostly a mistake. */
function wanted({ host, tag, sshConfig }: Target): string {
  return host === tag.toLowerCase()
    ? `${tag}; is it a Host in ${sshConfig}?`
    : `${host}, which is the HostName of ${tag} in ${sshConfig}`;
}

/** After the server's first words. */
export function notLoggedIn(error: ClientError | undefined, target: Target, keys: UserKeys, words: Buffer): Refusal {
  const { address } = target;
  const message = error?.message ?? "";
  if (/before handshake|identification/.test(message)) return noSsh(words, address);
  const rejected = (why: string) => new Refusal("login", `${loginReason(target, keys)}${why}`, false, greeting(words));
  if (error?.level === "client-authentication") return rejected("");
  if (typeof error?.code === "number") return rejected(because(error));
  const old = OLD.find(([words]) => message.includes(words))?.[1];
  if (old !== undefined) return new Refusal("unreachable", `${address} ${old}`);
  return new Refusal("unreachable", `${address} closed the connection during the login${because(error)}`);
}

/** What a server of long ago lacks; per node one may let it. */
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

/** sshd, too, says in plain words when it has no room (`Exceeded MaxStartups`). */
function noSsh(words: Buffer, address: string): Refusal {
  return new Refusal("unreachable", `${address} does not speak ssh, it says "${greeting(words)}"`, true);
}

/** A server on the way would not, or could not, go on. */
export function notForwarded(error: Error, address: string): Refusal {
  return new Refusal("unreachable", `no connection to ${address}${because(error)}`, true);
}

/** What the other side, or ssh2, says about it. */
export function because(error: ClientError | undefined): string {
  return error ? `: ${visible(error.message.slice(0, 200))}` : "";
}
