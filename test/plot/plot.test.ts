import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "node:test";
import { sizeBands } from "../../src/judge/judge.ts";
import { timeScale } from "../../src/plot/axes.ts";
import { DARK_STYLE, fullPlot, plot, RANGES, type Subject } from "../../src/plot/plot.ts";
import { widthOf } from "../../src/plot/measure.ts";
import { visible } from "../../src/text.ts";
import { DAY, HOUR, midnight } from "../../src/time.ts";
import { elements, named, placesOf } from "./read.ts";
import { HOSTILE, SITUATIONS } from "./situations.ts";
import { backup, END, nightly, overdue, sixItems, subject } from "./subjects.ts";

const drawn: Record<string, string> = {};
for (const [name, drawing] of Object.entries(SITUATIONS)) drawn[name] = await drawing.draw();

describe("a plot", () => {
  for (const name of ["six-30d", "silent-30d", "young-all", "six-overview"]) {
    it(`looks as approved: ${name}`, () => {
      const file = join(import.meta.dirname, "golden", `${name}.svg`);
      if (process.env.UPDATE) writeFileSync(file, drawn[name]!);
      assert.equal(drawn[name], readFileSync(file, "utf8"), `UPDATE=1 approves a new ${file}`);
    });
  }

  it("has the same bytes for the same input, in any zone of the process", async () => {
    const zone = process.env.TZ;
    process.env.TZ = "America/New_York";
    try {
      assert.equal(new Date(0).getTimezoneOffset(), 300);
      for (const [name, drawing] of Object.entries(SITUATIONS)) assert.equal(await drawing.draw(), drawn[name]);
    } finally {
      process.env.TZ = zone;
    }
  });

  it("is well-formed, with title and description first, and no element that came from a text", () => {
    const known = "svg title desc style rect defs pattern path g text a".split(" ");
    for (const svg of Object.values(drawn)) {
      const [root, title, desc] = elements(svg);
      assert.deepEqual([root!.name, title!.name, desc!.name], ["svg", "title", "desc"]);
      assert.equal(root!.attributes.role, "img");
      assert.equal(root!.attributes["aria-labelledby"], `${title!.attributes.id} ${desc!.attributes.id}`);
      assert.deepEqual(
        elements(svg).filter(({ name }) => !known.includes(name)),
        [],
      );
      assert.equal(named(svg, "style")[0]!.text, DARK_STYLE);
    }
  });

  it("shows hostile names as text, with the whole name in a tooltip", () => {
    const texts = elements(drawn["hostile-30d"]!).map(({ text }) => text);
    for (const name of HOSTILE)
      assert.ok(
        texts.some((text) => text.startsWith(visible(name))),
        name.slice(0, 30),
      );
  });

  it("has no texts that overlap or leave the picture", () => {
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

  it("stays small for a year of hourly backups", () => {
    assert.ok(drawn["hourly-1y"]!.length < 100_000);
    assert.ok(drawn["many-90d"]!.length < 120_000);
  });
});

describe("a panel", () => {
  it("comes worst first, then by name", () => {
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

  it("has a gap in its line and a cross on its floor if a night was missed", () => {
    const [line] = named(drawn["six-30d"]!, "path", "line");
    assert.equal(line!.attributes.d!.match(/M/g)!.length, 2);
    const missed = elements(drawn["six-30d"]!).filter(({ text }) => text.includes(": did not come, due"));
    assert.deepEqual(
      missed.map(({ text }) => text.replace(/.*due /, "")),
      ["9 Nov 16:10", "23 Nov 16:10", "24 Nov 16:10"].map((time) => `${time} Asia/Shanghai`),
    );
  });

  it("has a dot for each backup that is still on the node", () => {
    const dots = named(drawn["young-all"]!, "path", "dots").map(({ attributes }) => attributes.d!.match(/M/g)!.length);
    assert.deepEqual(dots, [3, 1, 1], "three, the last one with its title, one in the legend");
    const gone = subject([{ item: "a", backups: nightly(9, () => 1e6, 0) }]);
    return plot(gone, RANGES[0]!)
      .draw()
      .then((svg) => assert.deepEqual(named(svg, "path", "dots"), []));
  });

  it("has a hollow dot for a backup that is gone too soon, but none if the oldest were purged", async () => {
    const backups = nightly(20, () => 1e6);
    const purged = await plot(subject([{ item: "a", backups }]), RANGES[0]!).draw();
    assert.deepEqual(named(purged, "path", "gone"), []);
    backups[16]!.held = false;
    const svg = await plot(subject([{ item: "a", backups }]), RANGES[0]!).draw();
    const [hollow, legend] = named(svg, "path", "gone");
    assert.deepEqual(
      [hollow, legend].map((path) => path!.attributes.d!.match(/M/g)!.length),
      [1, 1],
    );
    assert.ok(svg.includes(`a, 21 Nov 16:10 Asia/Shanghai: 1,000,000 bytes, no longer on the node`));
    assert.ok(svg.includes(">gone too soon</text>") && svg.includes(">purged</text>"));
    const retired = subject([{ item: "a", backups }]);
    retired.verdict.items[0]!.retired = true;
    assert.deepEqual(named(await plot(retired, RANGES[0]!).draw(), "path", "gone"), []);
  });

  it("is hatched one way without a good visit, and the other way before the first visit", async () => {
    const unseen: Subject["verdict"]["unseen"] = [
      { from: 0, to: END - 25 * DAY, why: "before first look" },
      { from: END - 9 * DAY, to: END - 7 * DAY, why: "unreachable" },
    ];
    const made = subject([{ item: "a", backups: nightly(24, () => 1e6) }], { unseen });
    const fills = (svg: string) => named(svg, "path", "unseen").map(({ attributes }) => attributes.fill);
    const svg = await plot(made, RANGES[0]!).draw();
    assert.equal(new Set(fills(svg)).size, 2);
    assert.equal(new Set(named(svg, "path", "hatch").map(({ attributes }) => attributes.d)).size, 2);
    for (const fill of fills(svg)) assert.ok(svg.includes(`<pattern id="${/#(.*)\)/.exec(fill!)![1]!}"`), fill);
    // The plot of all time begins with the first backup, so there is nothing to hatch before it.
    assert.equal(new Set(fills(await plot(made, RANGES[3]!).draw())).size, 1);
  });

  it("has its name and its gist even without points", () => {
    const texts = named(drawn["silent-30d"]!, "text").map(({ text }) => text);
    assert.ok(texts.includes("tracs/new") && texts.includes("never seen here"));
  });

  it("has labels on top of its hatches, unless they would overlap", () => {
    const words = named(drawn["silent-30d"]!, "text").filter(
      ({ text, attributes }) => /^(no good visit|before first visit)$/.test(text) && Number(attributes.y) < 88,
    );
    assert.deepEqual(words.map(({ text }) => text).sort(), ["before first visit", "no good visit", "no good visit"]);
  });
});

describe("an expected size", () => {
  it("is a band with the steps of the limits, not smoothed", async () => {
    const backups = nightly(60, (i) => (i < 40 ? 1e9 : 1.5e9));
    const made = subject([{ item: "a", backups }]);
    const { limits } = sizeBands(made.history.items[0]!, { frozen: 10, timezone: "UTC" }, undefined).since(
      END - 30 * DAY,
    );
    assert.ok(limits.length > 1, `${limits.length} limits`);
    const svg = await plot(made, RANGES[0]!).draw();
    const [x, y] = [timeScale(END - 30 * DAY, END, 208, 776), yOf(svg)];
    const corners = placesOf(named(svg, "path", "band")[0]!.attributes.d!).map((place) => place.map((n) => n / 10));
    for (const { from, low } of limits) {
      assert.ok(
        corners.some(([left]) => Math.abs(left! - x(from)) <= 0.05),
        `a step at ${x(from)}: ${corners.join(" ")}`,
      );
      assert.ok(
        corners.some(([, top]) => Math.abs(top! - y(low)) < 0.2),
        `goes down to ${y(low)}: ${corners.join(" ")}`,
      );
    }
  });

  it("has no band if too little is known, or if the item is retired", async () => {
    assert.deepEqual(named(drawn["young-all"]!, "path", "band"), []);
    const made = subject([{ item: "a", backups: nightly(60, () => 1e9) }]);
    made.verdict.items[0]!.retired = true;
    assert.deepEqual(named(await plot(made, RANGES[0]!).draw(), "path", "band"), []);
  });

  it("makes a triangle point down at a backup that was cut short, with the percentage and a title", () => {
    const svg = drawn["six-30d"]!;
    const [short] = named(svg, "text", "alarm").filter(({ attributes }) => attributes["font-weight"]);
    assert.equal(short!.text, "−30 %");
    const titles = named(svg, "title").map(({ text }) => text);
    assert.ok(titles.includes("tracs/dybsvn, 24 Nov 16:10 Asia/Shanghai: 794,000,000 bytes, −30 %"), titles.join("; "));
  });

  it("has labels that no line crosses out: they have an outline in the colour of the paper", () => {
    const halo =
      /<g class="halo" fill="none" stroke="#ffffff" [^>]*paint-order="stroke"[^>]*>\s*<text class="alarm"[^>]*>([^<]*)/;
    assert.equal(halo.exec(drawn["six-30d"]!)?.[1], "−30 %");
  });

  it("makes a triangle point up at a backup that is far too large", async () => {
    const backups = nightly(60, (i) => (i === 50 ? 5e9 : 1e9 + i));
    const svg = await plot(subject([{ item: "a", backups }]), RANGES[0]!).draw();
    assert.match(
      named(svg, "title")
        .map(({ text }) => text)
        .join("\n"),
      /: 5,000,000,000 bytes, ×5$/m,
    );
    const [up] = named(svg, "path", "warn").map(({ attributes }) => attributes.d!.match(/[\d.]+/g)!.map(Number));
    const tip = up!.at(-1)!;
    assert.ok(tip < up![1]!, "the tip is above the base");
  });

  it("makes the line thick where sizes stay the same, with a title that says since when", () => {
    const svg = drawn["six-30d"]!;
    assert.equal(named(svg, "path", "frozen").length, 2, "one, and one in the legend");
    const titles = named(svg, "title").map(({ text }) => text);
    assert.ok(
      titles.includes(
        "tracs/dybaux, 24 Nov 16:10 Asia/Shanghai: 54,012,345 bytes, the same size to the byte since 14 Nov 16:10 Asia/Shanghai",
      ),
      titles.join("; "),
    );
  });

  it("is not pretended to be exact if the predecessor rounded it up", async () => {
    const backups = nightly(3, () => 7 * 1_048_576).map((backup) => ({ ...backup, exact: false }));
    const svg = await plot(subject([{ item: "a", backups }]), RANGES[0]!).draw();
    assert.ok(svg.includes("<title>a, 24 Nov 16:10 Asia/Shanghai: about 7.34 MB</title>"), svg.slice(-1500));
  });

  it("has a ring on the floor where the next backup is due, if that is in the range", async () => {
    const made = subject([{ item: "a", backups: nightly(60, () => 1e9) }]);
    const rings = async (due: number) => {
      made.verdict.items[0]!.rhythm.due = due;
      return (await plot(made, RANGES[0]!).draw()).match(/<title>a: next due .*(?=<)/g);
    };
    assert.deepEqual(await rings(END - HOUR), ["<title>a: next due 24 Nov 23:00 Asia/Shanghai"]);
    assert.equal(await rings(END), null);
    made.verdict.items[0]!.retired = true;
    assert.equal(await rings(END - HOUR), null, "nothing is due of a retired item");
  });
});

describe("one frame", () => {
  const axis = (name: string) =>
    named(drawn[name]!, "text", "note")
      .filter(({ attributes, text }) => attributes["text-anchor"] === "end" && / \w?B$/.test(text))
      .map(({ attributes, text }) => ({ y: Number(attributes.y), text }));

  it("names each item once, in the order of their last sizes, items without backups last", () => {
    const names = named(drawn["zero-log"]!, "text", "name").map(({ text }) => text);
    assert.deepEqual(names, ["db/1000000000000", "db/1000", "db/0", "never", "tarballs"]);
    assert.equal(named(drawn["many-log"]!, "text", "name").length, 41);
  });

  it("has one size scale, from zero if it is linear", () => {
    const [zero, ...more] = axis("linear-90d");
    assert.equal(zero!.text, "0 B");
    assert.ok(more.length >= 3, `${more.length} more`);
  });

  it("has equidistant powers of ten, and zero below all of them, if it is logarithmic", () => {
    const ticks = axis("zero-log");
    assert.deepEqual(
      ticks.map(({ text }) => text),
      ["0 B", "1 kB", "10 kB", "100 kB", "1 MB", "10 MB", "100 MB", "1 GB", "10 GB", "100 GB", "1 TB"],
    );
    const steps = ticks.slice(2).map(({ y }, i) => ticks[i + 1]!.y - y);
    assert.ok(Math.max(...steps) - Math.min(...steps) < 0.3, steps.join(" "));
    assert.ok(ticks[0]!.y > ticks[1]!.y + 15, "zero has its own place");
  });

  it("has 2 to 16 ticks, whatever the sizes", () => {
    for (const name of ["log-30d", "linear-90d", "flat-log", "many-log"]) {
      const count = axis(name).length;
      assert.ok(count >= 2 && count <= 16, `${name}: ${count}`);
    }
  });
});

describe("a day in a plot of thirty days", () => {
  it("has a tooltip with everything that arrived or did not", () => {
    const all = elements(drawn["six-30d"]!);
    const strips = all.filter(({ attributes }) => attributes["pointer-events"] === "all");
    assert.equal(strips.length, 30);
    const titles = strips.map((strip) => all[all.indexOf(strip) + 1]!.text.split("\n"));
    assert.deepEqual(titles.at(-1), [
      "24 Nov 2026, Asia/Shanghai: 4 tarballs",
      "svn/dybsvn did not come, due 16:10",
      "16:10 tracs/dybsvn: 794,000,000 bytes",
      "16:10 tracs/dybaux: 54,012,345 bytes",
      "16:10 db/offline: 1,240,000,000 bytes",
      "16:10 svn/dybaux: 190,535,800 bytes",
    ]);
    assert.equal(titles[15]![0], "10 Nov 2026, Asia/Shanghai: 5 tarballs");
  });

  it("names only the last backup of each item, and no more lines than fit on a screen", async () => {
    const hours = Array.from({ length: 48 }, (_, i) => backup(END - (48 - i) * HOUR, 7e6 + i));
    const many = Array.from({ length: 39 }, (_, i) => ({ item: `b${i}`, backups: nightly(2, () => 1e6) }));
    const svg = await plot(subject([{ item: "a", backups: hours, missed: [END - 1] }, ...many]), RANGES[0]!).draw();
    const [last] = named(svg, "title").filter(({ text }) => text.startsWith("24 Nov 2026, "));
    const lines = last!.text.split("\n");
    assert.equal(lines[0], "24 Nov 2026, Asia/Shanghai: 63 tarballs");
    assert.equal(lines[1], "a did not come, due 23:59");
    assert.equal(lines[2], "23:00 a: 7,000,047 bytes, the last of 24");
    assert.deepEqual([lines.length, lines.at(-1)], [42, "and 1 more"]);
  });

  it("is as long as it is in its zone", async () => {
    const end = midnight(Date.UTC(2026, 9, 26, 12), "Europe/Berlin");
    const svg = await plot(subject([], { timezone: "Europe/Berlin", end }), RANGES[0]!).draw();
    const widths = named(svg, "rect").map(({ attributes }) => Number(attributes.width));
    assert.equal(widths.length, 31);
    assert.ok(Math.abs(widths.at(-1)! / widths.at(-2)! - 25 / 24) < 0.01, widths.join(" "));
  });

  it("has no tooltip in longer ranges or overviews", () => {
    assert.equal(drawn["six-90d"]!.includes("pointer-events"), false);
    assert.equal(drawn["six-overview"]!.includes("pointer-events"), false);
  });
});

describe("many items", () => {
  it("are all drawn up to 40", () => {
    const made = subject(Array.from({ length: 40 }, (_, i) => ({ item: `a${i}`, backups: nightly(3, () => 1e6) })));
    assert.equal(fullPlot(made, RANGES[0]!), undefined);
    return plot(made, RANGES[0]!)
      .draw()
      .then((svg) => assert.equal(named(svg, "text", "size").length, 40));
  });

  it("beyond 40 are the worst and the largest, with a link to the plot of all", async () => {
    const items = Array.from({ length: 60 }, (_, i) => ({ item: `a${i}`, backups: nightly(3, () => 1e6 * (i + 1)) }));
    const made = subject(items.map((item, i) => (i < 3 ? { ...item, finding: overdue } : item)));
    const svg = await plot(made, RANGES[1]!).draw();
    const names = named(svg, "text", "name").map(({ text }) => text);
    const largest = Array.from({ length: 37 }, (_, i) => `a${i + 23}`);
    assert.deepEqual(names, ["a0", "a1", "a2", ...largest.sort(), "tarballs"]);
    assert.ok(svg.includes(">20 more items: all ok.</text>"), "the rest");
    assert.equal(named(svg, "a")[0]!.attributes.href, "./SDU-90d-full.svg");
    assert.match(named(svg, "text", "subtitle")[0]!.text, /Three of 60 items on SDU need a look: a0 /);
    assert.equal(named(svg, "text", "note").filter(({ text }) => text === "60").length, 1, "all are counted");
    const all = await fullPlot(made, RANGES[1]!)!.draw();
    assert.equal(named(all, "text", "name").length, 61);
    assert.deepEqual(named(all, "a"), []);
  });
});

describe("the words of a plot", () => {
  const subtitle = (name: string) => named(drawn[name]!, "text", "subtitle")[0]!.text;

  it("give the range, its end, the zone and how many items need a look", () => {
    assert.match(
      subtitle("six-30d"),
      /^30 days to 24 Nov 2026, Asia\/Shanghai\. Three of six items on SDU need a look: svn\/dybsvn nothing since /,
    );
    assert.match(subtitle("young-all"), /^21 Nov 2026 to 24 Nov 2026, Asia\/Shanghai\. The one item on SDU is well\.$/);
    assert.match(subtitle("nothing-30d"), /No item has been seen on SDU yet\.$/);
  });

  it("describe what a sighted reader sees", () => {
    const { text } = named(drawn["silent-30d"]!, "desc")[0]!;
    assert.ok(
      text.startsWith(
        "SDU and one of its three items need a look: SDU: no answer from 10.0.0.5:22 within 2 s; last good visit 19 Nov 17:10; tracs/new: never seen here; NTU has it; ",
      ),
      text,
    );
    assert.equal(text.match(/\. /g)!.length, 1, text);
    assert.match(text, /On the node: 4 tarballs, 2\.03 GB, the newest of 19 Nov 16:10\.$/);
  });

  it("explain the marks that occur, and no others", async () => {
    const legend = (svg: string) =>
      ["still on the node", "purged", "gone too soon", "did not come", "expected size"].filter((text) =>
        svg.includes(`>${text}</text>`),
      );
    assert.deepEqual(legend(drawn["young-all"]!), ["still on the node"]);
    const six = ["still on the node", "purged", "did not come", "expected size"];
    assert.deepEqual(legend(await plot(sixItems(60), RANGES[0]!).draw()), six);
  });
});

/** The size scale, from two ticks of the panel. */
function yOf(svg: string): (bytes: number) => number {
  const [a, b] = named(svg, "text", "note")
    .filter(({ text }) => text.endsWith(" GB"))
    .map(({ attributes, text }) => ({ y: Number(attributes.y) - 4, bytes: 1e9 * Number.parseFloat(text) }));
  return (bytes) => a!.y + ((b!.y - a!.y) * (bytes - a!.bytes)) / (b!.bytes - a!.bytes);
}

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
