import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { CheckName } from "../../src/model.ts";
import { COPIES, STATUSES } from "../../src/model.ts";
import { helpPage } from "../../src/pages/help-page.ts";
import { COPY_WORDS } from "../../src/words/copies.ts";
import { styleSheet } from "../../src/pages/style-sheet.ts";
import * as made from "./made.ts";

// A record, so that the compiler complains if a check is missing.
const CHECKS: Record<CheckName, true> = {
  unreachable: true,
  hostkey: true,
  missing: true,
  age: true,
  size: true,
  copies: true,
  sidecar: true,
  space: true,
  clock: true,
  collection: true,
  database: true,
  config: true,
};

describe("the help page", () => {
  const text = helpPage.text(made.dayaBay());
  const sheet = styleSheet.text(made.dayaBay());

  it("has a sentence for every check", () => {
    for (const check of Object.keys(CHECKS)) assert.match(text, new RegExp(`<dt>${check}</dt><dd>.{30,}</dd>`));
  });

  it("has a sentence for every mark of a copy", () => {
    for (const copy of COPIES) {
      assert.match(text, new RegExp(`class="copy ${copy}"></i> ${COPY_WORDS[copy]}</dt><dd>.{15,}</dd>`));
      assert.match(sheet, new RegExp(`^\\.copy\\.${copy}\\b`, "m"), `${copy} is drawn`);
    }
  });

  it("has a sentence for every status", () => {
    for (const status of STATUSES) assert.match(text, new RegExp(`${status}</span></dt><dd>.{20,}</dd>`));
  });
});
