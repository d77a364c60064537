import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "node:test";
import { DARK_STYLE, plot, RANGES } from "../../src/plot/plot.ts";
import { widthOf } from "../../src/plot/measure.ts";
import { visible } from "../../src/text.ts";
import { elements, named } from "./read.ts";
import { HOSTILE, SITUATIONS } from "./situations.ts";
import { nightly, sixItems, subject } from "./subjects.ts";

const drawn: Record<string, string> = {};
for (const [name, drawing] of Object.entries(SITUATIONS)) drawn[name] = await drawing.draw();

describe("a plot", () => {
  for (const name of ["six-30d", "silent-30d", "young-all", "six-overview"]) {
    it(`looks as it was approved: ${name}`, () => {
      const file = join(import.meta.dirname, "golden", `${name}.svg`);
      if (process.env.UPDATE) writeFileSync(file, drawn[name]!);
      assert.equal(drawn[name], readFileSync(file, "utf8"), `UPDATE=1 approves a new ${file}`);
    });
  }

  it("has the same bytes for the same input, whatever the zone of the process", async () => {
    const zone = process.env.TZ;
    process.env.TZ = "America/New_York";
    try {
      assert.equal(new Date(0).getTimezoneOffset(), 300);
      for (const [name, drawing] of Object.entries(SITUATIONS)) assert.equal(await drawing.draw(), drawn[name]);
    } finally {
      process.env.TZ = zone;
    }
  });

  it("is well-formed, with its names first and no element that a text brought in", () => {
    const known = "svg title desc style rect defs pattern path g text".split(" ");
    for (const svg of Object.values(drawn)) {
      const [root, title, desc] = elements(svg);
      assert.deepEqual([root!.name, title!.name, desc!.name], ["svg", "title", "desc"]);
      assert.equal(root!.attributes.role, "img");
      assert.equal(root!.attributes["aria-labelledby"], `${title!.attributes.id} ${desc!.attributes.id}`);
      assert.deepEqual(
        elements(svg).filter(({ name }) => !known.includes(name)),
        [],
      );
      assert.equal(named(svg, "style")[0]!.text.trim(), DARK_STYLE);
    }
  });

  it("shows a hostile name as text, and the whole of it to who points at it", () => {
    const texts = elements(drawn["hostile-30d"]!).map(({ text }) => text);
    for (const name of HOSTILE)
      assert.ok(
        texts.some((text) => text.startsWith(visible(name))),
        name.slice(0, 30),
      );
  });

  it("lets no two texts overlap, and none leave the picture", () => {
    for (const [name, svg] of Object.entries(drawn)) {
      const [root] = elements(svg);
      const boxes = named(svg, "text").map(({ attributes, text }) => boxOf(attributes, text));
      for (const [i, box] of boxes.entries()) {
        assert.ok(box.left >= -20 && box.right <= Number(root!.attributes.width) + 8, `${name}: ${box.text} leaves`);
        for (const other of boxes.slice(0, i)) assert.ok(apart(box, other), `${name}: ${box.text} meets ${other.text}`);
      }
    }
  });

  it("rounds to a tenth of a pixel", () => {
    for (const svg of Object.values(drawn))
      assert.doesNotMatch(svg.replace(/<(title|desc|style|text).*/g, ""), /\d\.\d\d|NaN|Infinity/);
  });

  it("stays small for a year of hours", () => {
    assert.ok(drawn["hourly-1y"]!.length < 100_000);
    assert.ok(drawn["many-90d"]!.length < 120_000);
  });
});

describe("a panel", () => {
  it("stands the higher the worse its item is, then by name", () => {
    const names = named(drawn["six-30d"]!, "text", "name").map(({ text }) => text);
    assert.deepEqual(names, [
      "svn/dybsvn",
      "tracs/dybsvn",
      "tracs/dybaux",
      "conf/etc",
      "db/offline",
      "svn/dybaux",
      "tarballs",
    ]);
  });

  it("breaks its line where a night was missed, and crosses its floor there", () => {
    const [line] = named(drawn["six-30d"]!, "path", "line");
    assert.equal(line!.attributes.d!.match(/M/g)!.length, 2);
    const missed = elements(drawn["six-30d"]!).filter(({ text }) => text.includes("did not come, due"));
    assert.deepEqual(
      missed.map(({ text }) => text.slice(-12)),
      ["9 Nov 16:10", "23 Nov 16:10", "24 Nov 16:10"].map((t) => t.padStart(12)),
    );
  });

  it("dots what is still on the node", () => {
    const dots = named(drawn["young-all"]!, "path", "dots").map(({ attributes }) => attributes.d!.match(/M/g)!.length);
    assert.deepEqual(dots, [3, 1, 1], "three, the last one with its title, one in the key");
    const gone = subject([{ item: "a", backups: nightly(9, () => 1e6, 0) }]);
    return plot(gone, RANGES[0]!)
      .draw()
      .then((svg) => assert.deepEqual(named(svg, "path", "dots"), []));
  });

  it("without a point has its name and its gist", () => {
    const texts = named(drawn["silent-30d"]!, "text").map(({ text }) => text);
    assert.ok(texts.includes("tracs/new") && texts.includes("never seen here"));
  });

  it("is crossed by a word only where it meets no other", () => {
    const words = named(drawn["silent-30d"]!, "text").filter(({ text }) =>
      /^(unreachable|before first look)$/.test(text),
    );
    assert.deepEqual(words.map(({ text }) => text).sort(), ["before first look", "unreachable", "unreachable"]);
  });
});

describe("the words of a plot", () => {
  const subtitle = (name: string) => named(drawn[name]!, "text", "subtitle")[0]!.text;

  it("say the range, its end, the zone and how many items need a look", () => {
    assert.match(
      subtitle("six-30d"),
      /^30 days to 24 Nov 2026, Asia\/Shanghai\. Three of six items need a look: svn\/dybsvn overdue, /,
    );
    assert.match(subtitle("young-all"), /^21 Nov 2026 to 24 Nov 2026, Asia\/Shanghai\. The only item is well\.$/);
    assert.match(subtitle("nothing-30d"), /No item is known yet\.$/);
  });

  it("say in the description what a sighted person sees", () => {
    const { text } = named(drawn["silent-30d"]!, "desc")[0]!;
    assert.ok(
      text.startsWith(
        "SDU: no answer from 10.0.0.5:22 within 2 s; last seen 19 Nov 17:10. Two of three items need a look. tracs/new: never seen here; NTU has it.",
      ),
      text,
    );
    assert.match(text, /On the node: 4 tarballs, 2\.03 GB, the newest of 19 Nov 16:10\.$/);
  });

  it("explain the marks that occur, and no other", async () => {
    const key = (svg: string) =>
      ["still on the node", "did not come", "could not look"].filter((text) => svg.includes(`>${text}</text>`));
    assert.deepEqual(key(drawn["young-all"]!), ["still on the node"]);
    assert.deepEqual(key(await plot(sixItems(60), RANGES[0]!).draw()), ["still on the node", "did not come"]);
    assert.deepEqual(key(drawn["six-90d"]!), ["still on the node", "did not come", "could not look"]);
  });
});

interface Box {
  text: string;
  left: number;
  right: number;
  top: number;
  bottom: number;
}

function boxOf(attributes: Record<string, string>, text: string): Box {
  const size = Number(attributes["font-size"] ?? 11);
  const width = widthOf(text, { "font-size": size, "font-weight": attributes["font-weight"] ?? "normal" });
  const [x, y] = [Number(attributes.x), Number(attributes.y)];
  const left = { end: x - width, middle: x - width / 2 }[attributes["text-anchor"] ?? ""] ?? x;
  return { text, left, right: left + width, top: y - 0.76 * size, bottom: y + 0.2 * size };
}

function apart(a: Box, b: Box): boolean {
  return a.right <= b.left || b.right <= a.left || a.bottom <= b.top || b.bottom <= a.top;
}
