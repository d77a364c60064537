import assert from "node:assert/strict";
import { createRequire } from "node:module";
import { describe, it } from "node:test";
import { KEX } from "../../src/config/types.ts";
import { mistakesOf, siteOf, zz } from "./files.ts";

describe("a node's key exchanges", () => {
  it("are those that ssh2 has", () => {
    const require = createRequire(import.meta.url);
    const { SUPPORTED_KEX } = require("ssh2/lib/protocol/constants.js") as { SUPPORTED_KEX: string[] };
    assert.deepEqual([...KEX].sort(), [...SUPPORTED_KEX].sort());
  });

  for (const kex of ["+diffie-hellman-group14-sha1", "-ecdh-sha2-nistp256", "ecdh-sha2-nistp256,curve25519-sha256"])
    it(`may be \`${kex}\``, () => {
      const { nodes } = siteOf(zz("[SDU]", `kex = ${kex}`));
      assert.equal(nodes[0]!.kex, kex);
    });

  for (const [kex, name] of [
    ["+diffie-hellman-group2-sha1", "diffie-hellman-group2-sha1"],
    ["+ ecdh-sha2-nistp256", " ecdh-sha2-nistp256"],
    ["+", ""],
  ] as const)
    it(`are not \`${kex}\``, () => {
      const [mistake] = mistakesOf(() => siteOf(zz("[SDU]", `kex = ${kex}`)));
      assert.ok(
        mistake?.includes(`kex: "${name}" is not a key exchange we support; they are curve25519-sha256 `),
        mistake,
      );
    });
});
