// How is a node reached? By ssh, or, if it is this machine, directly.
import { localTransport } from "../collect/local.ts";
import { sshTransport } from "../collect/ssh/ssh.ts";
import type { Node, Site, Transport } from "../model.ts";

/** The transports of `World`. */
export function transports({ ssh }: Site): Record<Node["transport"], Transport> {
  return { ssh: sshTransport(ssh, process.env), local: localTransport(ssh) };
}
