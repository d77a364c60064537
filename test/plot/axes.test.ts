import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { calendar, sizeScale, sizeTicks, timeScale, timeTicks } from "../../src/plot/axes.ts";
import { countDays } from "../../src/plot/bars.ts";
import type { Panel } from "../../src/plot/view.ts";
import { DAY, HOUR, instant, midnight, stampOf } from "../../src/time.ts";
import { printBytes } from "../../src/units.ts";
import { END, SHANGHAI } from "./subjects.ts";

function ticks(days: number, end = END, zone = SHANGHAI): string[] {
  const from = midnight(end, zone, -days);
  const names = timeTicks(calendar(from, end, zone), timeScale(from, end, 0, 568), zone);
  return names.map(({ text, bold }) => (bold ? text.toUpperCase() + "!" : text));
}

describe("the time axis", () => {
  it("has ticks on Mondays in a month, every other Monday in a quarter, months in a year, and New Year in bold", () => {
    assert.deepEqual(ticks(30), ["26 Oct", "2 Nov", "9 Nov", "16 Nov", "23 Nov"]);
    assert.deepEqual(ticks(90), ["7 Sep", "21 Sep", "5 Oct", "19 Oct", "2 Nov", "16 Nov"]);
    assert.equal(ticks(365).join(" "), "Dec 2026! Feb Mar Apr May Jun Jul Aug Sep Oct Nov");
    assert.equal(ticks(800).join(" "), "Oct 2025! Apr Jul Oct 2026! Apr Jul Oct");
    assert.equal(ticks(4000).join(" "), "2016! 2017! 2018! 2019! 2020! 2021! 2022! 2023! 2024! 2025! 2026!");
    assert.equal(ticks(10900).join(" "), "2000! 2005! 2010! 2015! 2020! 2025!");
  });

  it("has a tick at New Year whatever day it is, and none too near it", () => {
    const end = midnight(instant("2027-01-10T12:00:00", SHANGHAI)!, SHANGHAI);
    assert.deepEqual(ticks(30, end), ["14 Dec", "21 Dec", "28 Dec", "2027!", "4 Jan"]);
    assert.deepEqual(ticks(90, end), ["19 Oct", "2 Nov", "16 Nov", "30 Nov", "14 Dec", "2027!"]);
  });

  it("has a tick for each day if they are few", () => {
    assert.deepEqual(ticks(1), ["24 Nov"]);
    assert.deepEqual(ticks(3), ["22 Nov", "23 Nov", "24 Nov"]);
  });

  it("has 1 to 14 ticks, however many days there are", () => {
    for (let days = 1; days < 1200; days += 7) {
      const names = ticks(days);
      assert.ok(names.length >= 1 && names.length <= 14, `${days}: ${names.join(" ")}`);
    }
  });

  for (const [zone, day] of [
    ["Europe/Berlin", "2026-03-30"],
    ["Europe/Berlin", "2026-10-26"],
    ["America/Santiago", "2026-09-07"],
    ["Australia/Lord_Howe", "2026-04-06"],
  ] as const) {
    it(`has ticks at real midnights when the clocks of ${zone} change`, () => {
      const end = midnight(instant(`${day}T12:00:00`, zone)!, zone);
      const days = calendar(midnight(end, zone, -3), end, zone).midnights;
      assert.equal(days.length, 4);
      for (const at of days) assert.match(stampOf(at, zone), /T0[01]:00:00$/);
      const lengths = days.slice(1).map((at, i) => (at - days[i]!) / HOUR);
      assert.equal(new Set(lengths).size, 2, lengths.join(" "));
    });

    it(`counts tarballs by the days of ${zone}`, () => {
      const end = midnight(instant(`${day}T12:00:00`, zone)!, zone, 2);
      const days = calendar(midnight(end, zone, -6), end, zone).midnights;
      const at = Float64Array.from(days.slice(0, -1).flatMap((at, i) => [at, days[i + 1]! - 1]));
      const panel = { points: { at }, missed: [days[2]!] } as unknown as Panel;
      const counts = countDays([panel], days);
      assert.deepEqual(
        counts.map(({ came }) => came),
        [2, 2, 2, 2, 2, 2],
      );
      assert.deepEqual(
        counts.map(({ missed }) => missed),
        [0, 0, 1, 0, 0, 0],
      );
    });
  }
});

describe("a size axis", () => {
  const names = (sizes: number[]) => sizeTicks(sizeScale(sizes, 50, 5)!).map(printBytes);

  it("has two or three round sizes, if there is room", () => {
    assert.deepEqual(names([2.45e9, 2.48e9]), ["2.4 GB", "2.6 GB"]);
    assert.deepEqual(names([794e6, 1.13e9]), ["800 MB", "1 GB"]);
    assert.deepEqual(names([1e9, 12.4e9]), ["0 B", "5 GB", "10 GB"]);
    assert.deepEqual(names([7420]), ["7 kB", "7.5 kB"]);
  });

  it("has room around a flat line, so that noise looks like noise", () => {
    const y = sizeScale([1e9, 1.001e9], 50, 5)!;
    assert.ok(y(1e9) - y(1.001e9) < 1);
    assert.ok(y(1e9) > 20 && y(1e9) < 35);
  });

  it("starts at zero if a size drops far, and for empty files", () => {
    assert.equal(sizeScale([1, 100], 50, 5)!(0), 50);
    assert.deepEqual(names([0, 0]), ["0 B", "1 B"]);
  });

  it("does not exist without sizes", () => assert.equal(sizeScale([], 50, 5), undefined));

  it("has at least one tick, and none twice, whatever the sizes", () => {
    for (let power = 0; power < 16; power += 0.37) {
      for (const spread of [1, 1.02, 1.3, 5, 1000]) {
        const sizes = names([Math.round(10 ** power), Math.round(spread * 10 ** power)]);
        assert.ok(sizes.length >= 1 && sizes.length <= 3, `${power} ${spread}`);
        assert.equal(new Set(sizes).size, sizes.length, sizes.join(" "));
      }
    }
  });
});

it("has one date per day", () => assert.equal(calendar(END - 2 * DAY, END, SHANGHAI).dates.length, 2));
