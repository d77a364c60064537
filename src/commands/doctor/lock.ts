// Which line of authorized_keys lets a node's key run our command and nothing else?
import { existsSync } from "node:fs";
import { remoteCommand } from "../../collect/command.ts";
import { printCount } from "../../units.ts";
import { authorizedKey, LONGEST_LINE } from "./authorized-key.ts";
import type { Looked } from "./node.ts";
import { publicKey } from "./public-key.ts";

/** To be pasted: one for all hubs of the config that use the node. None where ssh_config does not say whom it is for. */
export async function lockLine({ node, target, answer, lock }: Looked, signal: AbortSignal): Promise<string[]> {
  if (!target) return [];
  const name = answer?.login ?? target.keyFiles.find((file) => existsSync(file)) ?? "the key";
  const key = (await publicKey(name, target, signal)) ?? `PUT-HERE-WHAT-STANDS-IN-THE-.pub-FILE-OF ${name}`;
  const line = authorizedKey(remoteCommand(node), key, answer?.server);
  const where = `~${target.user}/.ssh/authorized_keys on ${target.address}`;
  return [
    "",
    lock === undefined
      ? `${node.node}: to let ${name} run our command and nothing else, add this line to ${where}:`
      : `${node.node}: to let ${name} run our command and nothing else, replace its line in ${where} with this one:`,
    "",
    ...(line.length > LONGEST_LINE
      ? [`(${printCount(line.length)} bytes: old versions of sshd ignore lines of more than 8 KiB)`]
      : []),
    line,
  ];
}
