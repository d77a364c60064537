import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { newestSidecars } from "../../src/collect/sidecars.ts";
import { nov, tarball } from "../store/visits.ts";

const MD5 = "0123456789abcdef0123456789abcdef";

/** What is read in this text beside a tarball. */
function read(text: string) {
  const found = tarball("svn/dybsvn", 2, 7);
  const [sidecar] = newestSidecars([{ path: `${found.path}.dna`, text }], [found]);
  return [sidecar!.bytes, sidecar!.md5];
}

describe("a sidecar", () => {
  const TEXTS: [text: string, bytes: number | undefined, md5: string | undefined][] = [
    [`{'dig': '${MD5}', 'size': 8947425}`, 8947425, MD5],
    [`{'dig': '${MD5}', 'size': 8947425L}`, 8947425, MD5],
    [`{'size': 2561234567L, 'dig': '${MD5}'}`, 2561234567, MD5],
    [`{"dig": "${MD5}", "size": 0}`, 0, MD5],
    // Cut short, or none.
    [`{'dig': '${MD5}', 'size': 894`, undefined, MD5],
    [`{'dig': '${MD5.slice(1)}', 'size': 5}`, 5, undefined],
    ["", undefined, undefined],
    [`{'dig': '\x1b[2J', 'size': -5}`, undefined, undefined],
    [`{'dig': None, 'size': 99999999999999999999}`, undefined, undefined],
  ];
  for (const [text, bytes, md5] of TEXTS)
    it(`that says ${JSON.stringify(text)} says a size of ${bytes ?? "nothing"}`, () =>
      assert.deepEqual(read(text), [bytes, md5]));

  it("counts if it is that of the newest tarball of its item that has one", () => {
    const days = [3, 5, 4].map((day) => tarball("svn/a", day, 1));
    const others = [tarball("svn/a", 6, 1), tarball("svn/b", 1, 1)];
    const notes = [...days, others[1]!].map(({ path }) => ({ path: `${path.replace("/svn", "//svn")}.dna`, text: "" }));
    const newest = newestSidecars(notes, [...days, ...others]);
    assert.deepEqual(
      newest.map((sidecar) => sidecar.tarball.at),
      [days[1]!.at, others[1]!.at],
    );
  });

  it("without its tarball says nothing", () => {
    assert.deepEqual(newestSidecars([{ path: "/x/y.gz.dna", text: "{}" }], [tarball("svn/a", 3, nov(1))]), []);
  });

  it("is read in linear time", () => {
    const started = performance.now();
    for (const bait of ["'size': ", "'size':" + " ".repeat(1000), "'dig': '"]) read(bait.repeat(1000));
    assert.ok(performance.now() - started < 5000);
  });
});
