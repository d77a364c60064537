import { describe, it } from "node:test";
import assert from "node:assert/strict";
import fc from "fast-check";
import { readIni } from "../../src/config/ini.ts";

function parse(text: string) {
  const mistakes: string[] = [];
  const sections = readIni(text, "f", 0, ({ line }, wrong) => mistakes.push(`${line}: ${wrong}`));
  return { sections, mistakes };
}

/** `NAME:LINE` of each section, and its `KEY:LINE = VALUE`. */
function said(text: string): Record<string, string[]> {
  const { sections, mistakes } = parse(text);
  assert.deepEqual(mistakes, []);
  assert.ok(sections.every(({ entries }) => entries.every(({ value }) => typeof value === "string")));
  return Object.fromEntries(
    sections.map(({ name, place, entries }) => [
      `${name}:${place.line}`,
      entries.map(({ key, value, place }) => `${key}:${place.line} = ${value}`),
    ]),
  );
}

describe("a line of a config file", () => {
  it("is known by its number, whatever ends the lines", () => {
    for (const end of ["\n", "\r\n", "\r"])
      assert.deepEqual(said(["", "[A]", "", "", "k = v", "", "[B]", "k=w"].join(end)), {
        "A:2": ["k:5 = v"],
        "B:7": ["k:8 = w"],
      });
  });

  it("may follow a byte order mark", () => {
    assert.deepEqual(said("\ufeff[A]\nk = v"), { "A:1": ["k:2 = v"] });
  });

  it("is a comment from its start, or from white space and ;", () => {
    assert.deepEqual(said("# a\n  ; b\n[A] ; c\nk = v ; d ; e\nl = v\t;f\nm = a;b #c\nn = ;d\no =;e"), {
      "A:3": ["k:4 = v", "l:5 = v", "m:6 = a;b #c", "n:7 = ", "o:8 = ;e"],
    });
  });

  it("may be indented, and does not go on in the next", () => {
    const { sections, mistakes } = parse("[A]\n  select = a\n  b\n");
    assert.equal(sections[0]?.entries[0]?.value, "a");
    assert.deepEqual(mistakes, ['3: "b" is neither KEY = VALUE nor a [section] nor a comment']);
  });

  it("is a mistake when it fits nothing", () => {
    const lines = ["k = v", "[A", "l = v", "[]", "[A]", "k: v", "= v", "[B] x", "k = \x01", "k = \ufffd"];
    assert.deepEqual(parse(lines.join("\n")).mistakes, [
      '1: "k = v" comes before the first [section]',
      "2: [A is not a [section]",
      "4: [] is not a [section]",
      '6: "k: v" is neither KEY = VALUE nor a [section] nor a comment',
      '7: "= v" is neither KEY = VALUE nor a [section] nor a comment',
      "8: [B] x is not a [section]",
      "9: the line contains a control character or is not UTF-8",
      "10: the line contains a control character or is not UTF-8",
    ]);
  });
});

describe("what the ini package would bend", () => {
  it("stays as it is", () => {
    const text = `[dayabay.ihep.ac.cn]
k = "quoted"
l = 'quoted'
m = true
n = null
k[] = a
k[] = b
__proto__ = c
constructor = d
e = C:\\dir\\
[__proto__]
k = v
[a\\.b]
k = a = b
[x]y]
k = "a" ; "b"`;
    assert.deepEqual(said(text), {
      "dayabay.ihep.ac.cn:1": [
        'k:2 = "quoted"',
        "l:3 = 'quoted'",
        "m:4 = true",
        "n:5 = null",
        "k[]:6 = a",
        "k[]:7 = b",
        "__proto__:8 = c",
        "constructor:9 = d",
        "e:10 = C:\\dir\\",
      ],
      "__proto__:11": ["k:12 = v"],
      "a\\.b:13": ["k:14 = a = b"],
      "x]y:15": ['k:16 = "a"'],
    });
  });

  it("comes out raw whatever the section, the key and the value", () => {
    // What the grammar lets stand there: no comment, nothing that ends a line.
    const text = fc
      .oneof(
        fc.string({ unit: "binary" }),
        fc.string({ unit: fc.constantFrom(...Array.from(`a.;#=[]\\"':$%{} \u2028é`)) }),
      )
      .map((text) => text.trim())
      .filter((text) => !/[\p{Cc}\p{Cs}\ufffd]|\s;|^;/u.test(text));
    const name = text.filter((text) => text !== "");
    const key = name.filter((text) => !/^[[#]|=/.test(text));
    fc.assert(
      fc.property(name, key, text, (name, key, value) => {
        assert.deepEqual(said(`[${name}]\n${key} = ${value}`), { [`${name}:1`]: [`${key}:2 = ${value}`] });
      }),
      { numRuns: 500 },
    );
  });
});
