// A node of the config that is as plain as can be.
import type { Node } from "../../src/model.ts";

const LAYOUT = { patterns: ["*.gz"], stamp: "/%Y/%m/%d/%H%M%S/" };

export function node(roots: string[], more: Partial<Node> = {}): Node {
  return {
    node: "SDU",
    transport: "ssh",
    shell: undefined,
    user: undefined,
    port: undefined,
    keyFiles: [],
    connectMs: undefined,
    kex: undefined,
    roots: roots.map((root, i) => ({ hub: `H${i}`, root, timezone: "Asia/Taipei", ...LAYOUT })),
    ...more,
  };
}
