import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { layOut } from "../../src/collect/layout.ts";
import type { RootListing } from "../../src/collect/records.ts";

const R = "/scm/backup/cms02";

function listing(paths: string[], root = R): RootListing {
  const files = paths.map((path) => ({ path, bytes: 5, changed: 1352909600 }));
  return { state: "ok", path: root, unset: [], files, found: 0, said: "", odd: { count: 0, example: "" } };
}

function one(path: string, root = R, zone = "UTC") {
  const [tarball] = layOut(listing([path], root), zone);
  return tarball && `${tarball.item} ${tarball.stamp}`;
}

function odd(...paths: string[]): string {
  const made = listing(paths);
  const tarballs = layOut(made, "UTC");
  assert.equal(made.odd.count + tarballs.length, paths.length);
  return made.odd.example;
}

describe("the layout below a root", () => {
  const CASES: [path: string, itemAndStamp: string | undefined, root?: string][] = [
    [`${R}/repos/env/2012/11/13/161023/env-3591.tar.gz`, "repos/env 2012-11-13T16:10:23"],
    [`${R}/env/2012/11/13/161023/env.tar.gz`, "env 2012-11-13T16:10:23"],
    [`${R}/2012/11/13/161023/env.tar.gz`, ". 2012-11-13T16:10:23"],
    [`${R}/a/2012/11/13/161023/deeper/env.tar.gz`, "a 2012-11-13T16:10:23"],
    [`${R}//repos///env/2012/11/13/161023//x.gz`, "repos/env 2012-11-13T16:10:23"],
    [`${R}/repos/env/2012/02/29/000000/x.gz`, "repos/env 2012-02-29T00:00:00"],
    // The root itself may look like anything.
    ["/2011/01/01/000000/b/2012/11/13/161023/x.gz", "b 2012-11-13T16:10:23", "/2011/01/01/000000"],
    [`/b/2012/11/13/161023/x.gz`, "b 2012-11-13T16:10:23", "/"],
    // No stamp: the directory, and the time of the last change.
    [`${R}/dumps/pg/base.gz`, "dumps/pg 2012-11-14T16:13:20"],
    [`${R}/base.gz`, ". 2012-11-14T16:13:20"],
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
    assert.equal(odd(`${R}/a/2012/02/30/161023/x.gz`), `2012/02/30 is not a date: ${R}/a/2012/02/30/161023/x.gz`);
    assert.equal(odd(`${R}/a/2012/02/03/256199/x.gz`), `256199 is not a time: ${R}/a/2012/02/03/256199/x.gz`);
    assert.equal(odd(`${R}/a.gz`, `${R}/a.gz`), `listed twice: ${R}/a.gz`);
    assert.equal(odd("/etc/\u202ex.gz"), "not below the root: /etc/\\u{202e}x.gz");
  });

  it("reads stamps on the hub's clocks", () => {
    const [tarball] = layOut(listing([`${R}/a/2012/11/13/161023/x.gz`]), "Asia/Taipei");
    assert.equal(tarball!.at, Date.UTC(2012, 10, 13, 8, 10, 23));
  });

  it("writes times of change as the hub's clocks show them", () => {
    assert.equal(one(`${R}/x.gz`, R, "Asia/Taipei"), ". 2012-11-15T00:13:20");
  });

  it("keeps names apart that look the same when decoded carelessly, and shows them escaped", () => {
    const tarballs = layOut(
      listing([`${R}/\udcff/x.gz`, `${R}/\udcfe/x.gz`, `${R}/__proto__/x.gz`, `${R}/a\n/x.gz`]),
      "UTC",
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
      layOut(listing([`${R}/${bait.repeat(100_000)}/x.gz`]), "UTC");
    assert.ok(performance.now() - started < 20_000);
  });
});
