// What to do next when a node cannot be looked at.
import type { Target } from "../../collect/resolve.ts";
import type { Answer, Node, SshOptions } from "../../model.ts";
import { culprit, type Facts } from "./facts.ts";

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
        `Change that for ${node} in ssh_config; what ssh reads there: ssh ${[...options, "-G", word(node)].join(" ")}`,
      ];
    case "hostkey":
      if (!host) return [];
      return keys && !reason.includes("of another kind") ? changedKey(host) : unknownKey(host);
    case "login":
      return host ? [...refusedLogin(host, host === target), `By hand: ${byHand}`] : [];
    case "unreachable":
      if (reason.includes("does not resolve"))
        return [`Let ssh_config say where it is: Host ${node}, and below it HostName`];
      return [`Is the machine up, its sshd too, and is the way there open? By hand: ${byHand}`];
    case "timeout":
      return [`See by hand where it hangs, in the login or in a profile: ${commandByHand}`];
    default:
      return [`See by hand what is said there: ${commandByHand}`];
  }
}

const ON_THE_NODE = "ssh-keygen -lf /etc/ssh/ssh_host_ed25519_key.pub";

/** ssh-keyscan asks whoever answers: only the comparison makes it the node's key. */
function unknownKey({ host, port, through, hostKeyAlias, knownHosts, address }: Target): string[] {
  const hop = through ? `ssh -p ${through.port} ${word(`${through.user}@${through.host}`)} ` : "";
  const rename = hostKeyAlias === undefined ? "" : ` | sed ${word(`s|^[^ ]*|${hostKeyAlias}|`)}`;
  return [
    `1. Ask for its key:      ${hop}ssh-keyscan -p ${port} -t ed25519 ${word(host)}${rename} > hostkey && ssh-keygen -lf hostkey`,
    `2. On ${address} itself, at its console or told by its keeper:  ${ON_THE_NODE}`,
    `3. Only if both print the same SHA256:  cat hostkey >> ${word(knownHosts[0] ?? "known_hosts")}`,
  ];
}

function changedKey({ host, port, hostKeyAlias, knownHosts, address }: Target): string[] {
  const name = hostKeyAlias ?? (port === 22 ? host : `[${host}]:${port}`);
  return [
    `Stop, log in nowhere near it, and ask the keeper of ${address}: was it installed anew? On its console: ${ON_THE_NODE}`,
    `Only if its key did change: ssh-keygen -R ${word(name)} -f ${word(knownHosts[0] ?? "known_hosts")}, then doctor again`,
  ];
}

/** A key that is to lead through a server cannot be locked there: it would lead nowhere. */
function refusedLogin({ user, address, agent, keyFiles }: Target, isNode: boolean): string[] {
  const key = keyFiles[0] ?? "the key";
  const best = isNode ? ", best as the line below, which locks it to our command" : "";
  return [
    `Put the public key into ~${user}/.ssh/authorized_keys on ${address}${best}`,
    ...(agent === undefined
      ? []
      : [`A key of the agent's is gone when the agent or the machine starts anew: ssh-add ${word(key)}`]),
  ];
}

/** As a shell takes it. */
export function word(text: string): string {
  return /^[\w@%+=:,./~-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}
