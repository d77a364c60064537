// Plots first, then the pages that show them, then the index, and then removals, pages first: readers never find a broken link.
import assert from "node:assert/strict";
import fs, { readFileSync, writeFileSync } from "node:fs";
import { syncBuiltinESMExports } from "node:module";
import { relative } from "node:path";
import { it } from "node:test";
import { DAY } from "../../src/time.ts";
import { RUN, smallSite } from "../support/small-site.ts";
import { scratch } from "../support/world.ts";

it("a run replaces plots, data and reports, node pages, hub pages and the index, then removes old files, pages first", async (t) => {
  const dir = scratch(t);
  const site = smallSite(dir);
  const config = readFileSync(site.config, "utf8");
  writeFileSync(
    site.config,
    config.replace("= HERE", "= HERE GONE").concat("[GONE]\ntransport = local\nshell = sh -c\n"),
  );
  await site.run(RUN);
  writeFileSync(site.config, config);
  site.place(24);

  const done: string[] = [];
  const { renameSync, unlinkSync } = fs;
  t.after(() => {
    Object.assign(fs, { renameSync, unlinkSync });
    syncBuiltinESMExports();
  });
  const note = (what: string, file: unknown) => {
    const path = relative(site.out, String(file));
    if (!path.startsWith(".")) done.push(`${what} ${path}`);
  };
  fs.renameSync = (from, to) => (renameSync(from, to), note("put", to));
  fs.unlinkSync = (file) => (unlinkSync(file), note("remove", file));
  syncBuiltinESMExports();
  await site.run(RUN + DAY);

  const stages = [
    /^put forge\/HERE-.*\.svg$/,
    /^put forge\/HERE\.csv$|^put data\/.*json$|^put forge\/report\.(svg|png)$/,
    /^put forge\/HERE\.html$/,
    /^put forge\/(index|images)\.html$/,
    /^put [^/]*$/,
    /^remove forge\/GONE\.html$/,
    /^remove .*GONE/,
  ];
  const order = done.map((each) => stages.findIndex((stage) => stage.test(each)));
  assert.deepEqual([...new Set(order)], [0, 1, 2, 3, 4, 5, 6], done.join("\n"));
  assert.deepEqual(order, order.toSorted(), done.join("\n"));
  assert.equal(done.filter((each) => each.startsWith("put")).at(-1), "put index.html");
});
