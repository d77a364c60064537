// Two runs never work at the same time; the kernel frees the lock of a dead one.
import assert from "node:assert/strict";
import type { ChildProcess } from "node:child_process";
import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync, symlinkSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, it } from "node:test";
import { EXIT, UserError } from "../src/errors.ts";
import { lock } from "../src/lock.ts";

describe("the lock", () => {
  let folder: string;
  let path: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "lock-"));
    path = join(folder, "a.db.lock");
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  /** Starts another process that holds the lock. */
  async function holder(): Promise<ChildProcess> {
    const script = `import { lock } from ${JSON.stringify(new URL("../src/lock.ts", import.meta.url).href)};
      lock(${JSON.stringify(path)}); console.log("held"); setInterval(() => {}, 1000);`;
    const args = ["--import", "tsx", "--input-type=module", "-e", script];
    const child = spawn(process.execPath, args, { stdio: ["ignore", "pipe", "inherit"] });
    await once(child.stdout, "data");
    return child;
  }

  it("does not follow links: the target is not truncated", () => {
    const dir = mkdtempSync(join(tmpdir(), "lock-"));
    const victim = join(dir, "victim");
    writeFileSync(victim, "all of it");
    symlinkSync(victim, join(dir, "x.lock"));
    assert.throws(() => lock(join(dir, "x.lock")), { name: "UserError", code: 74 });
    assert.equal(readFileSync(victim, "utf8"), "all of it");
    rmSync(dir, { recursive: true });
  });

  it("is held by one process at a time, and freed when that is killed", async () => {
    const child = await holder();
    try {
      assert.throws(
        () => lock(path),
        (error) => {
          assert.ok(error instanceof UserError);
          assert.equal(error.code, EXIT.busy);
          assert.ok(error.quiet);
          assert.match(error.message, new RegExp(`^another run holds ${path}: pid ${child.pid}, for \\d+(\\.\\d)? s$`));
          return true;
        },
      );
    } finally {
      child.kill("SIGKILL");
      await once(child, "exit");
    }
    lock(path).release();
  });

  it("is held once at a time within a process, and free once released", () => {
    const first = lock(path);
    assert.throws(() => lock(path), /another run holds/);
    first.release();
    lock(path).release();
  });

  it("contains the pid of its holder, and none once released", () => {
    const held = lock(path);
    assert.equal(readFileSync(path, "utf8"), `${process.pid}\n`);
    held.release();
    assert.equal(readFileSync(path, "utf8"), "");
  });

  it("is reported in cron too if its holder has had it for too long", (t) => {
    const held = lock(path);
    t.after(() => held.release());
    const anHourAgo = Date.now() / 1000 - 3600;
    utimesSync(path, anHourAgo, anHourAgo);
    assert.throws(() => lock(path, 2 * 3_600_000), { code: EXIT.busy, quiet: true, message: /for 1 h$/ });
    assert.throws(() => lock(path, 1_800_000), {
      code: EXIT.busy,
      quiet: false,
      message: `another run holds ${path}: pid ${process.pid}, for 1 h, longer than a run takes. Check what it is waiting for, or end it: kill ${process.pid}`,
    });
  });

  it("does not name a killed run while the next one holds it", (t) => {
    const dead = spawnSync("true").pid;
    const held = lock(path);
    t.after(() => held.release());
    writeFileSync(path, `${dead}\n`); // left by the killed run; the next has not written its own yet
    utimesSync(path, 0, 0);
    assert.throws(() => lock(path, 1000), { code: EXIT.busy, quiet: true, message: `another run holds ${path}` });
  });

  it("needs its folder", () => {
    assert.throws(() => lock(join(folder, "absent/x")), {
      code: EXIT.io,
      message: /absent\/x: no such file or directory/,
    });
  });

  it("says how to get flock where it is missing", () => {
    const { PATH } = process.env;
    process.env.PATH = folder;
    try {
      assert.throws(() => lock(path), { code: EXIT.io, message: /apt install util-linux/ });
    } finally {
      process.env.PATH = PATH;
    }
  });
});
