// rename: the history of a hub or a node follows its tag.
import assert from "node:assert/strict";
import { mkdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, it, type TestContext } from "node:test";
import initSqlJs from "sql.js";
import { collectCommand } from "../src/commands/collect.ts";
import { rename } from "../src/commands/rename.ts";
import { transports } from "../src/commands/transports.ts";
import { EXIT, UserError } from "../src/errors.ts";
import { openStore } from "../src/store/open.ts";
import type { Tag } from "../src/store/store.ts";
import { DAY, HOUR, stampOf } from "../src/time.ts";
import { scratch, world } from "./support/world.ts";

const FIRST = Date.UTC(2026, 10, 1, 20);
const morning = (night: number) => FIRST + night * DAY + 9 * HOUR;
const LATER = morning(100);

/** A node that keeps two nights of one item; the test chooses the tags of hub and node. */
function aSite(context: TestContext) {
  const dir = scratch(context);
  const file = (night: number) => {
    const stamp = stampOf(FIRST + night * DAY, "UTC").replace(/(\d+)-(\d+)-(\d+)T(\d+):(\d+):(\d+)/, "$1/$2/$3/$4$5$6");
    return join(dir, "backup/svn/main", stamp, "x.tar.gz");
  };
  const call = (hub: string, node: string) => {
    const section = [`[${hub}]`, "srvnode = forge", "timezone = UTC", `root = ${dir}/backup`];
    const lines = ["[HUB]", `${hub} = ${node}`, ...section, `[${node}]`, "transport = local", "shell = sh -c", ""];
    writeFileSync(join(dir, "site.cnf"), lines.join("\n"));
  };
  const request = { configs: ["site.cnf"], hubs: [] };
  const visit = async (night: number) => {
    mkdirSync(dirname(file(night)), { recursive: true });
    writeFileSync(file(night), "");
    truncateSync(file(night), 1000 + night);
    rmSync(dirname(file(night - 2)), { recursive: true, force: true });
    await collectCommand(request, world(dir, morning(night), transports));
  };
  const rename_ = (kind: Tag, from: string, to: string) =>
    rename(request, world(dir, LATER, transports), kind, from, to);
  const historyOf = async (hub: string, node: string, asOf = LATER) => {
    const store = await openStore(join(dir, "scm_backup_monitor.db"), [], { now: LATER, keepMs: DAY });
    const { items, collections } = await store.history(hub, node, asOf);
    await store.close();
    const backups = items.flatMap((item) => item.backups.map(({ bytes, held, seen }) => [bytes, held, nightOf(seen)]));
    return { backups, visits: collections.map(({ at }) => nightOf(at)) };
  };
  const tgzs = async () => {
    const { Database } = await initSqlJs();
    const database = new Database(readFileSync(join(dir, "scm_backup_monitor.db")));
    return database
      .exec("select node, nodepath from tgzs order by nodepath")[0]!
      .values.map(([node, path]) => [node, String(path).replace(dir, "")]);
  };
  return { call, visit, rename: rename_, historyOf, tgzs };
}

function nightOf(at: number | undefined): number {
  return Math.round(((at ?? NaN) - morning(0)) / DAY);
}

const NOTHING = { backups: [], visits: [] };
const ALL = {
  backups: [
    [1000, false, 0],
    [1001, false, 1],
    [1002, true, 2],
    [1003, true, 3],
  ],
  visits: [0, 1, 2, 3],
};

const TAGS: [kind: Tag, old: [string, string], next: [string, string]][] = [
  ["node", ["WW", "OLD"], ["WW", "NEW"]],
  ["hub", ["OLD", "C"], ["NEW", "C"]],
];

for (const [kind, old, next] of TAGS) {
  describe(`renaming a ${kind}`, () => {
    it("gives the history of the old tag to the new one, also as of earlier", async (t) => {
      const site = aSite(t);
      site.call(...old);
      for (const night of [0, 1]) await site.visit(night);
      const then = await site.historyOf(...old, morning(0));
      site.call(...next);
      assert.equal(await site.rename(kind, "OLD", "NEW"), "2 backups and 2 collections of OLD now belong to NEW.");
      for (const night of [2, 3]) await site.visit(night);
      assert.deepEqual(await site.historyOf(...next), ALL);
      assert.deepEqual(await site.historyOf(...next, morning(0)), then);
      assert.deepEqual(await site.historyOf(...old), NOTHING);
    });

    it("merges it with what visits have recorded under the new tag", async (t) => {
      const site = aSite(t);
      site.call(...old);
      for (const night of [0, 1]) await site.visit(night);
      const then = await site.historyOf(...old, morning(1));
      site.call(...next);
      for (const night of [2, 3]) await site.visit(night);
      await site.rename(kind, "OLD", "NEW");
      assert.deepEqual(await site.historyOf(...next), ALL);
      assert.deepEqual(await site.historyOf(...next, morning(1)), then);
      assert.deepEqual(await site.historyOf(...old), NOTHING);
    });

    it("says so and changes nothing if there is no history", async (t) => {
      const site = aSite(t);
      site.call(...next);
      await site.visit(0);
      const before = await site.historyOf(...next);
      assert.equal(await site.rename(kind, "OLD", "NEW"), `There is no history of ${kind} OLD. Nothing was changed.`);
      assert.deepEqual(await site.historyOf(...next), before);
    });

    it("is refused unless the config has the new tag and not the old", async (t) => {
      const site = aSite(t);
      site.call(...old);
      await assert.rejects(site.rename(kind, "OLD", "OLT"), (error) => {
        assert.ok(error instanceof UserError);
        assert.equal(error.code, EXIT.usage);
        assert.match(error.problems[0]!, new RegExp(`^there is no ${kind} OLT in .*site.cnf. Did you mean OLD\\?$`));
        assert.match(error.problems[1]!, new RegExp(`^${kind} OLD is still in .*site.cnf. Change its tag there first`));
        return true;
      });
    });
  });
}

describe("renaming a node", () => {
  it("renames it in the predecessor's table too", async (t) => {
    const site = aSite(t);
    site.call("WW", "OLD");
    for (const night of [0, 1]) await site.visit(night);
    site.call("WW", "NEW");
    await site.visit(2);
    await site.rename("node", "OLD", "NEW");
    assert.deepEqual(
      await site.tgzs(),
      ["01", "02", "03"].map((day) => ["NEW", `NEW:/backup/svn/main/2026/11/${day}/200000/x.tar.gz`]),
    );
  });
});
