// Every page is valid HTML, says what it should, and shows hostile names as text.
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { HtmlValidate } from "html-validate";
import { JSDOM } from "jsdom";
import { helpPage } from "../../src/pages/help-page.ts";
import { imagesPage } from "../../src/pages/images-page.ts";
import { hubPage } from "../../src/pages/hub-page.ts";
import { indexPage } from "../../src/pages/index-page.ts";
import { nodePage } from "../../src/pages/node-page.ts";
import type { SiteView } from "../../src/pages/views.ts";
import { DAY } from "../../src/time.ts";
import { history, visit } from "../support/histories.ts";
import { HTML_RULES } from "../support/html.ts";
import * as made from "./made.ts";

const validator = new HtmlValidate(HTML_RULES);

function pagesOf(view: SiteView): Record<string, string> {
  return {
    index: indexPage.text(view),
    hub: hubPage.text(made.hubView(view)),
    node: nodePage.text(made.nodeView(view)),
    images: imagesPage.text(made.hubView(view)),
    help: helpPage.text(view),
  };
}

function documentOf(text: string): Document {
  return new JSDOM(text).window.document;
}

function textOf(element: Element | null): string {
  return (element?.textContent ?? "").replace(/\s+/g, " ").trim();
}

/** A tag may contain anything but a slash. */
const HOSTILE_TAG = made.HOSTILE.replaceAll("/", "");

function hostileSite(): SiteView {
  const bad = made.finding("alarm", made.HOSTILE);
  const items = [made.item(made.HOSTILE, { findings: [bad] }), made.item("__proto__")];
  const node = made.node(HOSTILE_TAG, items, { findings: [bad] });
  node.collected = {
    ...visit(made.NOW, "failed"),
    reason: made.HOSTILE,
    malformed: { count: 3, example: made.HOSTILE },
  };
  const view = made.siteView([made.hubVerdict(HOSTILE_TAG, HOSTILE_TAG, [node], [bad])], { findings: [bad] });
  view.site.title = made.HOSTILE;
  view.site.hubs[0]!.message = made.HOSTILE;
  return view;
}

const SITES: Record<string, () => SiteView> = {
  "where three backups and a node need a look": made.dayaBay,
  "where all is well": () => made.siteView([made.hubVerdict("ZZ", "dayabay", [made.node("SDU", [made.item("a/b")])])]),
  "that has not been visited yet": () => {
    const nothing = { collected: undefined, lastGood: undefined, nights: [], held: { tarballs: 0, bytes: 0 } };
    return made.siteView([made.hubVerdict("ZZ", "dayabay", [made.node("SDU", [], nothing)])], {
      nextRun: undefined,
      validUntil: undefined,
    });
  },
  "with hostile names": hostileSite,
};

describe("a page", () => {
  for (const [name, site] of Object.entries(SITES)) {
    it(`is valid HTML on a site ${name}`, () => {
      for (const [page, text] of Object.entries(pagesOf(site()))) {
        const { results } = validator.validateStringSync(text);
        const messages = results.flatMap((result) => result.messages).map((of) => `${page}:${of.line} ${of.message}`);
        assert.deepEqual(messages, []);
      }
    });
  }

  it("shows hostile names as text, never as elements", () => {
    for (const [page, text] of Object.entries(pagesOf(hostileSite()))) {
      const document = documentOf(text);
      assert.equal(document.querySelectorAll("script, [onerror], img[src='x'], iframe").length, 0, page);
      assert.equal(document.querySelectorAll("title").length >= 1, true);
      if (page === "help") continue;
      assert.ok(textOf(document.body).includes(made.HOSTILE), page);
      assert.ok(document.title.includes(made.HOSTILE), page);
    }
  });

  it("needs no script and nothing from other sites", () => {
    for (const text of Object.values(pagesOf(made.dayaBay()))) {
      const document = documentOf(text);
      const policy = document.querySelector("meta[http-equiv='Content-Security-Policy']")?.getAttribute("content");
      assert.equal(policy, "default-src 'none'; img-src 'self'; style-src 'self'");
      assert.equal(document.querySelectorAll("script, [style], style").length, 0);
      for (const element of document.querySelectorAll("[href], [src]")) {
        assert.match(element.getAttribute("href") ?? element.getAttribute("src")!, /^(\.\.?\/|#)/);
      }
    }
  });

  it("says as of when it is true, and until when", () => {
    for (const text of Object.values(pagesOf(made.dayaBay()))) {
      const told = textOf(documentOf(text).querySelector("header p"));
      assert.equal(
        told,
        "as of Tue 24 Nov 2026, 17:10 (Asia/Shanghai) · next run due Wed 17:10 " +
          "valid until Wed 25 Nov 2026, 19:10; if it is later now, the monitor has stopped",
      );
    }
  });
});

describe("the index", () => {
  const document = documentOf(indexPage.text(made.dayaBay()));
  const rows = (selector: string) => [...document.querySelectorAll(`${selector} tbody tr`)].map(textOf);

  it("has the conclusion as its heading, with the numbers below", () => {
    assert.equal(textOf(document.querySelector("h1")), "Three backups and one node need a look");
    const proof = "1,421 of the 1,427 tarballs due in the last 30 nights arrived, on 8 nodes of 4 hubs.";
    assert.equal(textOf(document.querySelector(".lead")), proof);
  });

  it("lists what needs a look, worst first, each with its place", () => {
    assert.deepEqual(rows(".troubles"), [
      "alarm dayabay · SDU svn/dybsvn: nothing since 22 Nov 16:10; every 24 h.",
      "alarm dayabay · SDU tracs/dybsvn: cut short: 794 MB, 31 % below the usual 1.15 GB.",
      "unknown hfag · KEK no answer from 10.4.0.7:22 within 2 s; last seen 23 Nov 17:10.",
      "warn dayabay · SDU tracs/dybaux: same bytes for 12 nights, although it always varied.",
    ]);
  });

  it("has a row for each hub, in the order of the config", () => {
    const [dayabay, ...others] = rows(".hubs");
    assert.match(
      dayabay!,
      /^dayabay ZZ 2 alarms Last 30 nights: .* SDU alarm NTU ok today 16:10 conf\/etc 48 GB 84 tarballs$/,
    );
    assert.deepEqual(
      others.map((row) => row.split(" ")[0]),
      ["hfag", "cms02", "belle7"],
    );
  });

  it("links to a node whose tag is not a file name", () => {
    const links = [...document.querySelectorAll(".nodes a")].map((link) => link.getAttribute("href"));
    assert.equal(links.at(-1), "./belle7/Z9-229.html");
  });
});

describe("the hub page", () => {
  const document = documentOf(hubPage.text(made.hubView(made.dayaBay())));

  it("names the worst, and the nodes that are well", () => {
    assert.equal(
      textOf(document.querySelector(".lead")),
      "SDU: svn/dybsvn nothing since 22 Nov 16:10, tracs/dybsvn 31 % below the usual size, " +
        "tracs/dybaux same bytes for 12 nights. NTU is well. " +
        "350 of the 353 tarballs due in the last 30 nights arrived, on 2 nodes.",
    );
  });

  it("counts the statuses on each node", () => {
    const [sdu, ntu] = [...document.querySelectorAll("main > table tbody tr")].map(textOf);
    assert.match(sdu!, /^SDU 2 alarms 1 warn, 3 ok Last 30 nights: .* 6 items 17:10, in 0.4 s$/);
    assert.match(ntu!, /^NTU ok Last 30 nights: .* 6 items 17:10, in 0.4 s$/);
  });

  it("shows 90 days of each node, with links to the other ranges", () => {
    const section = document.getElementById("SDU")!;
    assert.ok(section.querySelector("figure > svg"));
    const links = [...section.querySelectorAll(".ranges a")].map((link) => link.getAttribute("href"));
    assert.deepEqual(links, [
      "./SDU.html#30d",
      "./SDU.html#1y",
      "./SDU.html#all",
      "./SDU.csv",
      "../data/scm_backup_monitor_SDU.json",
      "./SDU-90d.svg",
    ]);
  });

  it("shows them as images if there are many nodes", () => {
    const many = documentOf(hubPage.text({ ...made.hubView(made.dayaBay()), plots: [] }));
    const picture = many.querySelector("#SDU figure img")!;
    assert.equal(picture.getAttribute("src"), "./SDU-90d.svg");
    assert.equal(picture.getAttribute("alt"), "90 days of SDU. Three of six items on SDU need a look.");
    assert.equal(many.querySelector("figure > svg"), null);
  });

  it("folds the table of all items", () => {
    const details = document.querySelector("#SDU details")!;
    assert.equal(textOf(details.querySelector("summary")), "All six items of SDU");
    const rows = [...details.querySelectorAll("tbody tr")].map(textOf);
    assert.equal(rows[0], "conf/etc ok today 16:10 1 h ago 190 MB every 30 days");
    assert.equal(
      rows[3],
      "svn/dybsvn alarm 22 Nov 16:10 49 h ago 2.48 GB every 24 h nothing since 22 Nov 16:10; every 24 h.",
    );
  });

  it("says why the visit to a node failed", () => {
    const silent = documentOf(hubPage.text(made.hubView(made.dayaBay(), 1)));
    const cell = textOf(silent.querySelector("main > table tbody td:nth-last-child(2)"));
    assert.equal(cell, "17:10: no answer from 127.0.0.1:22 within 2 s");
  });

  it("shows the message of the config", () => {
    const view = made.hubView(made.dayaBay());
    const page = documentOf(hubPage.text({ ...view, hub: { ...view.hub, message: "SDU moves in December." } }));
    assert.equal(textOf(page.querySelector(".message")), "SDU moves in December.");
  });
});

describe("the images page", () => {
  it("has the report and every plot of every node, and is linked from the hub's page", () => {
    const view = made.hubView(made.dayaBay());
    const sources = [...documentOf(imagesPage.text(view)).querySelectorAll("main img")].map((of) =>
      of.getAttribute("src"),
    );
    const of = (node: string) => ["30d", "90d", "1y", "all"].map((range) => `./${node}-${range}.svg`);
    assert.deepEqual(sources, ["./report.svg", ...of("SDU"), ...of("NTU")]);
    const links = [...documentOf(hubPage.text(view)).querySelectorAll("main > p a")].map((of) =>
      of.getAttribute("href"),
    );
    assert.deepEqual(links, ["./report.svg", "./report.png", "./images.html"]);
  });
});

describe("the node page", () => {
  const view = made.dayaBay();

  it("has the four ranges at their anchors, the first inlined, the others loaded on scrolling", () => {
    const document = documentOf(nodePage.text(made.nodeView(view)));
    assert.ok(document.querySelector("[id='30d'] figure > svg"));
    for (const name of ["90d", "1y", "all"]) {
      const image = document.getElementById(name)!.querySelector("figure a > img")!;
      assert.equal(image.getAttribute("src"), `./SDU-${name}.svg`);
      assert.equal(image.getAttribute("loading"), "lazy");
    }
  });

  it("lists the last ten visits, newest first, and malformed lines", () => {
    const collections = Array.from({ length: 12 }, (_, i) =>
      visit(made.NOW - (11 - i) * DAY, i === 10 ? "login" : "ok"),
    );
    collections[11] = { ...visit(made.NOW), malformed: { count: 3, example: "no size in x" } };
    const { nodeVerdict } = made.nodeView(view);
    const node = { nodeVerdict, history: history("SDU", [], collections) };
    const document = documentOf(nodePage.text(made.nodeView(view, 0, node)));
    const rows = [...document.querySelectorAll("main > table:last-of-type tbody tr")].map(textOf);
    assert.equal(rows.length, 10);
    assert.equal(rows[0], "Tue 24 Nov 2026, 17:10 ok 3 malformed lines; the first: no size in x 0.4 s 10");
    assert.equal(rows[1], "Mon 23 Nov 2026, 17:10 login no answer from 127.0.0.1:22 within 2 s. 0.4 s");
  });

  it("has a table of the last 30 days, day by day", () => {
    const rows = (more: Parameters<typeof made.nodeView>[2] = {}) =>
      [...documentOf(nodePage.text(made.nodeView(view, 0, more))).querySelectorAll(".days tbody tr")].map((row) =>
        [...row.children].map(textOf).join("|"),
      );
    assert.equal(rows().length, 30);
    const [today] = rows();
    assert.equal(
      today,
      "24 Nov|6|6 MB|conf/etc 1 MB, db/offline 1 MB, svn/dybaux 1 MB, svn/dybsvn 1 MB, tracs/dybaux 1 MB, tracs/dybsvn 1 MB",
    );
    const { nodeVerdict } = made.nodeView(view);
    const [first, ...others] = nodeVerdict.items;
    const late = { ...first!, rhythm: { ...first!.rhythm, missed: [made.NOW - 5 * DAY] } };
    const nights = made.nights({ 6: { looked: false } });
    const days = rows({ nodeVerdict: { ...nodeVerdict, nights, items: [late, ...others] } });
    assert.equal(days[5], "19 Nov|||did not come: conf/etc");
    assert.equal(days[6], "18 Nov|||no good visit");
  });

  it("says when each item is due, how much space is left, and for how long", () => {
    const { nodeVerdict } = made.nodeView(view);
    const space = { at: made.NOW, freeBytes: 412e9, totalBytes: 2e12, bytesPerDay: 10e9, full: made.NOW + 41 * DAY };
    const outlook = { ...space, grower: { item: "svn/dybsvn", share: 0.6 } };
    const document = documentOf(
      nodePage.text(made.nodeView(view, 0, { nodeVerdict: { ...nodeVerdict, space: outlook } })),
    );
    const told = textOf(document.querySelector("main"));
    assert.match(told, /svn\/dybaux ok today 16:10 1 h ago 190 MB every 24 h next due 25 Nov 17:10/);
    assert.ok(
      told.includes(
        "412 GB of 2 TB free (21 %) on 24 Nov 17:10; shrinking by 10 GB a day, 60 % of it svn/dybsvn, full about 4 Jan 2027.",
      ),
      told,
    );
  });
});
