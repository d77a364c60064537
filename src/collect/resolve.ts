// Whom does a tag of ssh_config mean, and how is one to log in there? OpenSSH decides: `ssh -G`.
import { existsSync } from "node:fs";
import { userInfo } from "node:os";
import type { Node, SshOptions } from "../model.ts";
import { visible } from "../text.ts";
import { Refusal } from "./answer.ts";
import { ask } from "./program.ts";

export interface Target {
  host: string;
  port: number;
  /** `10.0.0.5:22`, for a person. */
  address: string;
  family: 0 | 4 | 6;
  user: string;
  keyFiles: string[];
  /** Use no other keys than these, even from the agent. */
  identitiesOnly: boolean;
  /** The agent's socket; undefined: there is none. */
  agent: string | undefined;
  /** Under which name the host's keys are on file; undefined: its own. */
  hostKeyAlias: string | undefined;
  /** Files of known host keys, the user's own first. */
  knownHosts: string[];
}

export async function resolve(
  node: Node,
  ssh: SshOptions,
  env: NodeJS.ProcessEnv,
  signal: AbortSignal,
): Promise<Target> {
  const words = ["-G", ...option("-F", ssh.config), ...option("-l", node.user), ...option("-p", node.port)];
  const { status, stdout, stderr } = await ask("ssh", [...words, "--", node.node], signal);
  if (status !== 0) throw new Refusal("unsupported", `ssh does not accept its configuration: ${complaint(stderr)}`);
  const settings = read(stdout);
  refuseUnsupported(settings);
  const [host, user, port] = [one(settings, "hostname"), one(settings, "user"), Number(one(settings, "port"))];
  const { homedir, username } = userInfo(); // as ssh, which does not look at $HOME
  const meanings = { "%": "%", d: homedir, h: host, n: node.node, p: String(port), r: user, u: username };
  const path = (text: string) => expand(text, meanings);
  const files = (key: string) => (settings.get(key) ?? []).filter((file) => file !== "none").map(path);
  const agent = settings.get("identityagent")?.[0] ?? "SSH_AUTH_SOCK";
  // `ssh -G` sets several files apart by spaces, and quotes none: one name with spaces is known by its being there.
  const spaced = (key: string) =>
    (settings.get(key) ?? [])
      .flatMap((line) => (existsSync(path(line)) ? [line] : line.split(" ")))
      .filter((file) => file !== "none");
  return {
    host,
    port,
    user,
    address: `${host.includes(":") ? `[${host}]` : host}:${port}`,
    family: FAMILIES[one(settings, "addressfamily")] ?? 0,
    keyFiles: node.keyFiles.length > 0 ? node.keyFiles : files("identityfile"),
    identitiesOnly: one(settings, "identitiesonly") === "yes",
    agent: agent === "none" ? undefined : variable(agent, env, path),
    hostKeyAlias: settings.get("hostkeyalias")?.[0],
    knownHosts: [...spaced("userknownhostsfile"), ...spaced("globalknownhostsfile")].map(path),
  };
}

const FAMILIES: Record<string, 4 | 6> = { inet: 4, inet6: 6 };

function option(flag: string, value: string | number | undefined): string[] {
  return value === undefined ? [] : [flag, String(value)];
}

/** Its first complaint names file and line; the hint about a terminal is not about us. */
function complaint(stderr: string): string {
  const lines = stderr.split("\n").map((line) => line.trim());
  const first = lines.find((line) => line !== "" && !line.startsWith("Pseudo-terminal"));
  return visible(first?.slice(0, 300) ?? "it does not say why");
}

function read(stdout: string): Map<string, string[]> {
  const settings = new Map<string, string[]>();
  for (const line of stdout.split("\n")) {
    const space = line.indexOf(" ");
    const key = line.slice(0, space);
    settings.set(key, [...(settings.get(key) ?? []), line.slice(space + 1)]);
  }
  return settings;
}

function one(settings: Map<string, string[]>, key: string): string {
  return settings.get(key)?.[0] ?? "";
}

function refuseUnsupported(settings: Map<string, string[]>): void {
  for (const [key, name] of [
    ["proxyjump", "ProxyJump"],
    ["proxycommand", "ProxyCommand"],
    ["revokedhostkeys", "RevokedHostKeys"],
  ] as const) {
    const value = one(settings, key);
    if (value === "" || value === "none") continue;
    throw new Refusal("unsupported", `ssh_config asks for ${name} ${visible(value)}, which is not supported yet`);
  }
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
