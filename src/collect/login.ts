// Are we in? One server: its first words, its host key, our keys.
import type { Duplex } from "node:stream";
import ssh2 from "ssh2";
import { printSpan } from "../units.ts";
import { Refusal } from "./answer.ts";
import { because, greeting, notConnected, notLoggedIn, type ClientError } from "./connection-errors.ts";
import { within } from "./deadline.ts";
import type { KnownHost } from "./hostkey.ts";
import { keyExchanges } from "./kex.ts";
import type { Target } from "./resolve.ts";
import type { UserKeys } from "./userkeys.ts";

export type Client = InstanceType<typeof ssh2.Client>;

/** A server on the way to a node, or the node itself. */
export interface Hop {
  target: Target;
  host: KnownHost;
  keys: UserKeys;
  connectMs: number;
  loginMs: number;
}

export interface Login {
  client: Client;
  /** Which key got us in. */
  key: string;
  /** Its `greeting`. */
  server: string;
  /** Rejects when the connection ends, and when `signal` is aborted. */
  broken: Promise<never>;
}

/** Over `socket`, which stays the caller's to close. `say` is told what was put on file. */
export async function logIn(
  { target, host, keys, connectMs, loginMs }: Hop,
  socket: Duplex,
  signal: AbortSignal,
  say: (note: string) => void,
): Promise<Login> {
  const { address, user, kex } = target;
  const silent = noAnswer(address, connectMs);
  const slow = new Refusal("timeout", `login to ${address} not finished within ${printSpan(loginMs)}`);
  const client = new ssh2.Client();
  let explain: (error: ClientError | undefined) => Refusal = (error) => notConnected(error, target);
  let refused: Refusal | undefined;
  let tried = -1;
  let server = "";
  // ssh2 may tell several errors, some after `end`, and none when the connection is cut: the listeners stay, the first counts.
  const broken = new Promise<never>((_, reject) => {
    client.on("error", (error: ClientError) => error.level !== "agent" && reject(refused ?? explain(error)));
    client.on("close", () => reject(refused ?? explain(undefined)));
    signal.addEventListener("abort", () => reject(signal.reason as Refusal));
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
      explain = (error) => new Refusal("failed", `the connection was lost${because(error)}`);
      done();
    });
  });
  client.connect({
    sock: socket,
    username: user,
    authHandler: (_left, _partial, next) => next(keys.ways[++tried]?.method ?? (false as never)),
    readyTimeout: 0,
    algorithms: { serverHostKey: host.algorithms, compress: ["none"], ...keyExchanges(kex) },
    hostVerifier: (key: Buffer) => (refused = host.refuse(key)) === undefined, // synchronous: a Promise would be truthy
  });
  await within(connectMs, silent, signal, () => Promise.race([broken, firstWords]));
  await within(loginMs, slow, signal, () => Promise.race([broken, ready]));
  return { client, broken, key: keys.ways[tried]?.name() ?? "no key at all", server };
}

export function noAnswer(address: string, ms: number): Refusal {
  return new Refusal("unreachable", `no answer from ${address} within ${printSpan(ms)}`);
}
