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

  it("stand in for ours, file by file, parts of a page too", (t) => {
    const own = scratch(t);
    writeFileSync(join(own, "mark.hbs"), "[{{status}}]");
    const text = indexPage.text({ ...view, render: openTemplates(own) });
    assert.match(text, /\[alarm\]/);
    assert.match(text, /<h1>Three backups and one node need a look<\/h1>/);
  });

  it("may bring parts of their own", (t) => {
    const own = scratch(t);
    writeFileSync(join(own, "index.hbs"), "{{> logo}}");
    writeFileSync(join(own, "logo.hbs"), "our logo");
    assert.equal(indexPage.text({ ...view, render: openTemplates(own) }), "our logo");
  });

  for (const [what, text, word] of [
    ["cannot be parsed", "{{#if}", /Parse error/],
    ["names what is not there", "{{nonsense}}", /"nonsense" not defined/],
    ["uses a part that is not there", "{{> nonsense}}", /partial nonsense could not be found/],
  ] as const) {
    it(`say which file ${what}, and spoil no other page`, (t) => {
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

  it("are asked for a folder that is there", (t) => {
    const folder = join(scratch(t), "none");
    assert.throws(() => openTemplates(folder), new UserError(78, [`templates: there is no folder ${folder}`]));
  });
});
