// The demo's backup nodes: their home directories, keys and servers, and the ssh config to reach them.
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import ssh2 from "ssh2";
import { type Listening, serveNode, serveSilence } from "./server.ts";

export interface DemoNode extends Listening {
  node: string;
  home: string;
}

/** Starts the nodes, and writes keys, `known_hosts` and `ssh_config` to `dir`. The node `silentTag` never answers. */
export async function startNodes(dir: string, tags: string[], silentTag: string): Promise<DemoNode[]> {
  const user = ssh2.utils.generateKeyPairSync("ed25519");
  writeFileSync(join(dir, "user_key"), user.private, { mode: 0o600 });
  const nodes: DemoNode[] = [];
  const knownHosts: string[] = [];
  for (const node of [...tags, silentTag]) {
    const home = makeHome(join(dir, "nodes", node));
    const host = ssh2.utils.generateKeyPairSync("ed25519");
    const listening = node === silentTag ? await serveSilence() : await serveNode(home, host.private, user.public);
    knownHosts.push(`[127.0.0.1]:${listening.port} ${host.public}\n`);
    nodes.push({ node, home, ...listening });
  }
  writeFileSync(join(dir, "known_hosts"), knownHosts.join(""));
  writeFileSync(join(dir, "ssh_config"), nodes.map(({ node, port }) => hostEntry(dir, node, port)).join("\n"));
  return nodes;
}

/** As on a real node, `$SCM_FOLD` is set in a profile that only login shells read. */
function makeHome(home: string): string {
  mkdirSync(home, { recursive: true });
  writeFileSync(join(home, ".profile"), 'SCM_FOLD="$HOME/scm"\nexport SCM_FOLD\n');
  return home;
}

function hostEntry(dir: string, node: string, port: number): string {
  return `Host ${node}
  HostName 127.0.0.1
  Port ${port}
  User demo
  IdentityFile "${dir}/user_key"
  IdentitiesOnly yes
  IdentityAgent none
  UserKnownHostsFile "${dir}/known_hosts"
  GlobalKnownHostsFile /dev/null
`;
}
