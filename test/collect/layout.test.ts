import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { tarballsOf } from "../../src/collect/layout.ts";
import type { RootListing } from "../../src/collect/records.ts";

const R = "/scm/backup/cms02";

function listing(paths: string[], root = R): RootListing {
  const files = paths.map((path) => ({ path, bytes: 5, changed: 1352909600 }));
  const nothing = { unset: [], sidecars: [], locked: "", space: undefined, complaint: "" };
  return { ...nothing, state: "ok", path: root, files, found: 0, malformed: { count: 0, example: "" } };
}

/** As the program of 2012 laid them out. */
function seed(timezone = "UTC") {
  return { stamp: "/%Y/%m/%d/%H%M%S/", timezone };
}

function one(path: string, root = R, layout = seed()) {
  const [tarball] = tarballsOf(listing([path], root), layout);
  return tarball && `${tarball.item} ${tarball.stamp}`;
}

function odd(...paths: string[]): string {
  const made = listing(paths);
  const tarballs = tarballsOf(made, seed());
  assert.equal(made.malformed.count + tarballs.length, paths.length);
  return made.malformed.example;
}

describe("the layout below a root", () => {
  const CASES: [path: string, itemAndStamp: string | undefined, root?: string][] = [
    [`${R}/repos/env/2012/11/13/161023/env-3591.tar.gz`, "repos/env 2012-11-13T16:10:23"],
    [`${R}/env/2012/11/13/161023/env.tar.gz`, "env 2012-11-13T16:10:23"],
    [`${R}/2012/11/13/161023/env.tar.gz`, "(root) 2012-11-13T16:10:23"],
    [`${R}/a/2012/11/13/161023/deeper/env.tar.gz`, "a 2012-11-13T16:10:23"],
    [`${R}//repos///env/2012/11/13/161023//x.gz`, "repos/env 2012-11-13T16:10:23"],
    [`${R}/repos/env/2012/02/29/000000/x.gz`, "repos/env 2012-02-29T00:00:00"],
    // The root itself may look like anything.
    ["/2011/01/01/000000/b/2012/11/13/161023/x.gz", "b 2012-11-13T16:10:23", "/2011/01/01/000000"],
    [`/b/2012/11/13/161023/x.gz`, "b 2012-11-13T16:10:23", "/"],
    // No stamp: the directory, and the time of the last change.
    [`${R}/dumps/pg/base.gz`, "dumps/pg 2012-11-14T16:13:20"],
    [`${R}/base.gz`, "(root) 2012-11-14T16:13:20"],
    [`${R}/a/2012/11/13/1610/x.gz`, "a/2012/11/13/1610 2012-11-14T16:13:20"],
    [`${R}/a/2012/11/13/161023.gz`, "a/2012/11/13 2012-11-14T16:13:20"],
    // Whole components: what only begins like the root is not below it.
    ["/scm/backup/cms021/a/2012/11/13/161023/x.gz", undefined],
    ["/scm/backup/x.gz", undefined],
    [`${R}/../../../etc/x.gz`, undefined],
    [`${R}/./x.gz`, undefined],
    [R, undefined],
    // Dates and times that no clock shows.
    [`${R}/a/2012/02/30/161023/x.gz`, undefined],
    [`${R}/a/2013/02/29/161023/x.gz`, undefined],
    [`${R}/a/2012/13/01/161023/x.gz`, undefined],
    [`${R}/a/2012/00/00/161023/x.gz`, undefined],
    [`${R}/a/2012/11/13/240000/x.gz`, undefined],
    [`${R}/a/2012/11/13/161060/x.gz`, undefined],
  ];
  for (const [path, expected, root] of CASES) {
    it(`takes ${path} for ${expected ?? "odd"}`, () => assert.equal(one(path, root), expected));
  }

  it("says what is odd", () => {
    assert.equal(
      odd(`${R}/a/2012/02/30/161023/x.gz`),
      `2012/02/30/161023 is not a date: ${R}/a/2012/02/30/161023/x.gz`,
    );
    assert.equal(
      odd(`${R}/a/2012/02/03/256199/x.gz`),
      `2012/02/03/256199 is not a date: ${R}/a/2012/02/03/256199/x.gz`,
    );
    assert.equal(odd(`${R}/a.gz`, `${R}/a.gz`), `listed twice: ${R}/a.gz`);
    assert.equal(odd("/etc/\u202ex.gz"), "not below the root: /etc/\\u{202e}x.gz");
  });

  it("reads stamps on the hub's clocks", () => {
    const [tarball] = tarballsOf(listing([`${R}/a/2012/11/13/161023/x.gz`]), seed("Asia/Taipei"));
    assert.equal(tarball!.at, Date.UTC(2012, 10, 13, 8, 10, 23));
  });

  it("writes times of change as the hub's clocks show them", () => {
    assert.equal(one(`${R}/x.gz`, R, seed("Asia/Taipei")), "(root) 2012-11-15T00:13:20");
  });

  it("keeps names apart that look the same when decoded carelessly, and shows them escaped", () => {
    const tarballs = tarballsOf(
      listing([`${R}/\udcff/x.gz`, `${R}/\udcfe/x.gz`, `${R}/__proto__/x.gz`, `${R}/a\n/x.gz`]),
      seed(),
    );
    assert.deepEqual(
      tarballs.map(({ item }) => item),
      ["\\xff", "\\xfe", "__proto__", "a\\x0a"],
    );
    assert.equal(tarballs[0]!.dir, `${R}/\udcff`);
  });

  it("is read in linear time, however the path is made", () => {
    const started = performance.now();
    for (const bait of ["/", "/2012/11/13", "/2012", " ", "0"])
      tarballsOf(listing([`${R}/${bait.repeat(100_000)}/x.gz`]), seed());
    assert.ok(performance.now() - started < 20_000);
  });
});

describe("a stamp's form", () => {
  const EST = "America/New_York";
  const CASES: [stamp: string, path: string, itemAndUtc: string | undefined, zone?: string][] = [
    // pg_dump: the date in the file's name.
    ["-%Y-%m-%d.", "dumps/app-2026-11-24.sql.gz", "dumps/app 2026-11-24T00:00:00"],
    ["-%Y-%m-%d.", "app-2026-11-24.dump", "app 2026-11-24T00:00:00"],
    ["-%Y-%m-%d.", "a/-2026-11-24.gz", "a 2026-11-24T00:00:00"],
    // Times: on the hub's clocks, or in UTC.
    ["_%Y%m%dT%H%M%SZ", "borg/home_20261124T051000Z.tar.gz", "borg/home 2026-11-24T05:10:00", EST],
    ["_%Y%m%dT%H%M%S", "borg/home_20261124T051000.tar.gz", "borg/home 2026-11-24T10:10:00", EST],
    ["-%Y%m%d-%H%M.", "x-20261124-0510.tgz", "x 2026-11-24T10:10:00", EST],
    ["/%Y-%m-%d/", "nas/photos/2026-11-24/a/b.tar", "nas/photos 2026-11-24T05:00:00", EST],
    ["/%Y-%m-%d.", "pg/2026-11-24.sql.gz", "pg 2026-11-24T00:00:00"],
    ["%Y-%m-%d", "pg/2026-11-24.sql.gz", "pg 2026-11-24T00:00:00"],
    // The day first; dots, percent signs and brackets are nothing but themselves.
    ["_%d.%m.%Y.", "x_24.11.2026.gz", "x 2026-11-24T00:00:00"],
    ["_%d.%m.%Y.", "x_24-11-2026-gz", undefined],
    ["[%Y%%%m%%%d](", "x[2026%11%24](.gz", "x 2026-11-24T00:00:00"],
    // The first real date counts.
    ["-%Y-%m-%d.", "a-2026-11-24.b-2026-11-25.gz", "a 2026-11-24T00:00:00"],
    ["-%Y-%m-%d.", "a-2026-13-24.b-2026-11-25.gz", "a-2026-13-24.b 2026-11-25T00:00:00"],
    ["%Y%m%d", "x20261301/20261124.gz", "x20261301 2026-11-24T00:00:00"],
    // What is longer than a field is another number.
    ["%Y%m%d", "build120261124/y.gz", undefined],
    ["_%Y%m%d", "build_202611241/y.gz", undefined],
    // No date: the time of the last change, and the directory.
    ["mtime", "rsnapshot/daily.0/2026/11/24/161023/x.gz", undefined],
    ["-%Y-%m-%d.", "dumps/app.sql.gz", undefined],
  ];
  for (const [stamp, path, expected, zone = "UTC"] of CASES) {
    it(`${stamp} finds ${expected ?? "no date"} in ${path}`, () => {
      const [tarball] = tarballsOf(listing([`${R}/${path}`]), { stamp, timezone: zone });
      const { item, at, dir } = tarball!;
      const changed = `${path.slice(0, path.lastIndexOf("/"))} 2012-11-14T16:13:20`;
      assert.equal(
        `${item} ${new Date(at).toISOString().slice(0, 19)}`,
        expected ?? (path.includes("/") ? changed : `(root) ${changed.split(" ").at(-1)!}`),
      );
      assert.equal(dir, item === "(root)" ? R : `${R}/${item}`);
    });
  }

  it("keeps the stamp as it is written, and writes one in UTC as the hub's clocks showed it", () => {
    const path = `${R}/x_20261124T051000Z.gz`;
    assert.equal(one(path, R, { stamp: "_%Y%m%dT%H%M%SZ", timezone: EST }), "x 2026-11-24T00:10:00");
    // Left out by daylight saving.
    assert.equal(
      one(`${R}/x_20260308T023000.gz`, R, { stamp: "_%Y%m%dT%H%M%S", timezone: EST }),
      "x 2026-03-08T02:30:00",
    );
  });

  it("that finds no calendar's date says so", () => {
    const made = listing([`${R}/a-2026-02-30.gz`]);
    assert.deepEqual(tarballsOf(made, { stamp: "-%Y-%m-%d.", timezone: "UTC" }), []);
    assert.equal(made.malformed.example, `2026-02-30 is not a date: ${R}/a-2026-02-30.gz`);
  });

  it("is searched in linear time", () => {
    const started = performance.now();
    for (const stamp of ["%Y%m%d", "-%Y-%m-%d.", "%Y-%m-%d", "mtime"])
      for (const bait of ["0", "-", "-2026-13-24", "20261301/", "2026-13-01"])
        tarballsOf(listing([`${R}/${bait.repeat(50_000)}/x.gz`]), { stamp, timezone: EST });
    assert.ok(performance.now() - started < 20_000);
  });
});
