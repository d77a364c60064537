// How a node is reached: by ssh, or here.
import { localTransport } from "../collect/local.ts";
import { sshTransport } from "../collect/ssh/ssh.ts";
import type { Node, Site, Transport } from "../model.ts";

export function transports({ ssh }: Site): Record<Node["transport"], Transport> {
  return { ssh: sshTransport(ssh, process.env), local: localTransport(ssh) };
}
