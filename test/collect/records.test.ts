import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "node:test";
import fc from "fast-check";
import { tarballsOf } from "../../src/collect/layout.ts";
import { readRecords as readUpTo } from "../../src/collect/records.ts";
import { newestSidecars } from "../../src/collect/sidecars.ts";
import { listing } from "./listing.ts";

const RECORDED = join(import.meta.dirname, "recorded");

/**
 * With a line's end for each NUL. Debian and BusyBox are what they say. FreeBSD and GNU's find 4.1 are stand-ins on Debian:
 * scripts before the others in the PATH that refuse what those did not know (a find without -printf, or without `-exec +`),
 * a stat that knows `-f '%z %m'` only, a df with FreeBSD's columns; times of find 4.1 were cut to seconds, as it had them.
 */
function recorded(name: string): Buffer {
  return Buffer.from(readFileSync(join(RECORDED, name), "utf8").replaceAll("\n", "\0"));
}

const readRecords = (stdout: Buffer, roots: number, most = 20_000) => readUpTo(stdout, roots, most);

const LAYOUT = { stamp: "/%Y/%m/%d/%H%M%S/", timezone: "Asia/Taipei" };
const R = "/scm/backup/dayabay";
const START = ["clock 1352909600", `root 0 ok ${R}`];

/** A whole list with these records in it. */
function list(...records: (string | Buffer)[]): Buffer {
  return listing(...START, ...records, "found 0 0");
}

function only(...records: (string | Buffer)[]) {
  const read = readRecords(list(...records), 1);
  assert.equal(read.trouble, "");
  return read.roots[0]!;
}

describe("the records of the command", () => {
  for (const name of readdirSync(RECORDED)) {
    it(`are read as ${name} has them`, () => {
      const { trouble, roots, clock } = readRecords(recorded(name), 2);
      assert.equal(trouble, "");
      assert.ok(clock! > Date.UTC(2020, 0));
      const [first, second] = [roots[0]!, roots[1]!];
      assert.equal(first.path, "/data/var/scm/backup/cms02");
      assert.deepEqual(first.files.map(({ bytes }) => bytes).sort(), [0, 12, 184000, 52000123, 7168]);
      assert.equal(second.state, "absent");
      const tarballs = tarballsOf(first, LAYOUT);
      const item = tarballs.find((tarball) => tarball.item === "tracs/env")!;
      assert.equal(item.dir, "/data/var/scm/backup/cms02/tracs/env");
      assert.equal(item.stamp, "2012-11-13T16:10:23");
      assert.equal(item.at, Date.UTC(2012, 10, 13, 8, 10, 23));
      assert.deepEqual(first.malformed, { count: 0, example: "" });
      if (first.sidecars.length === 0) return; // recorded before sidecars were read
      const newest = newestSidecars(first.sidecars, tarballs).map(({ tarball, bytes, md5 }) => [
        tarball.stamp,
        bytes,
        md5,
      ]);
      assert.deepEqual(newest, [
        ["2012-11-13T16:10:23", 52000123, "0123456789abcdef0123456789abcdef"],
        ["2012-11-14T16:10:23", 184320, "ffeeddccbbaa99887766554433221100"],
      ]);
      assert.equal(first.locked, `${first.path}/LOCKED`);
      assert.ok(first.space!.totalBytes > first.space!.freeBytes && first.space!.freeBytes > 1e9);
    });
  }

  it("begin after whatever a profile prints and end before whatever a logout prints", () => {
    const file = `file 0 5 1 ${R}/a.gz`;
    const noisy = Buffer.concat([Buffer.from("Welcome\nend 0\n"), list(file), Buffer.from(`Bye\0${file}2\0end 1\0`)]);
    const { trouble, roots } = readRecords(noisy, 1);
    assert.equal(trouble, "");
    assert.equal(roots[0]!.files.length, 1);
  });

  it("of types not known yet are passed over", () => {
    assert.deepEqual(only("quota 0 1 2", "LOCKED", "").malformed, { count: 0, example: "" });
  });

  it("may hold names with any byte, a line's end and a forged record included", () => {
    const name = Buffer.concat([Buffer.from(`file 0 5 1 ${R}/a\nend 3\n\x1b[2J`), Buffer.from([0xff, 0xfe])]);
    const { files } = only(name);
    assert.equal(files[0]!.path, `${R}/a\nend 3\n\x1b[2J\udcff\udcfe`);
  });

  const BAD_NUMBERS = [
    "-1",
    "1e309",
    "0x10",
    "9007199254740993",
    "NaN",
    "١٢٣",
    "1,000",
    "",
    "1.5",
    "99999999999999999999",
  ];
  for (const size of BAD_NUMBERS) {
    it(`count a size of "${size}" as odd`, () => {
      const { files, malformed } = only(`file 0 ${size} 1 ${R}/a.gz`, `file 0 7 1 ${R}/b.gz`);
      assert.deepEqual(
        files.map(({ bytes }) => bytes),
        [7],
      );
      assert.equal(malformed.count, 1);
    });
  }

  it("show the first odd one with its control characters made visible", () => {
    const { malformed } = only("file 0 \x1b[31m", "file 0 2 3");
    assert.deepEqual(malformed, { count: 2, example: "not understood: file 0 \\x1b[31m" });
  });

  it("of a root that was never named, or is not there, are odd", () => {
    const gone = list(`file 1 5 1 ${R}/a.gz`, "root 0 absent /x", "root 7 ok /x", "found 9 0");
    assert.equal(readRecords(gone, 1).roots[0]!.malformed.count, 4);
  });

  it("longer than a path can be are odd", () => {
    assert.equal(only(`file 0 5 1 ${R}/${"a".repeat(1 << 20)}.gz`).malformed.count, 1);
  });

  it("are read in linear time, however they are made", () => {
    const started = performance.now();
    for (const bait of [" ", "0", "/", "file 0 "]) only(`file 0 ${bait.repeat(500_000)}`);
    only(...Array.from({ length: 2000 }, () => Buffer.concat([Buffer.from("file 0 5 1 /"), Buffer.alloc(4000, 0xe0)])));
    assert.ok(performance.now() - started < 20_000);
  });
});

describe("the free space", () => {
  const LINES: [system: string, line: string, free: number | undefined, total?: number][] = [
    ["GNU", "/dev/vda         264212084 25211556  81179356      24% /", 81179356, 264212084],
    ["BusyBox", "/dev/mapper/vg1-volume_1 5767499040 4106712044 1660668212  71% /volume1", 1660668212, 5767499040],
    ["macOS", "/dev/disk3s5  971350180 623941076 320157420    67%    /System/Volumes/Data", 320157420, 971350180],
    ["FreeBSD", "zroot/backup 1847239680 1048576 1846191104     0%    /zroot/backup", 1846191104, 1847239680],
    ["a Samba share with blanks", "//nas/my share 12 34 100 40 60      40% /mnt/my share", 60, 100],
    ["a reserve that is used up", "/dev/sda1 1000 1000 -50 105% /", 0, 1000],
    ["a file system without numbers", "none 0 0 0 - /proc", 0, 0],
    ["nothing", "", undefined],
    ["a line of words", "df: /scm: No such file or directory", undefined],
    ["numbers too large", "x 99999999999999 1 1 1% /", undefined],
  ];
  for (const [system, line, free, total] of LINES)
    it(`is read as ${system} prints it`, () => {
      const { space, malformed } = only(`space 0 ${line}`);
      const expected = free === undefined ? undefined : { freeBytes: free * 1024, totalBytes: total! * 1024 };
      assert.deepEqual([space, malformed.count], [expected, 0]);
    });
});

describe("a list that is not whole", () => {
  const whole = list(`file 0 5 1 ${R}/a.gz`, `file 0 6 1 ${R}/b.gz`);

  it("gives nothing, wherever it was cut off", () => {
    for (let length = 0; length < whole.length; length++) {
      assert.notEqual(readRecords(whole.subarray(0, length), 1).trouble, "", `cut after ${length} bytes`);
    }
    assert.equal(readRecords(whole, 1).trouble, "");
  });

  it("gives nothing when a record is lost on the way", () => {
    const rest = Buffer.from(whole.toString().replace(`file 0 5 1 ${R}/a.gz\0`, ""));
    const [length, lost] = [whole.lastIndexOf("end "), whole.length - rest.length];
    assert.equal(
      readRecords(rest, 1).trouble,
      `the list is incomplete: ${String(length - lost)} of ${String(length)} bytes arrived`,
    );
  });

  it("is accepted where the node cannot count", () => {
    assert.equal(readRecords(Buffer.from(whole.toString().replace(/end \d+/, "end -")), 1).trouble, "");
  });

  it("is no list without its first line", () => {
    assert.match(readRecords(Buffer.from("bash: line 1: export: not found\n"), 1).trouble, /no list/);
  });

  it("has at most 20,000 records", () => {
    const many = Array.from({ length: 20_001 }, (_, i) => `file 0 5 1 ${R}/${i}.gz`);
    assert.equal(
      readRecords(list(...many), 1).trouble,
      "more than 20,000 records; if that is expected, raise records in [ENV]",
    );
  });

  it("never throws, whatever comes", () => {
    const word = fc.constantFrom(
      "file",
      "root",
      "found",
      "end",
      "clock",
      "said",
      "unset",
      "0",
      "1",
      "ok",
      "-",
      R,
      "\0",
      " ",
      "\n",
    );
    const text = fc
      .array(fc.oneof(word, fc.string({ unit: "binary" })), { maxLength: 30 })
      .map((words) => Buffer.from(words.join(" ")));
    const bytes = fc.uint8Array({ maxLength: 200 }).map((array) => Buffer.from(array));
    fc.assert(
      fc.property(fc.oneof(text, bytes), (middle) => {
        for (const stdout of [middle, Buffer.concat([list().subarray(0, -20), middle])]) {
          const { trouble, roots } = readRecords(stdout, 1);
          tarballsOf(roots[0]!, LAYOUT);
          assert.ok(trouble !== "" || stdout.includes("\0end "));
        }
      }),
      { numRuns: 2000 },
    );
  });
});
