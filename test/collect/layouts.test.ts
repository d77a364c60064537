// docs/layouts.md says which item a file belongs to, and of when it is: so does the program.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "node:test";
import { tarballsOf } from "../../src/collect/layout.ts";
import { readRecords } from "../../src/collect/records.ts";
import { siteOf, zz } from "../config/files.ts";

const manual = readFileSync(join(import.meta.dirname, "../../docs/layouts.md"), "utf8");
const CHANGED = 1352909600;

describe("docs/layouts.md", () => {
  const chapters = manual.split(/^## /m).filter((text) => text.includes("```ini"));

  it("has an example of each layout", () => assert.equal(chapters.length, 6));

  for (const chapter of chapters) {
    const [title] = chapter.split("\n");
    const [, ini] = /^```ini\n(.*?)^```/ms.exec(chapter)!;
    const rows = [...chapter.matchAll(/^\| `(.+?)` +\| `(.+?)` +\| (.+?) +\|$/gm)].map(([, ...cells]) => cells);

    it(`tells of ${title!} what is true`, () => {
      const { nodes } = siteOf(zz(ini!, "timezone = UTC"));
      const { patterns, ...layout } = nodes[0]!.roots[0]!;
      assert.equal(rows.length, 2);
      for (const [file, item, of] of rows) {
        const globs = patterns.map((pattern) => new RegExp(`${pattern.replaceAll(".", "\\.").replace("*", ".*")}$`));
        assert.ok(globs.some((glob) => glob.test(file!)));
        const records = ["", "scm-backup-monitor 1", "root 0 ok /r", `file 0 5 ${CHANGED} /r/${file!}`, "end -", ""];
        const [root] = readRecords(Buffer.from(records.join("\0")), 1, 10).roots;
        const [tarball] = tarballsOf(root!, layout);
        assert.equal(tarball!.item, item);
        const at = of === "its last change" ? CHANGED * 1000 : Date.parse(of!.replace(/Z?$/, "Z"));
        assert.equal(new Date(tarball!.at).toISOString(), new Date(at).toISOString());
      }
    });
  }
});
