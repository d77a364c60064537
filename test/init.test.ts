// What kind of file does init write?
import assert from "node:assert/strict";
import { statSync } from "node:fs";
import { join } from "node:path";
import { it } from "node:test";
import { init } from "../src/commands/init.ts";
import { scratch } from "./support/world.ts";

for (const umask of [0o002, 0o077]) {
  it(`init writes a file with mode 0644 under umask ${umask.toString(8)}`, (t) => {
    const dir = scratch(t);
    const before = process.umask(umask);
    t.after(() => process.umask(before));
    init("site.cnf", { cwd: dir, program: "scm-backup-monitor" });
    assert.equal(statSync(join(dir, "site.cnf")).mode & 0o777, 0o644);
  });
}
