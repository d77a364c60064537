// One visit over ssh: get there, run the command, and leave, whatever the other side does.
import { setTimeout as sleep } from "node:timers/promises";
import type { Answer, Node, SshOptions, Transport } from "../model.ts";
import { answered, ended, listen, Refusal } from "./answer.ts";
import { because } from "./connection-errors.ts";
import { nodeLate, within } from "./deadline.ts";
import { knownHost, type KnownHost } from "./hostkey.ts";
import type { Client, Hop } from "./login.ts";
import { askSsh, once, type Ask, type Said } from "./program.ts";
import { resolve, type Target } from "./resolve.ts";
import { userKeys } from "./userkeys.ts";
import { arrive, told, hopsTo } from "./hops.ts";

/** `env` says where the agent is. OpenSSH is asked once about each tag and each host, however many nodes lie behind it. */
export function sshTransport(ssh: SshOptions, env: NodeJS.ProcessEnv): Transport {
  const ask = askSsh();
  const said = new Map<string, Promise<Said>>();
  const hosts = new Map<string, Promise<KnownHost>>();
  const askOnce: Ask = (words, signal) => once(said, words.join("\0"), () => ask(words, signal));
  const means: Means = {
    ssh,
    targetOf: (node, signal) => resolve(node, ssh, env, signal, askOnce),
    hostOf: (target) => once(hosts, hostId(target), () => knownHost(target)),
  };
  const late = nodeLate(ssh.nodeMs);
  return async (node, command, signal) => {
    const notes: string[] = [];
    const say = (note: string) => void notes.push(note);
    const work = (stop: AbortSignal) => visit(node, command, { ...means, signal: stop, say });
    const answer = await answered(within(ssh.nodeMs, late, signal, work));
    return notes.length === 0 ? answer : { ...answer, notes };
  };
}

interface Means {
  ssh: SshOptions;
  targetOf: (node: Node, signal: AbortSignal) => Promise<Target>;
  hostOf: (target: Target) => Promise<KnownHost>;
}

interface Visiting extends Means {
  signal: AbortSignal;
  say: (note: string) => void;
}

/** All that decides which keys it may have. */
function hostId({ host, port, hostKeyAlias, hostKeyAlgorithms, knownHosts, acceptNew, revokedKeys }: Target): string {
  return JSON.stringify([host, port, hostKeyAlias, hostKeyAlgorithms, knownHosts, acceptNew, revokedKeys]);
}

async function visit(node: Node, command: string, { ssh, targetOf, hostOf, signal, say }: Visiting): Promise<Answer> {
  const leave = new AbortController();
  try {
    const target = await targetOf(node, signal);
    const route = hopsTo(target);
    const hops = route.map(async (on): Promise<Hop> => {
      const host = await hostOf(on);
      const silent = new Refusal("login", "the ssh agent does not answer");
      const keys = await within(ssh.loginMs, silent, signal, () => userKeys(on, leave.signal));
      const connectMs = (on === target ? node.connectMs : undefined) ?? ssh.connectMs;
      return { target: on, host, keys, connectMs, loginMs: ssh.loginMs };
    });
    const plan = { hops: await Promise.all(hops.map((hop, i) => told(route, i, hop))), command, most: ssh.outputBytes };
    try {
      return await session(plan, signal, say);
    } catch (error) {
      if (!(error instanceof Refusal && error.again)) throw error;
    }
    await sleep(PAUSE, undefined, { signal });
    return await session(plan, signal, say);
  } finally {
    leave.abort();
  }
}

/** Before the one retry: sshd's MaxStartups and a router that just learns the route need a moment. */
const PAUSE = 500;

interface Plan {
  hops: Hop[];
  command: string;
  /** Bytes that it may print. */
  most: number;
}

async function session(
  { hops, command, most }: Plan,
  signal: AbortSignal,
  say: (note: string) => void,
): Promise<Answer> {
  const { client, broken, key, server, leave, cut } = await arrive(hops, signal, say);
  try {
    const answer = await Promise.race([broken, run(client, command, most)]);
    leave();
    return { ...answer, login: key, server };
  } catch (error) {
    cut();
    throw error;
  }
}

function run(client: Client, command: string, most: number): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const failed = (error: Error) => reject(new Refusal("failed", `the command could not be run${because(error)}`));
    try {
      client.exec(command, (error, channel) => {
        if (error) return failed(error);
        const printed = listen({ stdout: channel, stderr: channel.stderr, most }, reject);
        channel.on("error", failed);
        channel.on("close", (code?: number | null, killed?: string) => resolve(ended(printed, code, killed)));
      });
    } catch (error) {
      failed(error as Error); // let in and hung up on in one breath: `Not connected`
    }
  });
}
