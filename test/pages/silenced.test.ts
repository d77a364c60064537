// Silenced findings and retired items are shown everywhere, but quietly.
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { Finding, NodeVerdict } from "../../src/model.ts";
import { hubPage } from "../../src/pages/hub-page.ts";
import { indexPage } from "../../src/pages/index-page.ts";
import { nodePage } from "../../src/pages/node-page.ts";
import { report } from "../../src/pages/report.ts";
import { concludeNode, concludeSite } from "../../src/words/conclusions.ts";
import { describeSilence } from "../../src/words/silences.ts";
import { nameWorst } from "../../src/words/worst.ts";
import { statusJson } from "../../src/pages/status-json.ts";
import { silenced, troublesOfNode, troublesOfSite } from "../../src/words/troubles.ts";
import { DAY, HOUR } from "../../src/time.ts";
import * as made from "./made.ts";

// The end of 27 Nov in Shanghai.
const UNTIL = Date.UTC(2026, 10, 27, 16);
const known = (check: Finding["check"] = "age"): Finding => ({
  ...made.finding("alarm", `nothing since ${check}`, { check }),
  silenced: { reason: "disk exchange", until: UNTIL },
});
const item = (name: string, ...findings: Finding[]) => made.item(name, { findings, status: "ok" });
const view = (...nodes: NodeVerdict[]) => made.siteView([made.hubVerdict("ZZ", "dayabay", nodes)]);
const bare = (html: string) => html.replace(/<[^>]*>/g, " ").replace(/\s+/g, " ");

const one = view(made.node("SDU", [item("a", known()), made.item("b"), made.item("c")]));

describe("a silenced finding", () => {
  it("is on every page as silenced, with its reason, its end and the outline of its mark", () => {
    const pages = [indexPage.text(one), hubPage.text(made.hubView(one)), nodePage.text(made.nodeView(one))];
    for (const html of pages) {
      assert.match(bare(html), /silenced .*a : nothing since age\. Silenced until 27 Nov: disk exchange\./);
      assert.match(html, /class="mark hollow".*?<path fill="none"/);
      assert.doesNotMatch(bare(html), /\balarm\b/);
    }
    assert.match(bare(pages[2]!), /a silenced .* nothing since age\. Silenced until 27 Nov: disk exchange\./);
  });

  it("is in the report", () => {
    assert.match(report.text(made.hubView(one)), /Silenced: SDU a until 27 Nov: disk exchange\./);
  });

  it("is in status.json with its reason and its end, and counts in no status", () => {
    const { status, hubs } = JSON.parse(statusJson.text(one)) as {
      status: string;
      hubs: { nodes: { items: { status: string; findings: unknown[] }[] }[] }[];
    };
    const [first] = hubs[0]!.nodes[0]!.items;
    assert.deepEqual([status, first!.status], ["ok", "ok"]);
    assert.deepEqual(first!.findings, [
      {
        check: "age",
        status: "alarm",
        reason: "nothing since age",
        silenced: { reason: "disk exchange", until: "2026-11-27T16:00:00Z" },
      },
    ]);
  });

  it("is not counted as well", () => {
    const cases: [NodeVerdict[], string, string][] = [
      [
        [made.node("SDU", [item("a", known()), made.item("b"), made.item("c")])],
        "Two of three backups are where they should be; one backup is silenced",
        "Nothing on SDU needs a look; one item is silenced",
      ],
      [
        [made.node("SDU", [item("a", known()), item("b", known())])],
        "Nothing needs a look; two backups are silenced",
        "Nothing on SDU needs a look; two items are silenced",
      ],
      [
        [made.node("SDU", [made.item("a"), made.item("b")], { findings: [known("space")], status: "ok" })],
        "Both backups are where they should be; one node is silenced",
        "Nothing on SDU needs a look; SDU itself is silenced",
      ],
      [
        [made.node("SDU", [made.item("a", { findings: [made.finding("alarm", "late")] }), item("b", known())])],
        "One backup needs a look",
        "One of two items on SDU needs a look",
      ],
    ];
    for (const [nodes, ofSite, ofNode] of cases) {
      assert.equal(concludeSite(view(...nodes).siteVerdict), ofSite);
      assert.equal(concludeNode(nodes[0]!), ofNode);
    }
    const [hub] = view(
      made.node("SDU", [made.item("a", { findings: [made.finding("alarm", "late")] })]),
      made.node("NTU", [item("a", known())]),
      made.node("KEK", [made.item("a")]),
    ).siteVerdict.hubs;
    assert.equal(nameWorst(hub!), "SDU: a late. KEK is well.");
  });

  it("is listed apart from an active finding of the same item", () => {
    const both = made.node("SDU", [
      made.item("a", { findings: [made.finding("warn", "slow"), known()], status: "warn" }),
    ]);
    assert.deepEqual(
      troublesOfNode(both).map(({ status, findings }) => [status, findings.length]),
      [["warn", 1]],
    );
    assert.equal(troublesOfNode(both, silenced)[0]!.findings.length, 1);
    assert.match(bare(nodePage.text(made.nodeView(view(both)))), /a warn .* slow\. nothing since age\. Silenced until/);
  });

  it("of a node covers its unknown items only if they are silenced too", () => {
    const closed = { ...made.finding("unknown", "no answer"), check: "unreachable" as const };
    const lost = made.finding("unknown", "nothing known");
    const quiet = { reason: "x", until: UNTIL };
    const node = (of: Finding, item: Finding) =>
      made.node("SDU", [made.item("a", { findings: [item] })], { findings: [of] });
    const count = (verdict: NodeVerdict) => [troublesOfNode(verdict).length, troublesOfNode(verdict, silenced).length];
    assert.deepEqual(count(node(closed, lost)), [1, 0]);
    assert.deepEqual(count(node({ ...closed, silenced: quiet }, lost)), [1, 1]);
    assert.deepEqual(count(node({ ...closed, silenced: quiet }, { ...lost, silenced: quiet })), [0, 1]);
  });

  it("ends at a time, or with a day", () => {
    const silence = (until: number) =>
      describeSilence([{ ...known(), silenced: { reason: "x", until } }], made.ZONE, made.NOW);
    assert.equal(silence(UNTIL), "silenced until 27 Nov: x");
    assert.equal(silence(UNTIL + HOUR), "silenced until 28 Nov 01:00: x");
    assert.equal(silence(UNTIL + 365 * DAY), "silenced until 27 Nov 2027: x");
  });

  it("is not among the troubles of the site", () => assert.deepEqual(troublesOfSite(one.siteVerdict), []));
});

describe("a retired item", () => {
  const node = made.node("SDU", [made.item("a", { retired: true }), made.item("b"), made.item("c")]);

  it("comes last, as retired, and is not counted", () => {
    const html = nodePage.text(made.nodeView(view(node)));
    const names = [...html.matchAll(/<th scope="row">([abc])<\/th>/g)].map(([, name]) => name);
    assert.deepEqual(names, ["b", "c", "a"]);
    assert.match(bare(html), /a retired /);
    assert.equal(concludeSite(view(node).siteVerdict), "Both backups are where they should be");
    assert.match(statusJson.text(view(node)), /"retired": true/);
  });
});

describe("a note", () => {
  it("is on the index and in status.json", () => {
    const noted = made.siteView([], { notes: ["[silence <x>] ended 20 Nov"] });
    assert.match(indexPage.text(noted), /<li>\[silence &lt;x&gt;\] ended 20 Nov\.<\/li>/);
    assert.match(statusJson.text(noted), /"notes": \[\n\s+"\[silence <x>\] ended 20 Nov"\n\s+\]/);
    assert.doesNotMatch(statusJson.text(one), /notes/);
  });
});
