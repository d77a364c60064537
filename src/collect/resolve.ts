// Whom does a tag of ssh_config mean, and how is one to log in there? OpenSSH decides: `ssh -G`.
import { existsSync } from "node:fs";
import { userInfo } from "node:os";
import type { Node, SshOptions } from "../model.ts";
import { visible } from "../text.ts";
import { Refusal } from "./answer.ts";
import { allowsSha1 } from "./kex.ts";
import type { Ask } from "./program.ts";
import { one, settingsOf, unsupported } from "./settings.ts";

export interface Target {
  /** What ssh would be called with. */
  tag: string;
  /** Where one would look that up, for a person. */
  sshConfig: string;
  host: string;
  port: number;
  /** `10.0.0.5:22`, for a person. */
  address: string;
  family: 0 | 4 | 6;
  /** The address of ours to come from; undefined: as the system likes. */
  from: string | undefined;
  /** The server to go through; undefined: straight there. */
  through: Target | undefined;
  user: string;
  keyFiles: string[];
  /** Use no other keys than these, even from the agent. */
  identitiesOnly: boolean;
  /** The agent's socket; undefined: there is none. */
  agent: string | undefined;
  /** Under which name the host's keys are on file; undefined: its own. */
  hostKeyAlias: string | undefined;
  /** How a host may sign, the preferred first. */
  hostKeyAlgorithms: string[];
  /** The node's. */
  kex: string | undefined;
  /** Files of known host keys, the user's own first. */
  knownHosts: string[];
  /** Whether an unknown key is put on file: in the first of these, its name hashed or not. */
  acceptNew: { file: string | undefined; hashed: boolean } | undefined;
  /** File of keys that no host may have. */
  revokedKeys: string | undefined;
}

/** `env` says where the agent is. */
export function resolve(
  node: Node,
  ssh: SshOptions,
  env: NodeJS.ProcessEnv,
  signal: AbortSignal,
  ask: Ask,
): Promise<Target> {
  const { node: tag, user, port, keyFiles, kex } = node;
  return target({ tag, user, port, keyFiles, kex }, { config: ssh.config, env, signal, ask });
}

/** What ssh would be called with. */
interface Call {
  tag: string;
  user: string | undefined;
  port: string | number | undefined;
  /** Before those of ssh_config. */
  keyFiles?: string[];
  kex?: string | undefined;
  /** As `ssh -J`; undefined: what ssh_config says. */
  jump?: string | undefined;
}

interface Means {
  config: string | undefined;
  env: NodeJS.ProcessEnv;
  signal: AbortSignal;
  ask: Ask;
}

async function target(call: Call, means: Means, before: string[] = []): Promise<Target> {
  const words = [
    ...[...option("-F", means.config), ...option("-J", call.jump)],
    ...[...option("-l", call.user), ...option("-p", call.port), "--", call.tag],
  ];
  const loop = words.join(" ");
  if (before.includes(loop)) throw new Refusal("unsupported", `ProxyJump in ssh_config loops at ${visible(call.tag)}`);
  const settings = await settingsOf(words, means.ask, means.signal);
  const value = (key: string) => one(settings, key) ?? "";
  const [host, user, port] = [value("hostname"), value("user"), Number(value("port"))];
  const { homedir, username } = userInfo(); // as ssh, which does not look at $HOME
  const meanings = { "%": "%", d: homedir, h: host, n: call.tag, p: String(port), r: user, u: username };
  const path = (text: string) => expand(text, meanings);
  const files = (key: string) => (settings.get(key) ?? []).filter((file) => file !== "none").map(path);
  // `ssh -G` sets several files apart by spaces, and quotes none: one name with spaces is known by its being there.
  const spaced = (key: string) =>
    (settings.get(key) ?? [])
      .flatMap((line) => (existsSync(path(line)) ? [line] : line.split(" ")))
      .filter((file) => file !== "none")
      .map(path);
  const agent = one(settings, "identityagent") ?? "SSH_AUTH_SOCK";
  const jump = one(settings, "proxyjump");
  const [own, global] = [spaced("userknownhostsfile"), spaced("globalknownhostsfile")];
  return {
    tag: call.tag,
    sshConfig: means.config ?? "~/.ssh/config",
    host,
    port,
    user,
    address: `${host.includes(":") ? `[${host}]` : host}:${port}`,
    family: FAMILIES[value("addressfamily")] ?? 0,
    from: one(settings, "bindaddress"),
    through: jump ? await target(lastJump(path(jump)), means, [...before, loop]) : undefined,
    keyFiles: call.keyFiles?.length ? call.keyFiles : files("identityfile"),
    identitiesOnly: value("identitiesonly") === "yes",
    agent: agent === "none" ? undefined : variable(agent, means.env, path),
    hostKeyAlias: one(settings, "hostkeyalias"),
    hostKeyAlgorithms: [...value("hostkeyalgorithms").split(","), ...(allowsSha1(call.kex) ? ["ssh-rsa"] : [])],
    kex: call.kex,
    knownHosts: [...own, ...global],
    acceptNew:
      value("stricthostkeychecking") === "accept-new"
        ? { file: own[0], hashed: value("hashknownhosts") === "yes" }
        : undefined,
    revokedKeys: files("revokedhostkeys")[0],
  };
}

const FAMILIES: Record<string, 4 | 6> = { inet: 4, inet6: 6 };

function option(flag: string, value: string | number | undefined): string[] {
  return value === undefined ? [] : [flag, String(value)];
}

/** Of `a,b` ssh logs in at b, and leaves it to `ssh -J a` how to get there. `ssh -G` writes the last one plainly. */
function lastJump(jumps: string): Call {
  const found = /^(?:(.*),)?(?:([^,]*)@)?(?:\[(.*)\]|([^,:]*))(?::(\d+))?$/.exec(jumps);
  if (!found) throw unsupported(`ProxyJump ${jumps}`);
  const [, jump, user, bracketed, plain, port] = found;
  return { tag: bracketed ?? plain!, user, port, jump };
}

/** `ssh -G` leaves a leading `~` and the percent tokens of ssh_config(5) to whom it may concern. */
export function expand(path: string, meanings: Record<string, string>): string {
  const home = path === "~" || path.startsWith("~/") ? meanings.d! + path.slice(1) : path;
  return home.replace(/%(.)/g, (token, letter: string) => meanings[letter] ?? token);
}

/** IdentityAgent is a path, or names an environment variable: `SSH_AUTH_SOCK`, `$NAME`. */
function variable(agent: string, env: NodeJS.ProcessEnv, path: (text: string) => string): string | undefined {
  if (agent === "SSH_AUTH_SOCK") return env.SSH_AUTH_SOCK || undefined;
  const name = /^\$\{?(\w+)\}?$/.exec(agent)?.[1];
  return name === undefined ? path(agent) : env[name] || undefined;
}
