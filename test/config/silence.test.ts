import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { mistakesOf, siteOf, zz } from "./files.ts";

const silence = (...lines: string[]) => siteOf(zz("[silence disks]", "reason = disk exchange", ...lines)).silences[0]!;
const mistakes = (...lines: string[]) =>
  mistakesOf(() => siteOf(zz("[silence disks]", ...lines))).map((text) => text.split(". For example: ")[0]);

describe("a silence", () => {
  it("is about everything but what it names, on the clocks of the site's zone", () => {
    assert.deepEqual(silence("until = 2026-12-27 12:00"), {
      name: "disks",
      place: "a.cnf:5",
      hub: ["*"],
      node: ["*"],
      item: ["*"],
      check: ["*"],
      from: undefined,
      until: Date.UTC(2026, 11, 27, 4),
      weekly: [],
      timezone: "Asia/Taipei",
      reason: "disk exchange",
    });
  });

  it("begins with the first moment of a day and ends with the last", () => {
    const { from, until } = silence("from = 2026-12-24", "until = 2026-12-24", "timezone = UTC");
    assert.deepEqual([from, until], [Date.UTC(2026, 11, 24), Date.UTC(2026, 11, 25)]);
  });

  it("takes windows of a week, across midnight and over days", () => {
    const { weekly } = silence("weekly = Sun 02:00-06:00  Sat 23:00-01:30 Fri 18:00-Mon 06:00 Mon 09:00-Mon 08:00");
    assert.deepEqual(
      weekly.map(({ weekday, begins, ends, endsDaysLater }) => [weekday, begins, ends, endsDaysLater]),
      [
        [0, "02:00", "06:00", 0],
        [6, "23:00", "01:30", 1],
        [5, "18:00", "06:00", 3],
        [1, "09:00", "08:00", 7],
      ],
    );
  });

  it("may stand in pieces, the later file winning", () => {
    const [first, ...others] = siteOf([
      zz("[silence disks]", "reason = one", "until = 2026-12-24"),
      "[silence  disks]\nreason = two\n[silence b]\nreason = x\nweekly = Sun 01:00-02:00",
    ]).silences;
    assert.equal(first!.reason, "two");
    assert.deepEqual(
      others.map(({ name }) => name),
      ["b"],
    );
  });

  it("must have a reason, and an end", () => {
    assert.deepEqual(mistakes(), [
      "a.cnf:5: [silence disks] has no reason",
      "a.cnf:5: [silence disks] never ends; to stop judging an item for good, list it in its hub's retired",
    ]);
    const wrongWay = ["reason = x", "from = 2026-12-27 12:00", "until = 2026-12-27 12:00"];
    assert.deepEqual(mistakes(...wrongWay), ["a.cnf:8: [silence disks] ends before it begins"]);
  });

  for (const [line, wrong] of [
    ["until = 2026-02-30", 'until: "2026-02-30" is not a date (2026-12-27) or a date and time (2026-12-24 18:00)'],
    ["until = 27 Dec", 'until: "27 Dec" is not a date (2026-12-27) or a date and time (2026-12-24 18:00)'],
    ["until = 2026-12-27 25:00", /^until: "2026-12-27 25:00" is not a date/],
    [
      "weekly = Sunday 02:00-06:00",
      /^weekly: "Sunday 02:00-06:00" is not a list of weekly windows, such as Sun 02:00-06:00/,
    ],
    ["weekly = Sun 02:00-24:00", /^weekly: /],
    ["weekly = Sun 02:00-06:00,Mon 02:00-06:00", /^weekly: /],
    [
      "until = 2026-12-27\ncheck = spaces",
      /^check: "spaces" is not a check; the checks are unreachable hostkey missing age/,
    ],
    ["until = 2026-12-27\nnodes = SDU", '[silence disks] has no key "nodes" (did you mean node?)'],
    ["until = 2026-12-27\ntimezone = Mars", 'timezone: "Mars" is not a time zone'],
  ] as const) {
    it(`cannot say ${line.split("\n").at(-1)!}`, () => {
      const [found, ...others] = mistakes("reason = x", line).map((text) => text!.replace(/^a\.cnf:\d+: /, ""));
      if (typeof wrong === "string") assert.equal(found, wrong);
      else assert.match(found!, wrong);
      assert.deepEqual(others, []);
    });
  }
});

describe("retired", () => {
  it("is a list of items", () => {
    assert.deepEqual(siteOf(zz("retired = svn/old tracs/20*")).hubs[0]!.retired, ["svn/old", "tracs/20*"]);
  });
});
