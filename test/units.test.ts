import assert from "node:assert/strict";
import { describe, it } from "node:test";
import * as units from "../src/units.ts";
import { DAY, HOUR, MINUTE } from "../src/time.ts";

describe("a size", () => {
  it("is decimal, with three digits", () => {
    const cases: [number, string][] = [
      [0, "0 B"],
      [999, "999 B"],
      [1000, "1 kB"],
      [7400, "7.4 kB"],
      [99_950, "100 kB"],
      [999_499, "999 kB"],
      [999_500, "1 MB"],
      [2_561_234_567, "2.56 GB"],
      [12e9, "12 GB"],
      [3.1e12, "3.1 TB"],
      [Number.MAX_SAFE_INTEGER, "9.01 PB"],
    ];
    for (const [bytes, text] of cases) assert.equal(units.printBytes(bytes), text);
  });
});

describe("a span", () => {
  it("is printed in the unit that a person would use", () => {
    const spans = [400, 9_960, 89_000, 20 * MINUTE, 75 * MINUTE, HOUR, 24 * HOUR, 7 * DAY];
    assert.deepEqual(spans.map(units.printSpan), [
      "0.4 s",
      "10 s",
      "89 s",
      "20 min",
      "75 min",
      "1 h",
      "24 h",
      "7 days",
    ]);
  });

  it("changes its unit at 10 s, 90 s, 90 min and 72 h, to the nearest whole", () => {
    const told: [number, string][] = [
      [9_940, "9.9 s"],
      [9_950, "10 s"],
      [MINUTE, "1 min"],
      [89_999, "90 s"],
      [90_000, "2 min"],
      [89 * MINUTE, "89 min"],
      [90 * MINUTE, "2 h"],
      [71 * HOUR, "71 h"],
      [71.5 * HOUR - 1, "71 h"],
      [71.5 * HOUR, "3 days"],
      [72 * HOUR, "3 days"],
      [35 * DAY, "35 days"],
    ];
    for (const [ms, text] of told) assert.equal(units.printSpan(ms), text);
  });

  it("is read from one number and one unit, and from nothing else", () => {
    assert.deepEqual(["90s", "15m", "26h", "7d", "1.5h"].map(units.readSpan), [90e3, 9e5, 936e5, 6048e5, 54e5]);
    for (const text of ["", "7", "7 d", "-7d", "7w", "1h30m", "١٢d", "1e3s"]) {
      assert.equal(units.readSpan(text), undefined, text);
    }
  });
});

describe("an amount of data in the config", () => {
  it("has a decimal or a binary unit", () => {
    const sizes = ["500kB", "8MB", "1.5GB", "4KiB", "8MiB", "1GiB"].map(units.readBytes);
    assert.deepEqual(sizes, [5e5, 8e6, 1.5e9, 4096, 8_388_608, 1_073_741_824]);
    for (const text of ["", "8", "8 MiB", "8mib", "8M", "8KB", "-8MB", "1e3MB", "٨MB"]) {
      assert.equal(units.readBytes(text), undefined, text);
    }
  });
});

describe("a time", () => {
  const at = Date.UTC(2026, 10, 22, 8, 10);

  it("is civil, and has its year only if that is not the current one", () => {
    assert.equal(units.printTime(at, "Asia/Shanghai", at), "22 Nov 16:10");
    assert.equal(units.printTime(at, "Asia/Shanghai", at + 60 * DAY), "22 Nov 2026 16:10");
    assert.equal(units.printFullTime(at, "Asia/Shanghai"), "Sun 22 Nov 2026, 16:10");
    assert.equal(units.printUtc(at), "2026-11-22T08:10:00Z");
  });
});

it("counts are words up to twelve, then digits in groups of three", () => {
  assert.deepEqual([0, 1, 12, 13, 1103, 1234567].map(units.printWord), [
    "no",
    "one",
    "twelve",
    "13",
    "1,103",
    "1,234,567",
  ]);
  assert.deepEqual([units.plural(1, "tarball"), units.plural(1103, "tarball")], ["1 tarball", "1,103 tarballs"]);
});
