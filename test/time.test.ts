import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { civil, DAY, instant, isZone, midnight, readTime, stampOf } from "../src/time.ts";

const iso = (at: number | undefined) => (at === undefined ? undefined : new Date(at).toISOString());

describe("a stamp", () => {
  it("is the civil time of its zone, whatever the zone of this process", () => {
    assert.equal(iso(instant("2012-11-13T16:10:23", "Asia/Shanghai")), "2012-11-13T08:10:23.000Z");
    assert.equal(iso(instant("2012-11-13T16:10:23", "America/Chicago")), "2012-11-13T22:10:23.000Z");
  });

  it("is the earlier of two instants when the clocks go back", () => {
    assert.equal(iso(instant("2026-10-25T02:30:00", "Europe/Berlin")), "2026-10-25T00:30:00.000Z");
    assert.equal(iso(instant("2026-11-01T01:30:00", "America/New_York")), "2026-11-01T05:30:00.000Z");
    assert.equal(iso(instant("2026-04-05T01:45:00", "Australia/Lord_Howe")), "2026-04-04T14:45:00.000Z");
  });

  it("is read as before the change if the clocks skip it", () => {
    assert.equal(iso(instant("2026-03-29T02:30:00", "Europe/Berlin")), "2026-03-29T01:30:00.000Z");
    assert.equal(iso(instant("2026-03-08T02:30:00", "America/New_York")), "2026-03-08T07:30:00.000Z");
  });

  it("is undefined if there is no such date or time", () => {
    for (const stamp of ["2012-02-30T00:00:00", "2011-02-29T00:00:00", "2012-01-01T24:00:00", "2012-13-01T00:00:00"]) {
      assert.equal(instant(stamp, "UTC"), undefined, stamp);
    }
    assert.equal(iso(instant("2012-02-29T23:59:59", "UTC")), "2012-02-29T23:59:59.000Z");
  });

  it("survives a round trip for every hour of a year that is not ambiguous", () => {
    for (const zone of ["Europe/Berlin", "America/Sao_Paulo", "Asia/Kathmandu", "Australia/Lord_Howe", "UTC"]) {
      for (let at = Date.UTC(2026, 0, 1); at < Date.UTC(2027, 0, 1); at += 5 * 3_600_000) {
        const back = instant(stampOf(at, zone), zone)!;
        assert.equal(stampOf(back, zone), stampOf(at, zone));
      }
    }
  });
});

describe("midnight", () => {
  it("begins a day of 23, 24 or 25 hours", () => {
    const zone = "Europe/Berlin";
    const length = (month: number, day: number) => {
      const start = midnight(Date.UTC(2026, month, day, 12), zone);
      return (midnight(start, zone, 1) - start) / 3_600_000;
    };
    assert.deepEqual([length(2, 29), length(5, 1), length(9, 25)], [23, 24, 25]);
  });

  it("is the first instant of a day whose midnight daylight saving skips", () => {
    const start = midnight(Date.UTC(2018, 10, 4, 12), "America/Sao_Paulo");
    assert.equal(civil(start, "America/Sao_Paulo").toISOString(), "2018-11-04T01:00:00.000Z");
  });

  it("counts civil days, not spans of 24 hours", () => {
    const from = midnight(Date.UTC(2026, 9, 26, 12), "Europe/Berlin", -2);
    assert.equal(iso(from), "2026-10-23T22:00:00.000Z");
    assert.notEqual(from, midnight(Date.UTC(2026, 9, 26, 12), "Europe/Berlin") - 2 * DAY);
  });
});

it("a zone is known by its name in the IANA database", () => {
  assert.deepEqual(["Asia/Shanghai", "UTC", "Mars/Olympus", ""].map(isZone), [true, true, false, false]);
});

describe("a time that a person typed", () => {
  const now = Date.UTC(2026, 10, 28, 10);
  const when = (text: string) => iso(readTime(text, "Asia/Shanghai", now));

  it("is an instant, or a time on the clocks of the zone", () => {
    assert.equal(when("2026-11-24T05:00:00Z"), "2026-11-24T05:00:00.000Z");
    assert.equal(when("2026-11-24T05:00:00+08:00"), "2026-11-23T21:00:00.000Z");
    assert.equal(when("2026-11-28 06:00"), "2026-11-27T22:00:00.000Z");
  });

  it("is the end of a day, or now if it is today", () => {
    assert.equal(when("yesterday"), "2026-11-27T15:59:59.999Z");
    assert.equal(when("2026-11-27"), "2026-11-27T15:59:59.999Z");
    assert.equal(when("2026-11-28"), iso(now));
  });

  it("is undefined for anything else", () => {
    for (const text of ["tomorrow", "2026-02-30", "2026-11-28 25:00", "28.11.2026", "", "2026-11"])
      assert.equal(when(text), undefined, text);
  });
});
