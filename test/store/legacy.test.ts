// A database that the predecessor began: we extend it, and the predecessor can still use it.
import assert from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { openStore } from "../../src/store/open.ts";
import type { Owner } from "../../src/store/store.ts";
import { MIB } from "../../src/units.ts";
import { instant } from "../../src/time.ts";
import { backups, sizes } from "./suite.ts";
import { changed, KEEP, nov, ROOT, visit, WW, ZONE, ZZ } from "./visits.ts";
import type { Tarball } from "../../src/model.ts";

const SCHEMAS = {
  "as it is documented": "create table tgzs(nodepath text primary key, node text, dir text, date text, size real);",
  "as it is in other files": "create table tgzs(node text, date text, size real, dir text, nodepath text primary key);",
};
const STAMP = "2012-11-13T16:10:23";
const H1 = "/home/hep/blyth/var/scm/backup/cms02";

/** As the predecessor writes it. */
function row(node: string, dir: string, size: number | string, file = "env.tar.gz", date = STAMP): string {
  const [day, time] = date.split("T");
  const path = `${dir}/${day!.replaceAll("-", "/")}/${time!.replaceAll(":", "")}/${file}`;
  return `insert or replace into tgzs (nodepath, node, dir, date, size) values ('${node}:${path}', '${node}', '${dir}', '${date}', ${size});`;
}

const ROWS = [
  row("C", `${ROOT}/tracs/env`, "52.0"),
  row("C", `${ROOT}/repos/aberdeen`, "184.0", "aberdeen-1789.tar.gz"),
  row("H1", `${H1}/tracs/env`, "52.0"),
].join("");

const sqlite3 = spawnSync("sqlite3", ["-version"]).status === 0;
if (!sqlite3 && process.env.CI === "true") throw new Error("sqlite3 is missing: apt install sqlite3");
const skip = sqlite3 ? false : "sqlite3 is missing. Install it: apt install sqlite3";

describe("a database of the predecessor", { skip }, () => {
  let folder: string;
  let count = 0;
  before(() => (folder = mkdtempSync(join(tmpdir(), "legacy-"))));
  after(() => rmSync(folder, { recursive: true }));

  const run = (path: string, sql: string) => execFileSync("sqlite3", [path], { input: sql, encoding: "utf8" });
  const database = (sql: string) => {
    const path = join(folder, `${++count}.db`);
    run(path, sql);
    return path;
  };
  const historyOf = async (path: string, hub: string, node: string, owners: Owner[] = [WW], asOf = nov(30)) => {
    const store = await openStore(path, owners, KEEP);
    const history = await store.history(hub, node, asOf);
    await store.close();
    return history;
  };
  const measured = (item: string, bytes: number, file: string): Tarball => {
    const dir = `${ROOT}/${item}`;
    return { dir, item, path: `${dir}/2012/11/13/161023/${file}`, stamp: STAMP, at: instant(STAMP, ZONE)!, bytes };
  };

  for (const [order, schema] of Object.entries(SCHEMAS)) {
    it(`is read with its columns ${order}`, async () => {
      const history = await historyOf(database(schema + ROWS), "WW", "C");
      assert.deepEqual(history.items, [
        {
          item: "repos/aberdeen",
          backups: [
            {
              at: Date.UTC(2012, 10, 13, 8, 10, 23),
              bytes: 184 * MIB,
              exact: false,
              files: 1,
              path: `${ROOT}/repos/aberdeen/2012/11/13/161023/aberdeen-1789.tar.gz`,
              held: true,
            },
          ],
        },
        {
          item: "tracs/env",
          backups: [
            {
              at: Date.UTC(2012, 10, 13, 8, 10, 23),
              bytes: 52 * MIB,
              exact: false,
              files: 1,
              path: `${ROOT}/tracs/env/2012/11/13/161023/env.tar.gz`,
              held: true,
            },
          ],
        },
      ]);
      assert.deepEqual(history.collections, []);
    });

    it(`stays readable and writable for the predecessor with its columns ${order}`, async () => {
      const path = database(schema + ROWS);
      const store = await openStore(path, [WW], KEEP);
      await store.record(
        visit("C", nov(3), [measured("tracs/env", 54_001_234, "env.tar.gz"), measured("tracs/new", 7_168, "new.gz")]),
      );
      await store.save();
      await store.close();
      assert.equal(
        run(path, "pragma integrity_check; select sql from sqlite_master where name = 'tgzs'"),
        `ok\n${schema.slice(0, -1).replace("create table", "CREATE TABLE")}\n`,
      );
      assert.deepEqual(run(path, "select node, date, size, dir from tgzs order by nodepath").trim().split("\n"), [
        `C|${STAMP}|184.0|${ROOT}/repos/aberdeen`,
        `C|${STAMP}|51.4995899200439|${ROOT}/tracs/env`,
        `C|${STAMP}|${7_168 / MIB}|${ROOT}/tracs/new`,
        `H1|${STAMP}|52.0|${H1}/tracs/env`,
      ]);
      run(path, row("C", `${ROOT}/tracs/env`, "77.0", "env.tar.gz", "2012-11-14T16:10:23"));
      assert.deepEqual(sizes(await historyOf(path, "WW", "C")), {
        "repos/aberdeen": [184 * MIB],
        "tracs/env": [54_001_234, 77 * MIB],
        "tracs/new": [7_168],
      });
      const again = await openStore(path, [WW], KEEP);
      assert.deepEqual(again.malformed, { count: 0, example: "" });
    });
  }

  it("gets sizes that a later visit measures, and files that are back", async () => {
    const path = database(SCHEMAS["as it is documented"]);
    const store = await openStore(path, [WW], KEEP);
    const told = async (day: number, ...bytes: number[]) => {
      await store.record(
        visit(
          "C",
          nov(day),
          bytes.map((each) => measured("tracs/env", each, "env.tar.gz")),
        ),
      );
      await store.save();
      return run(path, `select size * ${MIB} from tgzs`).trim();
    };
    assert.equal(await told(3, 500), "500.0");
    assert.equal(await told(4, 600), "600.0");
    assert.equal(await told(5), "600.0");
    assert.equal(await told(6, 700), "700.0");
  });

  it("is inexact if one of the files with a stamp is", async () => {
    const rows = [row("C", `${ROOT}/tracs/env`, "2.0", "a.gz"), row("C", `${ROOT}/tracs/env`, "1.5", "b.gz")];
    for (const order of [rows, rows.toReversed()]) {
      const path = database(SCHEMAS["as it is documented"] + order.join(""));
      const [backup] = backups(await historyOf(path, "WW", "C"), "tracs/env");
      assert.deepEqual([backup!.bytes, backup!.exact, backup!.files], [3.5 * MIB, false, 2]);
    }
  });

  it("gives us only sizes that are not our own, rounded up", async () => {
    const path = database(SCHEMAS["as it is documented"]);
    const store = await openStore(path, [WW], KEEP);
    await store.record(visit("C", nov(3), [measured("tracs/env", 54_001_234, "env.tar.gz")]));
    await store.save();
    run(path, row("C", `${ROOT}/tracs/env`, "52.0"));
    assert.deepEqual(sizes(await historyOf(path, "WW", "C")), { "tracs/env": [54_001_234] });
    run(path, row("C", `${ROOT}/tracs/env`, "51.0"));
    const [backup] = backups(await historyOf(path, "WW", "C"), "tracs/env");
    assert.deepEqual([backup!.bytes, backup!.exact], [51 * MIB, false]);
    // Its earlier size is remembered.
    assert.deepEqual(sizes(await historyOf(path, "WW", "C", [WW], nov(3))), { "tracs/env": [54_001_234] });
  });

  it("does not count as changed if a dump has truncated the digits of a size", async () => {
    const path = database(SCHEMAS["as it is documented"]);
    const store = await openStore(path, [WW], KEEP);
    await store.record(visit("C", nov(3), [measured("tracs/env", 12_345_678_901, "env.tar.gz")]));
    await store.save();
    run(path, "update tgzs set size = 11773.7568864822");
    const again = await openStore(path, [WW], KEEP);
    await again.record(visit("C", nov(4), []));
    await again.save();
    assert.equal(run(path, "select bytes from files; select count(*) from changes"), "12345678901\n0\n");
  });

  it("does not count as changed if an overwritten file is another backup with the same name", async () => {
    const path = database(SCHEMAS["as it is documented"]);
    const store = await openStore(path, [WW], KEEP);
    for (const day of [3, 4]) await store.record(visit("C", nov(day), [changed("pg/all", day)]));
    await store.save();
    const before = await store.history("WW", "C", Infinity);
    run(path, row("C", `${ROOT}/tracs/env`, "1.0"));
    const again = await openStore(path, [WW], KEEP);
    assert.deepEqual(backups(await again.history("WW", "C", Infinity), "pg/all"), backups(before, "pg/all"));
    await again.record(visit("C", nov(5), [changed("pg/all", 4)]));
    await again.save();
    assert.equal(run(path, "select count(*) from changes"), "0\n");
  });

  it("becomes exact once we have measured, and counts as known since its stamp", async () => {
    const path = database(SCHEMAS["as it is documented"] + ROWS);
    const store = await openStore(path, [WW], KEEP);
    await store.record(visit("C", nov(3), [measured("tracs/env", 54_001_234, "env.tar.gz")]));
    const at = async (asOf: number) => {
      const [backup] = backups(await store.history("WW", "C", asOf), "tracs/env");
      return backup && [backup.bytes, backup.exact];
    };
    assert.deepEqual(await at(instant(STAMP, ZONE)! - 1), undefined);
    assert.deepEqual(await at(instant(STAMP, ZONE)!), [52 * MIB, false]);
    assert.deepEqual(await at(nov(3)), [54_001_234, true]);
    assert.deepEqual(
      backups(await store.history("WW", "C", nov(3)), "repos/aberdeen").map(({ held }) => held),
      [false],
    );
  });

  it("may have rows that cannot be used, which are counted and left unchanged", async () => {
    const odd = [
      row("C", `${ROOT}/tracs/env`, "52.0", "a.gz", "2012-02-30T16:10:23"),
      row("C", `${ROOT}/tracs/env`, "-1.0", "b.gz"),
      row("C", `${ROOT}/tracs/env`, "'big'", "c.gz"),
      row("C", `${ROOT}/tracs/env`, "9e999", "d.gz"),
      "insert into tgzs values ('C:/elsewhere/x.gz', 'C', '/nowhere', '2012-11-13T16:10:23', 1);",
      "insert into tgzs values ('x', null, null, null, null);",
    ];
    const path = database(SCHEMAS["as it is documented"] + ROWS + odd.join(""));
    const store = await openStore(path, [WW], KEEP);
    assert.deepEqual(store.malformed, {
      count: 6,
      example: `C:${ROOT}/tracs/env/2012/02/30/161023/a.gz: 2012-02-30T16:10:23 is not a time`,
    });
    await store.record(visit("C", nov(3), []));
    await store.save();
    assert.equal(run(path, "select count(*) from tgzs"), "9\n");
    assert.deepEqual(Object.keys(sizes(await store.history("WW", "C", nov(3)))), ["repos/aberdeen", "tracs/env"]);
  });

  it("has its rows renamed too, including those that wait for their hub", async () => {
    const path = database(SCHEMAS["as it is documented"] + row("OLD", "/d/backup/cms02/repos/env", "1.0"));
    const store = await openStore(path, [WW], KEEP);
    assert.deepEqual(await store.rename("hub", "OLD", "C"), { backups: 0, collections: 0 });
    assert.deepEqual(await store.rename("node", "OLD", "C"), { backups: 1, collections: 0 });
    assert.deepEqual(await store.rename("node", "OLD", "C"), { backups: 0, collections: 0 });
    await store.save();
    assert.deepEqual(sizes(await historyOf(path, "WW", "C")), { "repos/env": [MIB] });
    const again = await openStore(path, [WW], KEEP);
    assert.deepEqual(await again.rename("node", "C", "H1"), { backups: 1, collections: 0 });
  });

  describe("whose folders", () => {
    const imported = async (owners: Owner[], hub: string, node: string, ...dirs: string[]) => {
      const rows = dirs.map((dir) => row(node, dir, "1.0"));
      return Object.keys(
        sizes(await historyOf(database(SCHEMAS["as it is documented"] + rows.join("")), hub, node, owners)),
      );
    };

    it("are assigned to a hub by its srvnode below backup", async () => {
      const dirs = ["/d/backup/cms02/repos/env", "/d/backup/dayabay/svn/dybsvn", "/d/backup/cms02/x/backup/dayabay/y"];
      assert.deepEqual(await imported([ZZ, WW], "WW", "C", ...dirs), ["repos/env", "x/backup/dayabay/y"]);
      assert.deepEqual(await imported([ZZ, WW], "ZZ", "C", ...dirs), ["svn/dybsvn"]);
    });

    it("are not assigned to a hub that does not use the node", async () => {
      assert.deepEqual(await imported([ZZ, WW], "ZZ", "H1", "/d/backup/dayabay/svn/dybsvn"), []);
      assert.deepEqual(await imported([ZZ, WW], "WW", "X", "/d/backup/cms02/repos/env"), []);
    });

    it("are elsewhere belong to the only hub, their items named by the components that differ", async () => {
      assert.deepEqual(await imported([WW], "WW", "H1", "/srv/repos/env", "/srv/repos/eng"), ["eng", "env"]);
      assert.deepEqual(await imported([WW], "WW", "H1", "/srv/repos/env", "/srv/tracs/env"), [
        "repos/env",
        "tracs/env",
      ]);
      assert.deepEqual(await imported([WW], "WW", "H1", "/srv/repos/env"), ["env"]);
      assert.deepEqual(await imported([WW], "WW", "H1", "/srv/env", "/srv/env/old"), ["env", "env/old"]);
    });

    it("are elsewhere wait, on a node of several hubs, for a visit that tells the root", async () => {
      const path = database(SCHEMAS["as it is documented"] + row("C", "/srv/dyb/repos/env", "1.0"));
      const store = await openStore(path, [WW, ZZ], KEEP);
      assert.equal(store.malformed.count, 0);
      assert.deepEqual((await store.history("ZZ", "C", nov(30))).items, []);
      await store.record(visit("C", nov(3), [], "ZZ", "/srv/dyb/"));
      await store.save();
      assert.deepEqual(sizes(await historyOf(path, "ZZ", "C", [WW, ZZ])), { "repos/env": [MIB] });
    });

    it("get the items that a visit finds, whatever was guessed before", async () => {
      const path = database(SCHEMAS["as it is documented"] + row("H1", "/srv/x/repos/env", "1.0"));
      const store = await openStore(path, [WW], KEEP);
      assert.deepEqual(Object.keys(sizes(await store.history("WW", "H1", nov(30)))), ["env"]);
      const file = {
        ...measured("", 5, "new.gz"),
        dir: "/srv/x/repos/env",
        item: "repos/env",
        path: "/srv/x/repos/env/2012/11/13/161023/new.gz",
      };
      await store.record(visit("H1", nov(3), [file], "WW", "/srv/x"));
      assert.deepEqual(sizes(await store.history("WW", "H1", nov(30))), { "repos/env": [MIB + 5] });
    });
  });
});
