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
  const { address, knownHosts } = target;
  const message = error?.message ?? "";
  if (/before handshake|identification/.test(message)) return noSsh(words, address);
  if (error?.level === "client-authentication") return new Refusal("login", loginReason(target, keys));
  if (typeof error?.code === "number") return new Refusal("login", `${loginReason(target, keys)}${because(error)}`);
  if (message.includes("no matching host key")) {
    const file = knownHosts[0] ?? "known_hosts";
    return new Refusal(
      "hostkey",
      `${address} has no host key of a kind that is on file; compare its keys and add one to ${file}`,
    );
  }
  return new Refusal("unreachable", `${address} broke off the login${because(error)}`);
}

/** sshd, too, says in plain words when it has no room (`Exceeded MaxStartups`). */
function noSsh(words: Buffer, address: string): Refusal {
  const line = visible(raw(words.subarray(0, 200)).split("\n", 1)[0]!.trim());
  return new Refusal("unreachable", `what answers at ${address} does not speak ssh, it says "${line}"`, true);
}

/** What the other side, or ssh2, says about it. */
export function because(error: ClientError | undefined): string {
  return error ? `: ${visible(error.message.slice(0, 200))}` : "";
}
