// The table of copies: its marks, its words, and its size.
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { JSDOM } from "jsdom";
import type { Copies, Copy, HubVerdict } from "../../src/model.ts";
import { copyTable } from "../../src/pages/copies.ts";
import { hubPage } from "../../src/pages/hub-page.ts";
import { describeCopies } from "../../src/words/copies.ts";
import { openTemplates } from "../../src/templates.ts";
import { DAY } from "../../src/time.ts";
import * as made from "./made.ts";

function sectionOf(view: ReturnType<typeof made.dayaBay>) {
  const { document } = new JSDOM(hubPage.text(made.hubView(view))).window;
  return document.getElementById("copies:");
}

const textOf = (element: Element) => element.textContent.replace(/\s+/g, " ").trim();

describe("the table of copies on a hub's page", () => {
  const section = sectionOf(made.dayaBay())!;
  const bodies = [...section.querySelectorAll("tbody")];

  it("lists items worst first, with a word for each night and node", () => {
    const items = bodies.map((body) => textOf(body.querySelector("[scope=rowgroup]")!));
    const order = ["svn/dybsvn", "tracs/dybsvn", "svn/dybaux", "tracs/dybaux", "conf/etc", "db/offline"];
    assert.deepEqual(items, order);
    const [sdu, ntu] = [...bodies[0]!.querySelectorAll("tr")].map((row) =>
      [...row.querySelectorAll("td:not([rowspan])")].map(textOf),
    );
    assert.deepEqual(sdu, [...Array<string>(5).fill("same size"), "did not come", "did not come"]);
    assert.deepEqual(ntu, Array(7).fill("same size"));
  });

  it("has a sentence for each item, with the mark of its status if a copy is not whole", () => {
    const told = bodies.map((body) => textOf(body.querySelector("td[rowspan]")!));
    assert.deepEqual(told, [
      "1 of 2 copies; none on SDU since 22 Nov",
      "1 of 2 copies; the one on SDU is 31 % short",
      "1 of 2 copies; not yet on NTU",
      ...Array<string>(3).fill("two copies"),
    ]);
    const marked = bodies.map((body) => body.querySelector("td[rowspan] span")?.className);
    assert.deepEqual(marked, ["alarm", "alarm", ...Array<undefined>(4).fill(undefined)]);
  });

  it("has a legend of the marks that occur", () => {
    const key = [...section.querySelectorAll(".key li")].map(textOf);
    assert.deepEqual(key, ["same size", "short", "not here yet", "did not come", "no good visit"]);
    const marks = new Set([...section.querySelectorAll("td .copy")].map(({ className }) => className));
    for (const { className } of section.querySelectorAll(".key .copy")) assert.ok(marks.has(className), className);
  });

  it("is left out if there is only one node", () => {
    assert.equal(
      sectionOf(made.siteView([made.hubVerdict("ZZ", "dayabay", [made.node("SDU", [made.item("a")])])])),
      null,
    );
  });
});

describe("a hub with many items and nodes", () => {
  const crowd = (nodes: number, items: number, change: (hub: HubVerdict) => void = () => undefined) => {
    const names = Array.from({ length: items }, (_, i) => `repos/r${String(i).padStart(2, "0")}`);
    const tags = Array.from({ length: nodes }, (_, i) => `node${i}`);
    const all = tags.map((tag) =>
      made.node(
        tag,
        names.map((name) => made.item(name)),
      ),
    );
    const hub = made.hubVerdict("ZZ", "dayabay", all);
    change(hub);
    const text = openTemplates()("copies.hbs", copyTable(hub, made.ZONE, made.NOW)!);
    return { text, section: new JSDOM(`<body>${text}`).window.document.body };
  };
  const items = (section: Element, within: string) => section.querySelectorAll(`${within} [scope=rowgroup]`).length;

  it("folds the items that are whole, and counts those that do not fit", () => {
    const { section } = crowd(3, 30);
    assert.equal(items(section, ":scope > .copies"), 0);
    assert.equal(textOf(section.querySelector("summary")!), "20 items, whole everywhere");
    assert.equal(items(section, "details"), 20);
    assert.match(textOf(section), /10 more items, whole everywhere: see the page of each node\./);
  });

  it("shows items that are not whole first", () => {
    const { section } = crowd(3, 30, (hub) => {
      hub.copies.items[29]!.nodes[1]!.newest = "missing";
    });
    assert.equal(textOf(section.querySelector(":scope > .copies [scope=rowgroup]")!), "repos/r29");
    assert.equal(textOf(section.querySelector("summary")!), "19 other items, whole everywhere");
  });

  it("has a table below 50 kB, however many there are", () => {
    for (const [nodes, items] of [
      [2, 500],
      [20, 6],
      [60, 60],
    ] as const) {
      const { length } = crowd(nodes, items).text;
      assert.ok(length < 50_000, `${nodes} × ${items}: ${length}`);
    }
  });
});

describe("the sentence about copies", () => {
  const copy = (node: string, newest: Copy, more: Partial<Copies> = {}): Copies => {
    return { node, nights: [], newest, since: made.NOW, lacks: undefined, ...more };
  };
  const said = (...copies: Copies[]) => describeCopies(copies, made.ZONE, made.NOW);
  const long = { since: made.NOW - 198 * DAY };

  it("counts the whole copies and names the others", () => {
    assert.equal(said(copy("C", "same"), copy("H1", "same"), copy("SDU", "same")), "three copies");
    assert.equal(said(copy("C", "present")), "one copy");
    assert.equal(
      said(copy("C", "same"), copy("H1", "same"), copy("SDU", "missing", long)),
      "2 of 3 copies; none on SDU since 10 May",
    );
    const short = copy("C", "short", { lacks: 0.25 });
    assert.equal(said(copy("H1", "present"), short), "1 of 2 copies; the one on C is 25 % short");
    assert.equal(
      said(copy("H1", "present"), copy("C", "short", { lacks: 1e-6 })),
      "1 of 2 copies; the one on C is a little short",
    );
    assert.equal(
      said(copy("H1", "same"), copy("N", "same"), copy("C", "larger")),
      "2 of 3 copies; the one on C is larger",
    );
    assert.equal(said(copy("H1", "present"), copy("C", "gone", { since: undefined })), "1 of 2 copies; none left on C");
    assert.equal(said(copy("H1", "present"), copy("C", "gone")), "1 of 2 copies; the newest left on C is of 24 Nov");
    assert.equal(said(copy("H1", "present"), copy("C", "unreachable")), "1 of 2 copies; the visit to C failed");
    assert.equal(
      said(copy("H1", "present"), copy("C", "unreachable"), copy("SDU", "unreachable")),
      "1 of 3 copies; the visits to C and SDU failed",
    );
  });

  it("counts nothing if no node has the newest backup", () => {
    assert.equal(said(copy("C", "missing", long), copy("SDU", "missing", long)), "none on C and SDU since 10 May");
    const never = { since: undefined };
    assert.equal(said(copy("C", "missing", never), copy("SDU", "missing", never)), "none ever on C and SDU");
  });

  it("stays short if many nodes lack it", () => {
    const many = Array.from({ length: 20 }, (_, i) => copy(`n${i}`, "missing", long));
    assert.equal(said(copy("C", "present"), ...many), "1 of 21 copies; none on n0 and 19 other nodes since 10 May");
    const each = many.map((one, i) => ({ ...one, since: made.NOW - i * DAY }));
    assert.match(said(copy("C", "present"), ...each), /^1 of 21 copies; none on n0 since .*; 17 more not whole$/);
  });
});
