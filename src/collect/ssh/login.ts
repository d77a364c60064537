// How do we log in at one server? Its greeting, its host key, our keys.
import type { Duplex } from "node:stream";
import ssh2 from "ssh2";
import { printSpan } from "../../units.ts";
import { VisitError } from "../answer.ts";
import { because, greeting, notConnected, notLoggedIn, type ClientError } from "./connection-errors.ts";
import { within } from "../deadline.ts";
import type { KnownHost } from "./hostkey.ts";
import { keyExchanges } from "./kex.ts";
import type { Target } from "./resolve.ts";
import type { UserKeys } from "./user-keys.ts";

export type Client = InstanceType<typeof ssh2.Client>;

/** A jump host, or the node itself. */
export interface Hop {
  target: Target;
  host: KnownHost;
  keys: UserKeys;
  connectMs: number;
  loginMs: number;
}

export interface Login {
  client: Client;
  /** The key that was accepted, for a person. */
  key: string;
  /** Its `greeting`. */
  server: string;
  /** Rejects when the connection ends, and when `signal` is aborted. */
  broken: Promise<never>;
}

/**
 * Logs in over `socket`, which the caller closes. `say` gets a note when a host key was added to known_hosts. Throws a
 * VisitError.
 */
export async function logIn(
  { target, host, keys, connectMs, loginMs }: Hop,
  socket: Duplex,
  signal: AbortSignal,
  say: (note: string) => void,
): Promise<Login> {
  const { address, user, kex } = target;
  const silent = noAnswer(address, connectMs);
  const slow = new VisitError("timeout", `login to ${address} not finished within ${printSpan(loginMs)}`);
  const client = new ssh2.Client();
  let explain: (error: ClientError | undefined) => VisitError = (error) => notConnected(error, target);
  let refused: VisitError | undefined;
  let tried = -1;
  let server = "";
  // ssh2 may report several errors, some after `end`, and none if the connection is lost: so the listeners stay, and the first counts.
  const broken = new Promise<never>((_, reject) => {
    client.on("error", (error: ClientError) => error.level !== "agent" && reject(refused ?? explain(error)));
    client.on("close", () => reject(refused ?? explain(undefined)));
    signal.addEventListener("abort", () => reject(signal.reason as VisitError));
  });
  broken.catch(() => undefined);
  const firstWords = new Promise<void>((done) => {
    socket.once("data", (words: Buffer) => {
      server = greeting(words);
      explain = (error) => notLoggedIn(error, target, keys, words);
      done();
    });
  });
  client.on("handshake", () => {
    const note = host.record(); // the host has signed with it, and knows nothing of us yet
    if (note !== undefined) say(note);
  });
  const ready = new Promise<void>((done) => {
    client.once("ready", () => {
      explain = (error) => new VisitError("failed", `the connection was lost${because(error)}`);
      done();
    });
  });
  client.connect({
    sock: socket,
    username: user,
    authHandler: (_left, _partial, next) => next(keys.methods[++tried]?.method ?? (false as never)),
    readyTimeout: 0,
    algorithms: { serverHostKey: host.algorithms, compress: ["none"], ...keyExchanges(kex) },
    hostVerifier: (key: Buffer) => (refused = host.refuse(key)) === undefined, // synchronous: a Promise would be truthy
  });
  await within(connectMs, silent, signal, () => Promise.race([broken, firstWords]));
  await within(loginMs, slow, signal, () => Promise.race([broken, ready]));
  return { client, broken, key: keys.methods[tried]?.name() ?? "no key at all", server };
}

export function noAnswer(address: string, ms: number): VisitError {
  return new VisitError("unreachable", `no answer from ${address} within ${printSpan(ms)}`);
}
