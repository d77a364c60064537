// Which line lets a node's key run our command and nothing else?
import { existsSync } from "node:fs";
import { remoteCommand } from "../../collect/command.ts";
import { printCount } from "../../units.ts";
import { authorizedKeys, LONGEST_LINE } from "./authorized-key.ts";
import type { Looked } from "./node.ts";
import { publicKey } from "./public-key.ts";

/** For all hubs of the config that use the node, to be pasted. Nothing where nobody knows whom it would be for. */
export async function lockLines({ node, target, answer, lock }: Looked, signal: AbortSignal): Promise<string[]> {
  if (!target) return [];
  const name = answer?.login ?? target.keyFiles.find((file) => existsSync(file)) ?? "the key";
  const key = (await publicKey(name, target, signal)) ?? `PUT-HERE-WHAT-STANDS-IN-THE-.pub-FILE-OF ${name}`;
  const lines = authorizedKeys(remoteCommand(node), key, answer?.server);
  const where = `~${target.user}/.ssh/authorized_keys on ${target.address}`;
  return [
    "",
    lock === undefined
      ? `${node.node}: to let ${name} in for our command and nothing else, put this line into ${where}:`
      : `${node.node}: to let ${name} run our command and nothing else, put this line in the place of its own in ${where}:`,
    ...lines.flatMap(({ options, text }) => [
      "",
      ...(lines.length > 1 ? [options === "restrict" ? "(OpenSSH 7.2 and later)" : "(older, and other servers)"] : []),
      ...(text.length > LONGEST_LINE
        ? [`(${printCount(text.length)} bytes: old versions of sshd pass over lines of more than 8 KiB)`]
        : []),
      text,
    ]),
  ];
}
