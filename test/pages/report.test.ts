// The report is one well-formed picture that contains others.
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { SaxesParser } from "saxes";
import { report } from "../../src/pages/report.ts";
import type { ReportView } from "../../src/pages/views.ts";
import * as made from "./made.ts";

/** Throws unless it is well-formed XML with namespaces. */
function parse(text: string): { elements: string[]; ids: string[]; words: string } {
  const elements: string[] = [];
  const ids: string[] = [];
  let words = "";
  const parser = new SaxesParser({ xmlns: true });
  parser.on("error", (error) => {
    throw error;
  });
  parser.on("opentag", ({ name, attributes, uri }) => {
    assert.equal(uri, "http://www.w3.org/2000/svg");
    elements.push(name);
    if (attributes.id) ids.push(attributes.id.value);
  });
  parser.on("text", (part) => (words += part));
  parser.write(text).close();
  return { elements, ids, words };
}

function picture(view: ReportView) {
  const text = report.text(view);
  return { text, ...parse(text) };
}

describe("report.svg", () => {
  it("has the conclusion, and each node with its night strip, overview and last visit", () => {
    const { words, elements } = picture(made.hubView(made.dayaBay()));
    for (const part of ["Three backups of dayabay need a look", "SDU", "■ 2 alarms, 1 warn", "NTU", "● ok"]) {
      assert.ok(words.includes(part), part);
    }
    assert.match(words, /as of Tue 24 Nov 2026, 17:10 Asia\/Shanghai/);
    assert.equal(words.match(/visited 17:10, in 0.4 s/g)?.length, 2);
    assert.equal(elements.filter((name) => name === "svg").length, 1 + 2 + 2);
  });

  it("has the style of the plots once, and no id twice", () => {
    const { elements, ids, text } = picture(made.hubView(made.dayaBay()));
    assert.equal(elements.filter((name) => name === "style").length, 1);
    assert.ok(text.includes(`<style>${made.DARK_STYLE}</style>`));
    assert.deepEqual(ids, [...new Set(ids)]);
    assert.equal(text.match(/fill="url\(#node[01]-hatch\)"/g)?.length, 2);
  });

  it("puts two nodes side by side and the third below", () => {
    const nodes = ["A", "B", "C"].map((name) => made.node(name, [made.item("x/y")]));
    const heightOf = (count: number) => {
      const view = made.hubView(made.siteView([made.hubVerdict("Z", "z", nodes.slice(0, count))]));
      const { text } = picture(view);
      assert.match(text, /^<svg [^>]*width="1200"/);
      return Number(/ height="(\d+)"/.exec(text)![1]);
    };
    assert.equal(heightOf(1), heightOf(2));
    assert.ok(heightOf(3) > heightOf(2) + 150);
  });

  it("shows hostile names as text", () => {
    const items = [made.item(made.HOSTILE, { findings: [made.finding("alarm", made.HOSTILE)] })];
    const view = made.hubView(made.siteView([made.hubVerdict("Z", "z", [made.node("]]><script>", items)])]));
    const { elements, words } = picture({ ...view, hub: { ...view.hub, message: made.HOSTILE } });
    assert.deepEqual(
      elements.filter((name) => /script|img/.test(name)),
      [],
    );
    assert.ok(words.includes(made.HOSTILE));
  });

  it("cuts texts that are too long", () => {
    const long = made.item("x".repeat(4000), { findings: [made.finding("alarm", "y ".repeat(2000))] });
    const { words } = picture(
      made.hubView(made.siteView([made.hubVerdict("Z", "z", [made.node("n".repeat(300), [long])])])),
    );
    for (const line of words.split("\n")) assert.ok(line.length <= 200, line);
  });
});
