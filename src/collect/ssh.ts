// One visit over ssh: connect, check the host's key, log in, run the command, and leave, whatever the other side does.
import { connect, type Socket } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import ssh2 from "ssh2";
import type { Answer, Node, SshOptions, Transport } from "../model.ts";
import { printSpan } from "../units.ts";
import { answered, ended, listen, Refusal } from "./answer.ts";
import { because, notConnected, notLoggedIn, type ClientError } from "./broken.ts";
import { within } from "./deadline.ts";
import { knownHost, type KnownHost } from "./hostkey.ts";
import { resolve, type Target } from "./resolve.ts";
import { userKeys, type UserKeys } from "./userkeys.ts";

/** `env` says where the agent is. */
export function sshTransport(ssh: SshOptions, env: NodeJS.ProcessEnv): Transport {
  const late = new Refusal("timeout", `not done within ${printSpan(ssh.nodeMs)}`);
  return (node, command, signal) =>
    answered(within(ssh.nodeMs, late, signal, (stop) => visit(node, command, { ssh, env, signal: stop })));
}

interface Means {
  ssh: SshOptions;
  env: NodeJS.ProcessEnv;
  signal: AbortSignal;
}

async function visit(node: Node, command: string, { ssh, env, signal }: Means): Promise<Answer> {
  const leave = new AbortController();
  try {
    const target = await resolve(node, ssh, env, signal);
    const host = await knownHost(target, signal);
    const silent = new Refusal("login", "the ssh agent does not answer");
    const keys = await within(ssh.loginMs, silent, signal, () => userKeys(target, leave.signal));
    const plan = { target, host, keys, command, connectMs: node.connectMs ?? ssh.connectMs, loginMs: ssh.loginMs };
    try {
      return await session(plan, signal);
    } catch (error) {
      if (!(error instanceof Refusal && error.again)) throw error;
    }
    await sleep(PAUSE, undefined, { signal });
    return await session(plan, signal);
  } finally {
    leave.abort();
  }
}

/** Before the one retry: sshd's MaxStartups and a router that just learns the way need a moment. */
const PAUSE = 500;

interface Plan {
  target: Target;
  host: KnownHost;
  keys: UserKeys;
  command: string;
  connectMs: number;
  loginMs: number;
}

async function session(
  { target, host, keys, command, connectMs, loginMs }: Plan,
  signal: AbortSignal,
): Promise<Answer> {
  const { address, user } = target;
  const silent = new Refusal("unreachable", `no answer from ${address} within ${printSpan(connectMs)}`);
  const slow = new Refusal("timeout", `login at ${address} not done within ${printSpan(loginMs)}`);
  const socket = open(target, connectMs);
  const client = new ssh2.Client();
  let explain: (error: ClientError | undefined) => Refusal = (error) => notConnected(error, address);
  let refused: Refusal | undefined;
  // ssh2 may tell several errors, some after `end`, and none when the connection is cut: the listeners stay, the first counts.
  const broken = new Promise<never>((_, reject) => {
    client.on("error", (error: ClientError) => error.level !== "agent" && reject(refused ?? explain(error)));
    client.on("close", () => reject(refused ?? explain(undefined)));
    signal.addEventListener("abort", () => reject(signal.reason as Refusal));
  });
  broken.catch(() => undefined);
  const firstWords = new Promise<void>((done) => {
    socket.once("data", (words: Buffer) => {
      explain = (error) => notLoggedIn(error, target, keys, words);
      done();
    });
  });
  const ready = new Promise<void>((done) => {
    client.once("ready", () => {
      explain = (error) => new Refusal("failed", `the connection was cut${because(error)}`);
      done();
    });
  });
  try {
    client.connect({
      sock: socket,
      username: user,
      authHandler: keys.methods,
      readyTimeout: 0,
      algorithms: { serverHostKey: host.algorithms, compress: ["none"] },
      hostVerifier: (key: Buffer) => (refused = host.refuse(key)) === undefined, // synchronous: a Promise would be truthy
    });
    await within(connectMs, silent, signal, () => Promise.race([broken, firstWords]));
    await within(loginMs, slow, signal, () => Promise.race([broken, ready]));
    const answer = await Promise.race([broken, run(client, command)]);
    hangUp(client, socket);
    return answer;
  } catch (error) {
    socket.destroy();
    throw error;
  }
}

function open({ host, port, family }: Target, connectMs: number): Socket {
  // Node gives each of several addresses only 250 ms, less than the way around the world on a bad day.
  return connect({ host, port, family, autoSelectFamilyAttemptTimeout: Math.max(1000, Math.round(connectMs / 4)) });
}

/** Ends politely, and in any case: ssh2 would wait for the other side. */
function hangUp(client: InstanceType<typeof ssh2.Client>, socket: Socket): void {
  const grace = setTimeout(() => socket.destroy(), 1000);
  socket.once("close", () => clearTimeout(grace));
  client.end();
}

function run(client: InstanceType<typeof ssh2.Client>, command: string): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const failed = (error: Error) => reject(new Refusal("failed", `the command could not be run${because(error)}`));
    try {
      client.exec(command, (error, channel) => {
        if (error) return failed(error);
        const printed = listen(channel, channel.stderr, reject);
        channel.on("error", failed);
        channel.on("close", (code?: number | null, killed?: string) => resolve(ended(printed, code, killed)));
      });
    } catch (error) {
      failed(error as Error); // let in and hung up on in one breath: `Not connected`
    }
  });
}
