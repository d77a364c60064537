// Which host is a tag, and how do we log in there? OpenSSH decides: `ssh -G`.
import { existsSync } from "node:fs";
import { userInfo } from "node:os";
import type { Node, SshOptions } from "../../model.ts";
import { visible } from "../../text.ts";
import { VisitError } from "../answer.ts";
import { allowsSha1 } from "./kex.ts";
import type { RunSsh } from "./ssh-program.ts";
import { first, settingsOf, unsupported } from "./ssh-config.ts";

export interface Target {
  /** The name that ssh would be called with. */
  tag: string;
  /** The ssh_config that defines it, for a person. */
  sshConfig: string;
  host: string;
  port: number;
  /** `10.0.0.5:22`, for a person. */
  address: string;
  family: 0 | 4 | 6;
  /** Local address to connect from; undefined: the system chooses. */
  from: string | undefined;
  /** Jump host; undefined: direct. */
  through: Target | undefined;
  user: string;
  keyFiles: string[];
  /** Use only these keys, also from the agent. */
  identitiesOnly: boolean;
  /** The agent's socket; undefined: there is none. */
  agent: string | undefined;
  /** Name of the host in known_hosts; undefined: its own. */
  hostKeyAlias: string | undefined;
  /** Host key algorithms, the preferred one first. */
  hostKeyAlgorithms: string[];
  /** The node's `kex`. */
  kex: string | undefined;
  /** known_hosts files, the user's own first. */
  knownHosts: string[];
  /** Accept an unknown key and add it to this file, with its name hashed or not; undefined: refuse it. */
  acceptNew: { file: string | undefined; hashed: boolean } | undefined;
  /** File of revoked host keys. */
  revokedKeys: string | undefined;
}

/** `env` is used to find the agent. Throws a VisitError for what we cannot do as ssh would. */
export function resolve(
  node: Node,
  ssh: SshOptions,
  env: NodeJS.ProcessEnv,
  signal: AbortSignal,
  runSsh: RunSsh,
): Promise<Target> {
  const { node: tag, user, port, keyFiles, kex } = node;
  return target({ tag, user, port, keyFiles, kex }, { config: ssh.config, env, signal, runSsh });
}

/** The name that ssh would be called with. */
interface Call {
  tag: string;
  user: string | undefined;
  port: string | number | undefined;
  /** Tried before those of ssh_config. */
  keyFiles?: string[];
  kex?: string | undefined;
  /** As `ssh -J`; undefined: what ssh_config says. */
  jump?: string | undefined;
}

interface Context {
  config: string | undefined;
  env: NodeJS.ProcessEnv;
  signal: AbortSignal;
  runSsh: RunSsh;
}

async function target(call: Call, context: Context, before: string[] = []): Promise<Target> {
  const words = [
    ...[...option("-F", context.config), ...option("-J", call.jump)],
    ...[...option("-l", call.user), ...option("-p", call.port), "--", call.tag],
  ];
  const loop = words.join(" ");
  if (before.includes(loop))
    throw new VisitError("unsupported", `ProxyJump in ssh_config loops at ${visible(call.tag)}`);
  const settings = await settingsOf(words, context.runSsh, context.signal);
  const value = (key: string) => first(settings, key) ?? "";
  const [host, user, port] = [value("hostname"), value("user"), Number(value("port"))];
  const { homedir, username } = userInfo(); // as ssh, which does not look at $HOME
  const meanings = { "%": "%", d: homedir, h: host, n: call.tag, p: String(port), r: user, u: username };
  const path = (text: string) => expand(text, meanings);
  const files = (key: string) => (settings.get(key) ?? []).filter((file) => file !== "none").map(path);
  // `ssh -G` separates file names by spaces without quoting: a name with spaces is recognised if that file exists.
  const spaced = (key: string) =>
    (settings.get(key) ?? [])
      .flatMap((line) => (existsSync(path(line)) ? [line] : line.split(" ")))
      .filter((file) => file !== "none")
      .map(path);
  const agent = first(settings, "identityagent") ?? "SSH_AUTH_SOCK";
  const jump = first(settings, "proxyjump");
  const [own, global] = [spaced("userknownhostsfile"), spaced("globalknownhostsfile")];
  return {
    tag: call.tag,
    sshConfig: context.config ?? "~/.ssh/config",
    host,
    port,
    user,
    address: `${host.includes(":") ? `[${host}]` : host}:${port}`,
    family: FAMILIES[value("addressfamily")] ?? 0,
    from: first(settings, "bindaddress"),
    through: jump ? await target(lastJump(path(jump)), context, [...before, loop]) : undefined,
    keyFiles: call.keyFiles?.length ? call.keyFiles : files("identityfile"),
    identitiesOnly: value("identitiesonly") === "yes",
    agent: agent === "none" ? undefined : variable(agent, context.env, path),
    hostKeyAlias: first(settings, "hostkeyalias"),
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

/** For `a,b`, ssh logs in at b and uses `ssh -J a` to get there. */
function lastJump(jumps: string): Call {
  const found = /^(?:(.*),)?(?:([^,]*)@)?(?:\[(.*)\]|([^,:]*))(?::(\d+))?$/.exec(jumps);
  if (!found) throw unsupported(`ProxyJump ${jumps}`);
  const [, jump, user, bracketed, plain, port] = found;
  return { tag: bracketed ?? plain!, user, port, jump };
}

/** Expands what `ssh -G` does not: a leading `~`, and the percent tokens of ssh_config(5). */
export function expand(path: string, meanings: Record<string, string>): string {
  const home = path === "~" || path.startsWith("~/") ? meanings.d! + path.slice(1) : path;
  return home.replace(/%(.)/g, (token, letter: string) => meanings[letter] ?? token);
}

/** IdentityAgent is a path or the name of an environment variable: `SSH_AUTH_SOCK`, `$NAME`. */
function variable(agent: string, env: NodeJS.ProcessEnv, path: (text: string) => string): string | undefined {
  if (agent === "SSH_AUTH_SOCK") return env.SSH_AUTH_SOCK || undefined;
  const name = /^\$\{?(\w+)\}?$/.exec(agent)?.[1];
  return name === undefined ? path(agent) : env[name] || undefined;
}
