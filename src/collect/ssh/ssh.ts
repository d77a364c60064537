// How is one node visited over ssh? Connect, run the command and leave, whatever the other side does.
import { setTimeout as sleep } from "node:timers/promises";
import type { Answer, Node, SshOptions, Transport } from "../../model.ts";
import { toAnswer, exitAnswer, capture, VisitError } from "../answer.ts";
import { because } from "./connection-errors.ts";
import { nodeTimeout, within } from "../deadline.ts";
import { knownHost, type KnownHost } from "./hostkey.ts";
import type { Client, Hop } from "./login.ts";
import { sshRunner, memoized, type RunSsh, type ProgramOutput } from "./ssh-program.ts";
import { resolve, type Target } from "./resolve.ts";
import { userKeys } from "./user-keys.ts";
import { arrive, atHop, hopsTo } from "./hops.ts";

/** `env` is used to find the agent. OpenSSH is asked once about each tag and host, however many nodes are behind it. */
export function sshTransport(ssh: SshOptions, env: NodeJS.ProcessEnv): Transport {
  const ask = sshRunner();
  const said = new Map<string, Promise<ProgramOutput>>();
  const hosts = new Map<string, Promise<KnownHost>>();
  const askOnce: RunSsh = (words, signal) => memoized(said, words.join("\0"), () => ask(words, signal));
  const means: Context = {
    ssh,
    targetOf: (node, signal) => resolve(node, ssh, env, signal, askOnce),
    hostOf: (target) => memoized(hosts, hostId(target), () => knownHost(target)),
  };
  const late = nodeTimeout(ssh.nodeMs);
  return async (node, command, signal) => {
    const notes: string[] = [];
    const say = (note: string) => void notes.push(note);
    const work = (stop: AbortSignal) => visit(node, command, { ...means, signal: stop, say });
    const answer = await toAnswer(within(ssh.nodeMs, late, signal, work));
    return notes.length === 0 ? answer : { ...answer, notes };
  };
}

interface Context {
  ssh: SshOptions;
  targetOf: (node: Node, signal: AbortSignal) => Promise<Target>;
  hostOf: (target: Target) => Promise<KnownHost>;
}

interface Visiting extends Context {
  signal: AbortSignal;
  say: (note: string) => void;
}

/** Everything that decides which host keys are accepted. */
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
      const silent = new VisitError("login", "the ssh agent does not answer");
      const keys = await within(ssh.loginMs, silent, signal, () => userKeys(on, leave.signal));
      const connectMs = (on === target ? node.connectMs : undefined) ?? ssh.connectMs;
      return { target: on, host, keys, connectMs, loginMs: ssh.loginMs };
    });
    const plan = {
      hops: await Promise.all(hops.map((hop, i) => atHop(route, i, hop))),
      command,
      maxBytes: ssh.outputBytes,
    };
    try {
      return await session(plan, signal, say);
    } catch (error) {
      if (!(error instanceof VisitError && error.retryable)) throw error;
    }
    await sleep(PAUSE, undefined, { signal });
    return await session(plan, signal, say);
  } finally {
    leave.abort();
  }
}

/** Pause in ms before the only retry: MaxStartups of sshd and a router that learns a route need a moment. */
const PAUSE = 500;

interface Plan {
  hops: Hop[];
  command: string;
  /** Limit of what it may print. */
  maxBytes: number;
}

async function session(
  { hops, command, maxBytes }: Plan,
  signal: AbortSignal,
  say: (note: string) => void,
): Promise<Answer> {
  const { client, broken, key, server, leave, cut } = await arrive(hops, signal, say);
  try {
    const answer = await Promise.race([broken, run(client, command, maxBytes)]);
    leave();
    return { ...answer, login: key, server };
  } catch (error) {
    cut();
    throw error;
  }
}

function run(client: Client, command: string, maxBytes: number): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const failed = (error: Error) => reject(new VisitError("failed", `the command could not be run${because(error)}`));
    try {
      client.exec(command, (error, channel) => {
        if (error) return failed(error);
        const printed = capture({ stdout: channel, stderr: channel.stderr, maxBytes }, reject);
        channel.on("error", failed);
        channel.on("close", (code?: number | null, killed?: string) => resolve(exitAnswer(printed, code, killed)));
      });
    } catch (error) {
      failed(error as Error); // let in and hung up on in one breath: `Not connected`
    }
  });
}
