// Opening: damage is detected, the damaged file is kept, and a good copy is used instead; what is not ours is left alone.
import assert from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import {
  chmodSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, it } from "node:test";
import initSqlJs from "sql.js";
import { EXIT, UserError } from "../../src/errors.ts";
import { hashOf } from "../../src/store/sqlite/file/sums.ts";
import { putState, shim, takeState } from "./disk.ts";
import { damage, remembered, run, SCENES } from "./scenes.ts";
import { nov } from "./visits.ts";

const sqlite3 = spawnSync("sqlite3", ["-version"]).status === 0;
if (!sqlite3 && process.env.CI === "true") throw new Error("sqlite3 is missing: apt install sqlite3");
const skip = sqlite3 ? false : "sqlite3 is missing. Install it: apt install sqlite3";

describe("the files of the database", () => {
  let folder: string;
  let path: string;
  beforeEach(() => {
    folder = join(mkdtempSync(join(tmpdir(), "open-")), "db");
    putState(folder, []);
    path = join(folder, "a.db");
  });
  afterEach(() => rmSync(join(folder, ".."), { recursive: true }));

  const names = (part: string) => readdirSync(folder).filter((name) => name.includes(part));
  const refused = async (why: RegExp) => {
    const before = takeState(folder);
    await assert.rejects(
      run(path, 20),
      (error) => error instanceof UserError && error.code === EXIT.data && why.test(error.message),
    );
    assert.deepEqual(takeState(folder), before);
  };

  it("are the database, its hashes for sha256sum, and good copies", async () => {
    await SCENES["a database of some days"]!(path);
    assert.deepEqual(names(""), ["a.db", "a.db.good-2026-11-05", "a.db.sha256"]);
    execFileSync("sha256sum", ["--check", "--strict", "--quiet", "a.db.sha256"], { cwd: folder });
  });

  it("list two hashes while the database is replaced: the old and the new", async () => {
    await run(path, 3);
    const present = hashOf(readFileSync(path));
    let during = "";
    const { fs } = shim((_, call) => {
      if (call === "rename a.db.saving a.db") during = readFileSync(`${path}.sha256`, "utf8");
      return "go";
    });
    await run(path, 4, fs);
    for (const hash of [present, hashOf(readFileSync(path))])
      assert.match(during, new RegExp(`^${hash}  a\\.db$`, "m"));
    assert.doesNotMatch(readFileSync(`${path}.sha256`, "utf8"), new RegExp(`^${present}  a\\.db$`, "m"));
  });

  it("are good copies of each day for as long as `keep` says, and always the newest", async () => {
    await SCENES["a database of some days"]!(path);
    await run(path, 20);
    assert.deepEqual(names("good"), ["a.db.good-2026-11-09"]);
  });

  it("are copies if there are no hard links", async () => {
    await SCENES["a database of some days"]!(path);
    const old = readFileSync(path);
    const error = Object.assign(new Error("EPERM"), { code: "EPERM", errno: -1 });
    await run(path, 10, shim((_, call) => (call.startsWith("link ") ? error : "go")).fs);
    assert.deepEqual(readFileSync(`${path}.good-2026-11-09`), old);
  });

  it("have the mode of the database", async () => {
    await run(path, 3);
    chmodSync(path, 0o640);
    await run(path, 4);
    for (const name of ["a.db", "a.db.sha256"]) assert.equal(statSync(join(folder, name)).mode & 0o7777, 0o640);
  });

  it("include the old file if the tables were upgraded", async () => {
    await SCENES["the predecessor's"]!(path);
    const old = readFileSync(path);
    await run(path, 3);
    await run(path, 4);
    assert.deepEqual(readFileSync(`${path}.before-v1`), old);
  });

  it("are not overwritten if another program wrote in the meantime", async () => {
    await run(path, 3);
    const other = Buffer.concat([readFileSync(path), Buffer.alloc(4096)]);
    let asked = 0;
    const late = shim((_, call) => {
      if (call === "stat a.db-wal" && ++asked === 2) writeFileSync(path, other);
      return "go";
    });
    await assert.rejects(run(path, 4, late.fs), /another program changed .* in the meantime/);
    assert.deepEqual(readFileSync(path), other);
  });

  describe("when the database is damaged", () => {
    beforeEach(async () => {
      for (const day of [8, 9]) await run(path, day);
    });

    it("are the damaged one, which is kept, and the newest good copy in its place; the damage is reported", async () => {
      damage(path);
      const damaged = readFileSync(path);
      await run(path, 10);
      const [kept] = names("damaged");
      assert.equal(kept, "a.db.damaged-20261110T120000Z");
      assert.deepEqual(readFileSync(join(folder, kept)), damaged);
      const found = await remembered(path);
      assert.deepEqual(found.days, [8, 10]);
      assert.deepEqual([found.damage?.at, found.damage?.keptAs], [nov(10), kept]);
      assert.ok(Math.abs(found.damage!.copiedAt - Date.now()) < 60_000);
    });

    it("report the damage until the damaged file is removed", async () => {
      damage(path);
      await run(path, 10);
      await run(path, 11);
      assert.ok((await remembered(path)).damage);
      rmSync(join(folder, names("damaged")[0]!));
      assert.equal((await remembered(path)).damage, undefined);
      await run(path, 12);
      assert.equal((await remembered(path)).damage, undefined);
    });

    it("are not touched by a command that only reads: it uses the copy in memory, and says so", async () => {
      damage(path);
      const before = takeState(folder);
      const found = await remembered(path);
      assert.deepEqual(found.days, [8]);
      assert.match(found.note, /damaged: its bytes are not those that were saved. The good copy a\.db\.good-/);
      assert.ok(found.damage);
      assert.deepEqual(takeState(folder), before);
    });

    it("do not include those of another database in the folder", async () => {
      damage(path);
      for (const name of names("good")) renameSync(join(folder, name), join(folder, name.replace(/^a/, "b")));
      await refused(/damaged .*no good copy/);
    });

    it("are left unchanged if there is no good copy", async () => {
      damage(path);
      for (const name of names("good")) rmSync(join(folder, name));
      await refused(/damaged .*no good copy/);
    });

    it("are searched for the newest good copy that is itself intact", async () => {
      assert.deepEqual(names("good"), ["a.db.good-2026-11-08", "a.db.good-2026-11-09"]);
      for (const file of [path, `${path}.good-2026-11-09`]) damage(file);
      assert.match((await remembered(path)).note, /The good copy a\.db\.good-2026-11-08 is used instead/);
      await run(path, 10);
      assert.deepEqual((await remembered(path)).days, [8, 10]);
    });

    it("are searched for an intact copy if the hashes are lost", async () => {
      rmSync(`${path}.sha256`);
      writeFileSync(path, readFileSync(path).fill(0, 4096, 8192));
      const newest = `${path}.good-2026-11-09`;
      writeFileSync(newest, readFileSync(newest).fill(0, 4096, 8192));
      assert.match((await remembered(path)).note, /The good copy a\.db\.good-2026-11-08 is used instead/);
    });

    it("is detected in a page of zeros, even the first page", async () => {
      const bytes = readFileSync(path);
      writeFileSync(path, bytes.fill(0, 0, 4096));
      await run(path, 10);
      assert.equal(names("damaged").length, 1);
    });

    it("is detected even if integrity_check finds nothing", async () => {
      const { Database } = await initSqlJs();
      const bytes = readFileSync(path);
      // Within the text of a row.
      bytes[bytes.lastIndexOf("tar.gz")]! ^= 1;
      const [check] = new Database(bytes).exec("pragma integrity_check");
      assert.deepEqual(check!.values, [["ok"]]);
      writeFileSync(path, bytes);
      await run(path, 10);
      assert.equal(names("damaged").length, 1);
    });
  });

  it("can be restored by hand from any known copy", async () => {
    await SCENES["a database of some days"]!(path);
    renameSync(`${path}.good-2026-11-05`, path);
    const found = await remembered(path);
    assert.deepEqual([found.days, found.damage, found.note], [[3, 4, 5], undefined, ""]);
  });

  describe("that another program has written", { skip }, () => {
    const sql = (statement: string) => execFileSync("sqlite3", [path], { input: statement });
    const write = "update files set bytes = bytes + 1";

    it("are accepted with a message, and hashed again", async () => {
      for (const day of [8, 9]) await run(path, day);
      sql(write);
      const found = await remembered(path);
      assert.deepEqual(found.days, [8, 9]);
      assert.match(found.note, /^another program has changed it/);
      await run(path, 10);
      assert.deepEqual(names("damaged"), []);
      assert.equal((await remembered(path)).note, "");
    });

    it("are accepted from an SQLite before 3.7, which does not update bytes 92 to 95", async () => {
      for (const day of [8, 9]) await run(path, day);
      const validFor = readFileSync(path).subarray(92, 96);
      sql(write);
      const bytes = readFileSync(path);
      validFor.copy(bytes, 92);
      writeFileSync(path, bytes);
      assert.match((await remembered(path)).note, /^another program/);
    });

    it("count as damaged if only the counter has changed", async () => {
      for (const day of [8, 9]) await run(path, day);
      const bytes = readFileSync(path);
      bytes[26]! ^= 1;
      writeFileSync(path, bytes);
      assert.match((await remembered(path)).note, /^damaged/);
    });

    it("are refused and left unchanged if they are that program's own", async () => {
      for (const day of [8, 9]) await run(path, day);
      rmSync(path);
      sql("create table a (b); insert into a values (1); insert into a values (2);");
      await refused(/not ours: it has no table tgzs/);
    });
  });

  for (const [what, bytes] of Object.entries({ empty: "", "a text": "not a database ".repeat(1000) })) {
    it(`are refused and left unchanged if the database is ${what} now`, async () => {
      for (const day of [8, 9]) await run(path, day);
      writeFileSync(path, bytes);
      await refused(bytes === "" ? /is empty/ : /is not an SQLite database/);
    });
  }
});
