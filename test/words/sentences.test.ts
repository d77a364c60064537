// What the pages say about a verdict, case by case.
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { NodeVerdict } from "../../src/model.ts";
import * as conclusions from "../../src/words/conclusions.ts";
import * as copies from "../../src/words/copies.ts";
import * as counts from "../../src/words/counts.ts";
import * as findings from "../../src/words/findings.ts";
import * as marks from "../../src/words/marks.ts";
import * as nightly from "../../src/words/nights.ts";
import * as proof from "../../src/words/proof.ts";
import * as silences from "../../src/words/silences.ts";
import * as space from "../../src/words/space.ts";
import * as times from "../../src/words/times.ts";
import * as visits from "../../src/words/visits.ts";
import * as worst from "../../src/words/worst.ts";
import { addNights } from "../../src/words/nights.ts";
import { troublesOfNode, troublesOfSite } from "../../src/words/troubles.ts";
import { DAY, HOUR } from "../../src/time.ts";
import { visit } from "../support/histories.ts";
import { dayaBay, finding, hubVerdict, item, node, nights, NOW, siteView, ZONE } from "../pages/made.ts";

const say = {
  ...{ ...conclusions, ...copies, ...counts, ...findings, ...marks, ...nightly, ...proof, ...silences, ...space },
  ...{ ...times, ...visits, ...worst },
};

const late = finding("alarm", "nothing since 22 Nov 16:10");
const silent = finding("unknown", "no answer", { check: "unreachable", gist: "visit failed" });
const stale = finding("alarm", "not visited since 23 Nov 17:10", { check: "collection" });
const bad = (name: string) => item(name, { findings: [late] });

describe("the conclusion", () => {
  const site = (nodes: NodeVerdict[], ...ofHub: (typeof stale)[]) =>
    siteView([hubVerdict("ZZ", "dayabay", nodes, ofHub)]).siteVerdict;
  const SDU = (...items: string[]) => node("SDU", items.map(bad));

  const cases: [string, ReturnType<typeof site>, string, string][] = [
    ["one item", site([SDU("a")]), "One backup needs a look", "One backup of dayabay needs a look"],
    ["two items", site([SDU("a", "b")]), "Two backups need a look", "Two backups of dayabay need a look"],
    [
      "one item and a node",
      site([SDU("a"), node("NTU", [item("a")], { findings: [silent] })]),
      "One backup and one node need a look",
      "One backup and one node of dayabay need a look",
    ],
    ["the hub", site([node("SDU", [item("a")])], stale), "One hub needs a look", "dayabay needs a look"],
    [
      "one item and the hub",
      site([SDU("a")], stale),
      "One backup and one hub need a look",
      "One backup and dayabay itself need a look",
    ],
    [
      "nothing",
      site([node("SDU", [item("a"), item("b")])]),
      "Both backups are where they should be",
      "Both backups of dayabay are where they should be",
    ],
    [
      "nothing, with one item",
      site([node("SDU", [item("a")])]),
      "The one backup is where it should be",
      "The one backup of dayabay is where it should be",
    ],
    [
      "nothing, with no items",
      site([node("SDU", [])]),
      "No backup has been seen yet",
      "No backup of dayabay has been seen yet",
    ],
  ];
  for (const [what, verdict, ofSite, ofHub] of cases) {
    it(`when ${what} needs a look`, () => {
      assert.equal(say.concludeSite(verdict), ofSite);
      assert.equal(say.concludeHub(verdict.hubs[0]!), ofHub);
    });
  }

  it("counts the items of a node", () => {
    const two = [bad("a"), item("b")];
    assert.equal(say.concludeNode(node("SDU", two)), "One of two items on SDU needs a look");
    assert.equal(say.concludeNode(node("SDU", [item("b")])), "The one item on SDU is well");
    assert.equal(say.concludeNode(node("SDU", [item("a"), item("b")])), "Both items on SDU are well");
    assert.equal(say.concludeNode(node("SDU", [item("b")], { findings: [silent] })), "SDU needs a look");
    assert.equal(
      say.concludeNode(node("SDU", two, { findings: [silent] })),
      "SDU and one of its two items need a look",
    );
    assert.equal(say.concludeNode(node("SDU", [])), "No item has been seen on SDU yet");
  });
});

describe("what needs a look", () => {
  it("is listed once for one cause: a node whose visit failed also speaks for its items", () => {
    const unknown = item("a", { findings: [finding("unknown", "due, but the last visit failed")] });
    const troubles = troublesOfNode(node("KEK", [unknown, bad("b")], { findings: [silent] }));
    assert.deepEqual(
      troubles.map(({ item: name, status }) => [name, status]),
      [
        ["b", "alarm"],
        [undefined, "unknown"],
      ],
    );
  });

  it("includes an unknown item if its node is not the cause", () => {
    assert.equal(troublesOfNode(node("KEK", [item("a", { findings: [silent] })])).length, 1);
  });

  it("is sorted worst first, then in the order of the config", () => {
    const statuses = troublesOfSite(dayaBay().siteVerdict).map(({ status }) => status);
    assert.deepEqual(statuses, ["alarm", "alarm", "unknown", "warn"]);
  });

  it("names up to three things and counts the others", () => {
    const hub = hubVerdict("ZZ", "dayabay", [node("SDU", "abcde".split("").map(bad)), node("NTU", [item("a")])]);
    assert.match(say.nameWorst(hub), /^SDU: a nothing .*, b .*, c .*; two more\. NTU is well\.$/);
  });
});

describe("times", () => {
  it("say today instead of its date", () => {
    assert.equal(say.describeTime(NOW - HOUR, ZONE, NOW), "today 16:10");
    assert.equal(say.describeTime(NOW - DAY, ZONE, NOW), "23 Nov 17:10");
    assert.equal(say.describeTime(NOW - 365 * DAY, ZONE, NOW), "24 Nov 2025 17:10");
  });

  it("have an age, or a time to go", () => {
    assert.equal(say.describeAge(NOW - 25 * HOUR, NOW), "25 h ago");
    assert.equal(say.describeAge(NOW + 3 * HOUR, NOW), "in 3 h");
  });

  it("say when the next run is or was due", () => {
    const verdict = (nextRun: number | undefined) => ({ ...dayaBay().siteVerdict, nextRun });
    assert.equal(say.describeNextRun(verdict(NOW + DAY), ZONE), "next run due Wed 17:10");
    assert.equal(say.describeNextRun(verdict(NOW + 7 * DAY), ZONE), "next run due Tue 1 Dec 17:10");
    assert.equal(say.describeNextRun(verdict(NOW - DAY), ZONE), "next run was due 23 Nov 17:10");
    assert.equal(say.describeNextRun(verdict(undefined), ZONE), "");
  });

  it("say how the last visit went", () => {
    assert.equal(say.describeOutcome(visit(NOW), ZONE, NOW), "17:10, in 0.4 s");
    assert.equal(say.describeOutcome(visit(NOW - DAY), ZONE, NOW), "23 Nov 17:10, in 0.4 s");
    assert.equal(
      say.describeVisit(visit(NOW, "login"), ZONE, NOW),
      "visit failed 17:10: no answer from 127.0.0.1:22 within 2 s",
    );
    assert.equal(say.describeVisit(undefined, ZONE, NOW), "not visited yet");
  });
});

describe("the sentence about the nights", () => {
  it("counts what arrived, and names the nights on which something did not", () => {
    const added = addNights([
      node("SDU", [], { nights: nights({ 0: { arrived: 5, missed: 1 }, 15: { arrived: 5, missed: 1 } }) }),
      node("NTU", [], { nights: nights({ 4: { arrived: 0, looked: false } }) }),
    ]);
    const words = "Last 30 nights: 352 tarballs arrived, 2 did not (9 Nov and 24 Nov), no good visit on 20 Nov.";
    assert.equal(say.describeNights(added, ZONE), words);
    assert.match(
      say.proveNights(added, ", on 2 nodes"),
      /^352 of the 354 tarballs due in the last 30 nights arrived, on 2 nodes\.$/,
    );
  });

  it("says all if all arrived", () => {
    assert.match(
      say.proveNights(addNights([node("SDU", [])]), ""),
      /^All 180 tarballs due in the last 30 nights arrived\.$/,
    );
  });
});
