// Which store does a dbpath open?
import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { pathToFileURL } from "node:url";
import { EXIT } from "../../src/errors.ts";
import { openStore } from "../../src/store/open.ts";
import { sizes } from "./suite.ts";
import { KEEP, nov, tarball, visit, WW } from "./visits.ts";

describe("a dbpath", () => {
  let folder: string;
  before(() => (folder = mkdtempSync(join(tmpdir(), "open store "))));
  after(() => rmSync(folder, { recursive: true }));

  it("is a file, as a path or as a file: URL", async () => {
    const path = join(folder, "a.db");
    const store = await openStore(path, [WW], KEEP);
    await store.record(visit("C", nov(3), [tarball("repos/env", 2, 1)]));
    await store.save();
    const again = await openStore(pathToFileURL(path).href, [WW], KEEP);
    assert.deepEqual(sizes(await again.history("WW", "C", nov(3))), { "repos/env": [1] });
  });

  for (const url of ["postgres://db/scm", "constructor:x"]) {
    it(`is refused if its scheme is unknown: ${url}`, () =>
      assert.rejects(openStore(url, [WW], KEEP), { code: EXIT.config, message: /\w+: URLs are not supported/ }));
  }
});
