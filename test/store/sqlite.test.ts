// The SQLite file: what is opened or refused, and what is written when.
import assert from "node:assert/strict";
import {
  mkdtempSync,
  readFileSync,
  existsSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
  lstatSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { EXIT, UserError } from "../../src/errors.ts";
import { openStore } from "../../src/store/open.ts";
import initSqlJs from "sql.js";
import { OWNERS, type Place, sizes, suite } from "./suite.ts";
import { KEEP, nov, tarball, visit } from "./visits.ts";

function newPlace(): Place {
  const folder = mkdtempSync(join(tmpdir(), "store-"));
  return {
    open: (owners = OWNERS) => openStore(join(folder, "a.db"), owners, KEEP),
    another: newPlace,
    remove: () => rmSync(folder, { recursive: true }),
  };
}

suite("SQLite", newPlace);

describe("the database file", () => {
  let folder: string;
  before(() => (folder = mkdtempSync(join(tmpdir(), "store-"))));
  after(() => rmSync(folder, { recursive: true }));

  /** A file that sql.js makes with these statements. */
  async function file(name: string, sql: string): Promise<string> {
    const { Database } = await initSqlJs();
    const database = new Database();
    database.run(sql);
    writeFileSync(join(folder, name), database.export());
    return join(folder, name);
  }

  async function refused(path: string, code: number, why: RegExp): Promise<void> {
    const before = existsSync(path) ? readFileSync(path) : undefined;
    await assert.rejects(openStore(path, OWNERS, KEEP), (error) => {
      assert.ok(error instanceof UserError, String(error));
      assert.equal(error.code, code);
      assert.match(error.message, why);
      return true;
    });
    assert.deepEqual(existsSync(path) ? readFileSync(path) : undefined, before, "untouched");
  }

  const TGZS = "create table tgzs (nodepath text primary key, node text, dir text, date text, size real);";

  it("is not created before something is recorded", async () => {
    const path = join(folder, "none.db");
    const store = await openStore(path, OWNERS, KEEP);
    await store.save();
    assert.ok(!existsSync(path));
  });

  it("is not written again if nothing was recorded since", async () => {
    const path = join(folder, "once.db");
    const store = await openStore(path, OWNERS, KEEP);
    await store.record(visit("C", nov(3), [tarball("repos/env", 2, 1)]));
    await store.save();
    const { ino } = statSync(path);
    await store.save();
    assert.equal(statSync(path).ino, ino);
  });

  it("has the same rows about tarballs if nothing has changed on the node", async () => {
    const path = join(folder, "same.db");
    const store = await openStore(path, OWNERS, KEEP);
    const rows = async () => {
      const { Database } = await initSqlJs();
      const database = new Database(readFileSync(path));
      return ["tgzs", "dirs", "files", "changes"].map(
        (table) => database.exec(`select rowid, * from ${table}`)[0]?.values,
      );
    };
    await store.record(visit("C", nov(3), [tarball("repos/env", 1, 1), tarball("repos/env", 2, 1)]));
    await store.record(visit("C", nov(4), [tarball("repos/env", 2, 1)]));
    await store.save();
    const first = await rows();
    await store.record(visit("C", nov(5), [tarball("repos/env", 2, 1)]));
    await store.save();
    assert.deepEqual(await rows(), first);
  });

  it("is replaced where it is if dbpath is a link", async () => {
    const path = join(folder, "link.db");
    writeFileSync(join(folder, "real.db"), readFileSync(await file("real.db", TGZS)));
    symlinkSync("real.db", path);
    const store = await openStore(path, OWNERS, KEEP);
    await store.record(visit("C", nov(3), [tarball("repos/env", 2, 1)]));
    await store.save();
    assert.ok(lstatSync(path).isSymbolicLink());
    assert.deepEqual(sizes(await (await openStore(join(folder, "real.db"), OWNERS, KEEP)).history("WW", "C", nov(3))), {
      "repos/env": [1],
    });
  });

  it("needs its folder", () =>
    refused(join(folder, "absent/a.db"), EXIT.io, /absent\/a\.db: no such file or directory\. Create the folder/));

  it("is refused when empty", async () => {
    writeFileSync(join(folder, "empty.db"), "");
    await refused(join(folder, "empty.db"), EXIT.data, /empty\.db is empty.*Restore it/);
  });

  it("is refused if it is something else", async () => {
    writeFileSync(join(folder, "text.db"), "x".repeat(5000));
    await refused(join(folder, "text.db"), EXIT.data, /not an SQLite database/);
  });

  it("is refused when cut short", async () => {
    const path = await file("cut.db", `${TGZS} insert into tgzs values ('C:/x', 'C', '/', '', 1)`);
    writeFileSync(path, readFileSync(path).subarray(0, 5000));
    await refused(path, EXIT.data, /cut\.db is damaged/);
  });

  it("is refused if it belongs to another program", async () =>
    refused(await file("foreign.db", "create table a (b)"), EXIT.data, /not ours: it has no table tgzs/));

  it("is refused when its table tgzs has other columns", async () =>
    refused(
      await file("other.db", "create table tgzs (nodepath text primary key, size real)"),
      EXIT.data,
      /its table tgzs has other columns/,
    ));

  it("is refused when tgzs has no key", async () =>
    refused(await file("nokey.db", TGZS.replace(" primary key", "")), EXIT.data, /other columns/));

  it("is refused if another program's table has one of our names", async () =>
    refused(await file("names.db", `${TGZS} create table files (a)`), EXIT.data, /its table files has other columns/));

  it("is refused when a newer version of this program wrote it", async () =>
    refused(await file("newer.db", `${TGZS} pragma user_version = 99`), EXIT.data, /newer version/));

  it("is refused in WAL mode, in which the newest rows may be in another file", async () => {
    const path = await file("wal.db", TGZS);
    const bytes = readFileSync(path);
    // For those that write and for those that read.
    for (const at of [18, 19]) {
      const wal = Buffer.from(bytes);
      wal[at] = 2;
      writeFileSync(path, wal);
      await refused(path, EXIT.data, /WAL mode.*journal_mode = delete/);
    }
  });

  for (const suffix of ["-journal", "-wal"]) {
    it(`is refused with a ${suffix} beside it, even if it is absent itself`, async () => {
      const path = await file(`beside${suffix}.db`, TGZS);
      writeFileSync(path + suffix, "x");
      await refused(path, EXIT.data, /beside.*open the database once/);
      rmSync(path);
      await refused(path, EXIT.data, /beside.*open the database once/);
    });
  }

  it("is accepted with our tables but without their version, like a restored dump", async () => {
    const path = join(folder, "dump.db");
    const store = await openStore(path, OWNERS, KEEP);
    await store.record(visit("C", nov(3), [tarball("repos/env", 2, 1)]));
    await store.save();
    const { Database } = await initSqlJs();
    const database = new Database(readFileSync(path));
    database.run("pragma user_version = 0");
    writeFileSync(path, database.export());
    const again = await openStore(path, OWNERS, KEEP);
    assert.deepEqual(sizes(await again.history("WW", "C", nov(3))), { "repos/env": [1] });
  });
});
