import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { judgeHub, judgeSite } from "../../src/judge/judge.ts";
import { silentUntil } from "../../src/judge/silence.ts";
import type { Hub, HubVerdict, Silence, Window } from "../../src/model.ts";
import { DAY, HOUR, instant, MINUTE } from "../../src/time.ts";
import { history, hub, NOON, series, silence, site, visit } from "../support/histories.ts";

const late = series("svn/main", NOON - 9 * DAY, 30);
const well = series("db/x", NOON - HOUR, 30);

/** Two items, of which one is late on NORTH; SOUTH does not answer, and nobody has looked for days. */
function judged(silences: Silence[], more: Partial<Hub> = {}, now = NOON) {
  const forge = hub(["NORTH", "SOUTH"], more);
  const here = site([forge], { silences, everyMs: HOUR });
  const collections = [visit(NOON - 4 * HOUR)];
  const silent = [visit(NOON - 5 * DAY), visit(NOON - 4 * HOUR, "unreachable")];
  const histories = [history("NORTH", [well, late], collections), history("SOUTH", [well, late], silent)];
  const verdict = judgeHub(here, forge, histories, now);
  return { verdict, site: judgeSite(here, [verdict], now) };
}

/** What is found, silenced or not, as `NORTH svn/main age`. */
function found(verdict: HubVerdict, silenced: boolean): string[] {
  const told = (findings: HubVerdict["findings"], ...where: string[]) =>
    findings
      .filter((finding) => Boolean(finding.silenced) === silenced)
      .map(({ check }) => [...where, check].join(" "));
  return [
    ...told(verdict.findings, "hub"),
    ...verdict.nodes.flatMap(({ node, findings, items }) => [
      ...told(findings, node),
      ...items.flatMap((item) => told(item.findings, node, item.item)),
    ]),
  ];
}

const everything = found(judged([]).verdict, false);

describe("a silence", () => {
  it("leaves what it silences to be seen, with the reason and the end, and counts it in no status", () => {
    const { verdict, site } = judged([silence()]);
    assert.deepEqual(found(verdict, true), everything);
    assert.ok(everything.includes("hub collection") && everything.includes("SOUTH unreachable"));
    const statuses = [site, verdict, ...verdict.nodes, ...verdict.nodes.flatMap(({ items }) => items)];
    assert.deepEqual([...new Set(statuses.map(({ status }) => status))], ["ok"]);
    const [finding] = verdict.findings;
    assert.equal(finding!.status, "alarm");
    assert.deepEqual(finding!.silenced, { reason: "disk exchange", until: NOON + DAY });
  });

  it("begins and ends to the second", () => {
    const counted = (from: number, until: number) => judged([silence({ from, until })]).verdict.status;
    assert.equal(counted(NOON, NOON + 1000), "ok");
    assert.equal(counted(NOON + 1000, NOON + DAY), "alarm");
    assert.equal(counted(NOON - DAY, NOON), "alarm");
  });

  for (const [what, patterns, silenced] of [
    ["an item", { item: ["svn/*"] }, ["NORTH svn/main age", "SOUTH svn/main age"]],
    ["an item on a node", { node: ["NORTH"], item: ["svn/ma?n"] }, ["NORTH svn/main age"]],
    ["a node", { node: ["SO*"] }, everything.filter((name) => name.startsWith("SOUTH"))],
    ["a check", { check: ["age"] }, everything.filter((name) => name.endsWith("age"))],
    ["a hub by its tag", { hub: ["FORGE"] }, everything],
    ["a hub by its srvnode", { hub: ["forge"] }, everything],
    ["another hub", { hub: ["OTHER"] }, []],
    ["one of several", { item: ["nothing", "svn/main"] }, ["NORTH svn/main age", "SOUTH svn/main age"]],
  ] as const) {
    it(`can be about ${what}`, () => {
      const named = Object.fromEntries(Object.entries(patterns).map(([key, list]) => [key, [...(list as string[])]]));
      const { verdict } = judged([silence(named)]);
      assert.deepEqual(found(verdict, true), [...silenced]);
      assert.equal(found(verdict, false).length, everything.length - silenced.length);
    });
  }

  it("leaves the worst of the others to be the status", () => {
    const { verdict } = judged([silence({ check: ["collection", "age"] })]);
    assert.equal(verdict.nodes[0]!.status, "ok");
    assert.equal(verdict.nodes[1]!.status, "alarm");
    assert.equal(verdict.status, "alarm");
  });

  it("that ends last is told, of several", () => {
    const { verdict } = judged([silence(), silence({ until: NOON + 2 * DAY, reason: "longer" }), silence()]);
    assert.equal(verdict.findings[0]!.silenced!.reason, "longer");
  });

  it("that has ended is pointed out, and changes no status", () => {
    const { site, verdict } = judged([silence(), silence({ name: "old", until: NOON - HOUR })]);
    assert.deepEqual(site.notes, ["[silence old] (site.cnf:9) ended 24 Nov 11:00; remove its section"]);
    assert.deepEqual([site.status, verdict.status], ["ok", "ok"]);
    assert.deepEqual(judged([silence({ until: Date.UTC(2026, 10, 23) })]).site.notes, [
      "[silence disks] (site.cnf:9) ended 22 Nov; remove its section",
    ]);
  });

  it("that fits nothing is a warning", () => {
    const fitsNothing = [{ node: ["NROTH"] }, { hub: ["x"] }, { item: ["svn/mian"] }, { node: ["NORTH"], item: ["y"] }];
    for (const wrong of fitsNothing) {
      const { site } = judged([silence(), silence({ name: "typo", ...wrong })]);
      assert.equal(site.status, "warn");
      const reason = "[silence typo] (site.cnf:9) matches nothing; correct its hub, node and item, or remove it";
      assert.deepEqual(
        site.findings.map(({ check, reason }) => [check, reason]),
        [["config", reason]],
      );
    }
    assert.deepEqual(judged([silence({ node: ["NROTH"], until: NOON - 1 })]).site.findings, []);
  });
});

describe("a weekly window", () => {
  const window = (weekday: number, begins: string, ends: string, endsDaysLater = 0): Window => ({
    weekday,
    begins,
    ends,
    endsDaysLater,
  });
  const until = (at: string, zone: string, weekly: Window[], more: Partial<Silence> = {}) => {
    const end = silentUntil(silence({ weekly, timezone: zone, until: undefined, ...more }), Date.parse(at));
    return end === undefined ? "no" : new Date(end).toISOString().slice(0, 16);
  };

  it("holds from its first minute to its last, and every week", () => {
    const weekly = [window(0, "02:00", "06:00")]; // 22 Nov 2026 is a Sunday.
    for (const day of ["2026-11-22", "2026-11-29"]) {
      assert.equal(until(`${day}T01:59:59Z`, "UTC", weekly), "no");
      assert.equal(until(`${day}T02:00:00Z`, "UTC", weekly), `${day}T06:00`);
      assert.equal(until(`${day}T05:59:59Z`, "UTC", weekly), `${day}T06:00`);
      assert.equal(until(`${day}T06:00:00Z`, "UTC", weekly), "no");
    }
    assert.equal(until("2026-11-23T03:00:00Z", "UTC", weekly), "no");
  });

  it("crosses midnight, the week's end and a weekend", () => {
    const night = [window(6, "23:00", "01:30", 1)];
    assert.equal(until("2026-11-21T23:00:00Z", "UTC", night), "2026-11-22T01:30");
    assert.equal(until("2026-11-22T01:29:00Z", "UTC", night), "2026-11-22T01:30");
    assert.equal(until("2026-11-22T23:30:00Z", "UTC", night), "no");
    const weekend = [window(5, "18:00", "06:00", 3)];
    assert.equal(until("2026-11-20T17:59:00Z", "UTC", weekend), "no");
    assert.equal(until("2026-11-23T05:59:00Z", "UTC", weekend), "2026-11-23T06:00");
    assert.equal(until("2026-11-23T08:30:00Z", "UTC", [window(1, "09:00", "08:00", 7)]), "no");
    assert.equal(until("2026-11-23T07:59:00Z", "UTC", [window(1, "09:00", "08:00", 7)]), "2026-11-23T08:00");
  });

  it("holds only between from and until", () => {
    const weekly = [window(0, "02:00", "06:00")];
    const from = Date.parse("2026-11-22T03:00:00Z");
    assert.equal(until("2026-11-22T02:30:00Z", "UTC", weekly, { from }), "no");
    assert.equal(until("2026-11-22T03:00:00Z", "UTC", weekly, { from, until: from + HOUR }), "2026-11-22T04:00");
    assert.equal(until("2026-11-29T03:00:00Z", "UTC", weekly, { from, until: from + HOUR }), "no");
  });

  // On the day on which the clocks move: the window, when it begins and ends (UTC), in which zone.
  const CASES = [
    ["Europe/Berlin", "goes forward at 2", window(0, "01:00", "06:00"), "2026-03-29T00:00", "2026-03-29T04:00"],
    ["Europe/Berlin", "goes back at 3", window(0, "01:00", "06:00"), "2026-10-24T23:00", "2026-10-25T05:00"],
    ["Europe/Berlin", "begins in the gap", window(0, "02:30", "04:00"), "2026-03-29T01:30", "2026-03-29T02:00"],
    ["Europe/Berlin", "begins in the double hour", window(0, "02:30", "04:00"), "2026-10-25T00:30", "2026-10-25T03:00"],
    ["America/New_York", "ends in the gap", window(0, "01:00", "02:30"), "2026-03-08T06:00", "2026-03-08T07:30"],
    [
      "America/New_York",
      "ends in the double hour",
      window(0, "00:30", "01:30"),
      "2026-11-01T04:30",
      "2026-11-01T05:30",
    ],
    [
      "Australia/Lord_Howe",
      "goes forward by half an hour",
      window(0, "00:00", "04:00"),
      "2026-10-03T13:30",
      "2026-10-03T17:00",
    ],
    [
      "Australia/Lord_Howe",
      "goes back by half an hour",
      window(6, "23:00", "03:00", 1),
      "2026-04-04T12:00",
      "2026-04-04T16:30",
    ],
    ["Asia/Beirut", "has no midnight", window(6, "23:00", "03:00", 1), "2026-03-28T21:00", "2026-03-29T00:00"],
    ["Asia/Shanghai", "has no summer time", window(0, "02:00", "06:00"), "2026-10-24T18:00", "2026-10-24T22:00"],
  ] as const;
  for (const [zone, what, weekly, begins, ends] of CASES) {
    it(`is right where the day ${what} (${zone})`, () => {
      const [first, last] = [Date.parse(`${begins}Z`), Date.parse(`${ends}Z`)];
      const silent = (at: number) => until(new Date(at).toISOString(), zone, [weekly]);
      assert.equal(silent(first - MINUTE), "no");
      for (let at = first; at < last; at += 15 * MINUTE) assert.equal(silent(at), ends, new Date(at).toISOString());
      assert.equal(silent(last), "no");
    });
  }

  it("begins and ends in 5 zones, each day of a year, when a stamp of that time would", () => {
    for (const zone of ["Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Asia/Beirut", "Asia/Shanghai"]) {
      for (let day = Date.UTC(2026, 0, 1); day < Date.UTC(2027, 0, 1); day += DAY) {
        const at = (time: string) => instant(`${new Date(day).toISOString().slice(0, 10)}T${time}:00`, zone)!;
        const weekly = [window(new Date(day).getUTCDay(), "01:15", "05:45")];
        const silent = (now: number) => silentUntil(silence({ weekly, timezone: zone, until: undefined }), now);
        assert.equal(silent(at("01:15") - 1), undefined);
        assert.equal(silent(at("01:15")), at("05:45"));
        assert.equal(silent(at("05:45") - 1), at("05:45"));
        assert.equal(silent(at("05:45")), undefined);
      }
    }
  });
});

describe("a retired item", () => {
  const items = (more: Partial<Hub>, now = NOON) => {
    const { verdict, site } = judged([silence({ check: ["collection", "unreachable"] })], more, now);
    return { site, north: verdict.nodes[0]!.items, node: verdict.nodes[0]! };
  };

  it("is not judged, never missing, and not counted as missed any more", () => {
    const { north, node, site } = items({ retired: ["svn/*"] });
    const retired = north.find(({ item }) => item === "svn/main")!;
    assert.deepEqual([retired.retired, retired.status, retired.findings], [true, "ok", []]);
    assert.deepEqual(retired.rhythm.missed, []);
    assert.equal(node.nights.at(-3)!.missed, 0);
    assert.deepEqual(site.notes, []);
    const never = items({ retired: ["old"], select: ["db/x", "svn/main", "old"] });
    assert.equal(never.north.find(({ item }) => item === "old")!.status, "ok");
  });

  it("that still comes is pointed out", () => {
    assert.deepEqual(items({ retired: ["db/x"] }).site.notes, [
      "db/x of forge is retired but still arrives on NORTH and SOUTH, last 24 Nov 11:00; remove it from retired, or stop its job",
    ]);
  });

  it("that is not there at all is pointed out", () => {
    assert.deepEqual(items({ retired: ["svn/mian"] }).site.notes, ["retired = svn/mian in [FORGE] matches no item"]);
  });
});
