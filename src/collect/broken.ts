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

/** Before a first word; these may be otherwise in a moment. */
export function notConnected(error: ClientError | undefined, address: string): Refusal {
  const name = address.replace(/:\d+$/, "");
  const code = typeof error?.code === "string" ? error.code : "ECONNRESET";
  const reasons: Record<string, string> = {
    ECONNREFUSED: `${address} refused the connection`,
    ENOTFOUND: `the name ${name} does not resolve`,
    EAI_AGAIN: `the name ${name} does not resolve now: no answer from a name server`,
    EHOSTUNREACH: `there is no way to ${address}`,
    ENETUNREACH: `there is no way to ${address}`,
    ETIMEDOUT: `no answer from ${address}`,
    ECONNRESET: `${address} closed the connection before it said anything`,
  };
  return new Refusal("unreachable", visible(reasons[code] ?? `no connection to ${address}${because(error)}`), true);
}

/** After the server's first words. */
export function notLoggedIn(error: ClientError | undefined, target: Target, keys: UserKeys, words: Buffer): Refusal {
  const { address } = target;
  const message = error?.message ?? "";
  if (/before handshake|identification/.test(message)) return noSsh(words, address);
  if (error?.level === "client-authentication") return new Refusal("login", loginReason(target, keys));
  if (typeof error?.code === "number") return new Refusal("login", `${loginReason(target, keys)}${because(error)}`);
  const old = OLD.find(([words]) => message.includes(words))?.[1];
  if (old !== undefined) return new Refusal("unreachable", `${address} ${old}`);
  return new Refusal("unreachable", `${address} broke off the login${because(error)}`);
}

/** What a server of long ago lacks; per node one may let it. */
const OLD = [
  [
    "no matching key exchange",
    "knows none of the key exchanges that are safe today; kex = +diffie-hellman-group14-sha1 in the node's section allows an old one",
  ],
  [
    "no matching host key",
    "signs with none of the kinds of host key that ssh takes today; HostKeyAlgorithms +ssh-rsa in ssh_config allows an old one",
  ],
] as const;

/** sshd, too, says in plain words when it has no room (`Exceeded MaxStartups`). */
function noSsh(words: Buffer, address: string): Refusal {
  const line = visible(raw(words.subarray(0, 200)).split("\n", 1)[0]!.trim());
  return new Refusal("unreachable", `what answers at ${address} does not speak ssh, it says "${line}"`, true);
}

/** A server on the way would not, or could not, go on. */
export function notForwarded(error: Error, address: string): Refusal {
  return new Refusal("unreachable", `no connection to ${address}${because(error)}`, true);
}

/** What the other side, or ssh2, says about it. */
export function because(error: ClientError | undefined): string {
  return error ? `: ${visible(error.message.slice(0, 200))}` : "";
}
