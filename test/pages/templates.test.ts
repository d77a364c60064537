import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "node:test";
import { UserError } from "../../src/errors.ts";
import { hubPage } from "../../src/pages/hub-page.ts";
import { indexPage } from "../../src/pages/index-page.ts";
import { openTemplates } from "../../src/templates.ts";
import { scratch } from "../support/world.ts";
import * as made from "./made.ts";

describe("the site's own templates", () => {
  const view = made.dayaBay();
  const hub = made.hubView(view);

  it("replace ours file by file, partials too", (t) => {
    const own = scratch(t);
    writeFileSync(join(own, "mark.hbs"), "[{{status}}]");
    const text = indexPage.text({ ...view, render: openTemplates(own) });
    assert.match(text, /\[alarm\]/);
    assert.match(text, /<h1>Three backups and one node need a look<\/h1>/);
  });

  it("may include new partials", (t) => {
    const own = scratch(t);
    writeFileSync(join(own, "index.hbs"), "{{> logo}}");
    writeFileSync(join(own, "logo.hbs"), "our logo");
    assert.equal(indexPage.text({ ...view, render: openTemplates(own) }), "our logo");
  });

  for (const [what, text, word] of [
    ["cannot be parsed", "{{#if}", /Parse error/],
    ["uses a name that does not exist", "{{nonsense}}", /"nonsense" not defined/],
    ["uses a partial that does not exist", "{{> nonsense}}", /partial nonsense could not be found/],
  ] as const) {
    it(`report the file that ${what}, and do not affect other pages`, (t) => {
      const own = scratch(t);
      writeFileSync(join(own, "index.hbs"), text);
      const render = openTemplates(own);
      assert.throws(
        () => indexPage.text({ ...view, render }),
        (error) =>
          error instanceof UserError &&
          error.code === 78 &&
          word.test(error.message) &&
          error.message.startsWith(join(own, "index.hbs")),
      );
      assert.match(hubPage.text({ ...hub, render }), /<h1>/);
    });
  }

  it("are refused if their folder does not exist", (t) => {
    const folder = join(scratch(t), "none");
    assert.throws(() => openTemplates(folder), new UserError(78, [`templates: there is no folder ${folder}`]));
  });
});
