// What to do next when a node cannot be looked at.
import { UNRESOLVED } from "../../collect/ssh/connection-errors.ts";
import type { Target } from "../../collect/ssh/resolve.ts";
import type { Answer, Node, SshOptions } from "../../model.ts";
import { nearest } from "../../nearest.ts";
import { culprit, hops, type Facts } from "./facts.ts";
import { hostsIn } from "./ssh-hosts.ts";

/** A line each, to be read in the morning and pasted. */
export function advice(
  { node, port, user, transport, shell = ["/bin/bash", "-l", "-c"] }: Node,
  { config }: SshOptions,
  { outcome, reason }: Pick<Answer, "outcome" | "reason">,
  { target, keys }: Facts,
): string[] {
  const host = target && culprit(target, reason);
  const options = [
    ...(config === undefined ? [] : ["-F", word(config)]),
    ...(port === undefined ? [] : ["-p", String(port)]),
    ...(user === undefined ? [] : ["-l", word(user)]),
  ];
  const ssh = ["ssh", ...options, "-o BatchMode=yes", word(node)].join(" ");
  const byHand = `${ssh} true`;
  const command = [...shell, "true"].join(" ");
  const commandByHand = transport === "local" ? command : `${ssh} ${word(command)}`;
  switch (outcome) {
    case "unsupported":
      return [
        `Change that for ${node} in ssh_config. To see what ssh reads: ssh ${[...options, "-G", word(node)].join(" ")}`,
      ];
    case "hostkey":
      if (!host) return [];
      return keys && !reason.includes("of another kind") ? changedKey(host) : unknownKey(host);
    case "login":
      return host ? [...refusedLogin(host, host === target), `By hand: ${byHand}`] : [];
    case "unreachable":
      if (target && UNRESOLVED.test(reason)) return unknownName(hops(target)[0]!);
      return [`Check that the machine and its sshd are up and that nothing blocks the way. By hand: ${byHand}`];
    case "timeout":
      return [`Find out by hand where it hangs, at login or in a profile: ${commandByHand}`];
    default:
      return [`See what it says by hand: ${commandByHand}`];
  }
}

function unknownName({ tag, sshConfig }: Target): string[] {
  const near = nearest(tag, hostsIn(sshConfig));
  return [
    ...(near === undefined ? [] : [`Did you mean ${near}? That is a Host in ${sshConfig}. If so, correct it in [HUB]`]),
    `${near === undefined ? "Correct it in [HUB]" : "Otherwise correct it"}, or add these lines to ${sshConfig}:`,
    `  Host ${tag}`,
    `    HostName the address of ${tag}`,
  ];
}

const ON_THE_NODE = "ssh-keygen -lf /etc/ssh/ssh_host_ed25519_key.pub";

/** ssh-keyscan asks whoever answers: only the comparison makes it the node's key. */
function unknownKey({ host, port, through, hostKeyAlias, knownHosts, address }: Target): string[] {
  const hop = through ? `ssh -p ${through.port} ${word(`${through.user}@${through.host}`)} ` : "";
  const rename = hostKeyAlias === undefined ? "" : ` | sed ${word(`s|^[^ ]*|${hostKeyAlias}|`)}`;
  return [
    `1. Fetch its key: ${hop}ssh-keyscan -p ${port} -t ed25519 ${word(host)}${rename} > hostkey && ssh-keygen -lf hostkey`,
    `2. On ${address} itself (at its console, or ask its admin):  ${ON_THE_NODE}`,
    `3. Only if both print the same SHA256:  cat hostkey >> ${word(knownHosts[0] ?? "known_hosts")}`,
  ];
}

function changedKey({ host, port, hostKeyAlias, knownHosts, address }: Target): string[] {
  const name = hostKeyAlias ?? (port === 22 ? host : `[${host}]:${port}`);
  return [
    `Stop: do not log in there. Ask the admin of ${address} whether it was reinstalled. On its console: ${ON_THE_NODE}`,
    `Only if its key did change: ssh-keygen -R ${word(name)} -f ${word(knownHosts[0] ?? "known_hosts")}, then run doctor again`,
  ];
}

/** A key that is to lead through a server cannot be locked there: it would lead nowhere. */
function refusedLogin({ user, address, agent, keyFiles }: Target, isNode: boolean): string[] {
  const key = keyFiles[0] ?? "the key";
  const best = isNode ? "; best is the line below, which locks it to our command" : "";
  return [
    `Add the public key to ~${user}/.ssh/authorized_keys on ${address}${best}`,
    ...(agent === undefined
      ? []
      : [`An agent loses its keys when it or the machine restarts. To load the key again: ssh-add ${word(key)}`]),
  ];
}

/** As a shell takes it. */
export function word(text: string): string {
  return /^[\w@%+=:,./~-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}
