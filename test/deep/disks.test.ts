// A disk that is full, and `out/` on another one than the database.
import assert from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { userInfo } from "node:os";
import { join } from "node:path";
import { after, describe, it } from "node:test";
import { UserError } from "../../src/errors.ts";
import { DAY, HOUR } from "../../src/time.ts";
import { RUN, smallSite } from "../support/small-site.ts";
import { scratch } from "../support/world.ts";

const cleanups: (() => void)[] = [];
after(() => {
  for (const cleanup of cleanups.reverse()) cleanup();
});
const folder = () => scratch({ after: (fn) => cleanups.push(fn as () => void) });

/** A real file system of 1 MiB. */
function smallDisk(): string {
  const dir = folder();
  mkdirSync(join(dir, "disk"));
  execFileSync("mount", ["-t", "tmpfs", "-o", "size=1m", "tmpfs", join(dir, "disk")]);
  cleanups.push(() => execFileSync("umount", [join(dir, "disk")]));
  return join(dir, "disk");
}

function fill(disk: string): void {
  spawnSync("dd", ["if=/dev/zero", `of=${disk}/filler`, "bs=4096"], { stdio: "ignore" });
}

/** A visible skip for whoever may not mount; root in CI must be able to, or the test is not run anywhere. */
function mounting(): string | false {
  const { status, stderr } = spawnSync("unshare", ["-m", "mount", "-t", "tmpfs", "tmpfs", "/mnt"], {
    encoding: "utf8",
  });
  if (status === 0) return false;
  const line =
    "a small disk cannot be mounted here: that takes root, and unshare and mount (apt install util-linux mount)";
  if (process.env.CI === "true" && userInfo().uid === 0) throw new Error(`${line}: ${stderr}`);
  return line;
}

const full = (path: string) => (error: unknown) => {
  assert.ok(error instanceof UserError, String(error));
  assert.equal(error.code, 74);
  assert.match(error.message, new RegExp(`${path}.*: no space left on device\\. Make room`));
  return true;
};

describe("a full disk", { skip: mounting() }, () => {
  it("under the database ends the run with 74, and the old file is what it was, byte for byte", async () => {
    const dir = folder();
    const disk = smallDisk();
    const site = smallSite(dir);
    const config = readFileSync(site.config, "utf8");
    writeFileSync(site.config, config.replace("[FORGE]\n", `[FORGE]\ndbpath = ${disk}/a.db\n`));
    await site.run(RUN);
    const old = readFileSync(join(disk, "a.db"));
    fill(disk);
    site.place(24);
    await assert.rejects(site.run(RUN + DAY), full(`${disk}/a.db`));
    assert.ok(readFileSync(join(disk, "a.db")).equals(old));
    rmSync(join(disk, "filler"));
    await site.run(RUN + DAY + HOUR);
    assert.ok(!readFileSync(join(disk, "a.db")).equals(old));
  });

  it("under out ends the run with 74, every page is whole, and what was collected is kept", async () => {
    const dir = folder();
    const disk = smallDisk();
    const site = smallSite(dir, join(disk, "out"));
    await site.run(RUN);
    const before = pages(site.out);
    fill(disk);
    site.place(24);
    await assert.rejects(site.run(RUN + DAY), full(site.out));
    const after = pages(site.out);
    assert.deepEqual([...after.keys()], [...before.keys()]);
    for (const [path, text] of after) {
      if (path.endsWith(".html")) assert.match(text, /<\/html>\s*$/, path);
      if (path.endsWith(".svg")) assert.match(text, /<\/svg>\s*$/, path);
    }
    rmSync(join(disk, "filler"));
    await site.run(RUN + DAY + HOUR);
    assert.match(readFileSync(join(site.out, "forge/HERE.csv"), "utf8"), /2026-11-24T20:00:00Z/);
  });
});

it("out may lie on another file system than the database", async (t) => {
  const shm = "/dev/shm";
  const dir = folder();
  if (!existsSync(shm) || statSync(shm).dev === statSync(dir).dev) {
    assert.notEqual(process.env.CI, "true", "/dev/shm must be a file system of its own");
    return t.skip("/dev/shm is no file system of its own");
  }
  const out = mkdtempSync(join(shm, "scm-backup-monitor-test-"));
  t.after(() => rmSync(out, { recursive: true }));
  const site = smallSite(dir, join(out, "out"));
  await site.run(RUN);
  site.place(24);
  await site.run(RUN + DAY);
  assert.notEqual(statSync(site.out).dev, statSync(site.database).dev);
  assert.match(readFileSync(join(site.out, "forge/HERE.csv"), "utf8"), /2026-11-24T20:00:00Z/);
});

function pages(out: string): Map<string, string> {
  const files = readdirSync(out, { recursive: true, encoding: "utf8" }).filter((path) =>
    statSync(join(out, path)).isFile(),
  );
  return new Map(files.sort().map((path) => [path, readFileSync(join(out, path), "utf8")]));
}
