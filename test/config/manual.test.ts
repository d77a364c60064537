import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "node:test";
import assert from "node:assert/strict";
import { KEYS, KINDS, type Key } from "../../src/config/keys.ts";
import { types } from "../../src/config/types.ts";
import { mistakesOf, siteOf, zz } from "./files.ts";

const manual = readFileSync(join(import.meta.dirname, "../../docs/configuration.md"), "utf8");
const HEADINGS = {
  SITE: "[SITE]",
  ENV: "[ENV]",
  hub: "A hub's section",
  node: "A node's section",
  silence: "[silence NAME]",
};

/** The cells of the table below a heading, without its first row. */
function table(heading: string): string[][] {
  const chapter = manual.split(/^## /m).find((text) => text.startsWith(`${heading}\n`))!;
  const rows = chapter.split("\n").filter((line) => line.startsWith("| "));
  return rows.slice(2).map((row) =>
    row
      .split("|")
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );
}

function printDefault({ default: written, fallback }: Key): string {
  if (written === undefined) return fallback ?? "required";
  return written === "" ? "none" : `\`${written}\``;
}

describe("the manual of site.cnf", () => {
  for (const kind of KINDS)
    it(`says of every key under ${HEADINGS[kind]} what the program does, and of no other`, () => {
      const keys = Object.entries(KEYS[kind] as Record<string, Key>);
      assert.deepEqual(
        table(HEADINGS[kind]),
        keys.map(([name, key]) => [`\`${name}\``, key.type, printDefault(key), key.meaning]),
      );
    });

  it("explains every type", () => {
    assert.deepEqual(
      table("What a value may be")
        .map(([type]) => type)
        .sort(),
      Object.keys(types(String)).sort(),
    );
  });

  it("shows only configurations that are right", () => {
    const samples = [...manual.matchAll(/^```ini\n(.*?)^```/gms)].map(([, text]) => text!);
    assert.equal(samples.length, 3);
    for (const text of samples)
      assert.deepEqual(
        mistakesOf(() => siteOf(text)),
        [],
      );
  });
});

describe("the example of every key", () => {
  const sections = { SITE: "[SITE]", ENV: "[ENV]", hub: "[ZZ]", node: "[SDU]", silence: "[silence x]" };
  for (const kind of KINDS)
    it(`is right under ${HEADINGS[kind]}`, () => {
      const lines = Object.entries(KEYS[kind])
        .filter(([name]) => name !== "srvnode")
        .map(([name, { example }]) => `${name} = ${example}`);
      assert.deepEqual(
        mistakesOf(() => siteOf(zz(sections[kind], ...lines))),
        [],
      );
    });
});
