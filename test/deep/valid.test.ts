// Is every file of the golden sites what it says it is, by the judgement of programs that are not ours?
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "node:test";
import { HtmlValidate } from "html-validate";
import { HTML_RULES } from "../support/html.ts";
import { skipWithout } from "../support/sshd.ts";

const golden = join(import.meta.dirname, "..");
const files = readdirSync(golden, { recursive: true, encoding: "utf8" }).filter((file) => /\bgolden\b/.test(file));
const having = (ending: string) => files.filter((file) => file.endsWith(ending)).map((file) => join(golden, file));

describe("every golden file", () => {
  it("that is SVG is well-formed XML", { skip: skipWithout("xmllint", "libxml2-utils") }, () => {
    execFileSync("xmllint", ["--noout", "--nonet", ...having(".svg")]);
  });

  it("that is HTML is valid", async () => {
    const validator = new HtmlValidate(HTML_RULES);
    for (const file of having(".html")) {
      const { results } = await validator.validateFile(file);
      const told = results.flatMap(({ messages }) => messages).map(({ line, message }) => `${file}:${line} ${message}`);
      assert.deepEqual(told, []);
    }
  });
});
