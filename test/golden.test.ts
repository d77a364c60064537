// Each folder is a case: its site.cnf and the recorded output of its nodes must give its `out`, byte for byte except for the
// padding. If it differs, the new one is written to `out-changed`; UPDATE=1 makes it the expected one.
import assert from "node:assert/strict";
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, it } from "node:test";
import { run } from "../src/commands/run.ts";
import type { Answer, Transport } from "../src/model.ts";
import { recount } from "./support/recount.ts";
import { scratch, world } from "./support/world.ts";

const golden = join(import.meta.dirname, "golden");
const cases = readdirSync(golden, { withFileTypes: true }).filter((entry) => entry.isDirectory());

/** A node's output is a file of records, one a line. A node without such a file did not answer. */
function replay(visit: string): Transport {
  return async ({ node }): Promise<Answer> => {
    const file = join(visit, node.replace(":", "-"));
    if (!existsSync(file)) {
      return { outcome: "unreachable", reason: "no answer from 192.0.2.7:22 within 2 s", stdout: Buffer.alloc(0) };
    }
    const records = readFileSync(file, "utf8").replaceAll("\n", "\0");
    return { outcome: "ok", reason: "", stdout: Buffer.from(`Welcome.\0${records}`) };
  };
}

function filesOf(folder: string): string[] {
  return (
    readdirSync(folder, { recursive: true, withFileTypes: true })
      // PNGs are made from the SVGs and may differ between processors.
      .filter((entry) => entry.isFile() && ![".lock", ".manifest.json", "report.png"].includes(entry.name))
      .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
      .sort()
  );
}

function unfilled(file: string): string {
  return readFileSync(file, "utf8").trimEnd();
}

function keep(from: string, to: string): void {
  mkdirSync(dirname(to), { recursive: true });
  writeFileSync(to, `${unfilled(from)}\n`);
}

for (const { name } of cases) {
  describe(`the site of ${name}`, () => {
    const folder = join(golden, name);

    it("is as expected, file by file", async (t) => {
      t.mock.method(performance, "now", () => 0); // How long a visit took is on the pages.
      const dir = scratch(t);
      const configs = readdirSync(folder)
        .filter((file) => file.endsWith(".cnf"))
        .map((file) => join(folder, file));
      const copies = configs.map((file) => join(dir, file.slice(folder.length + 1)));
      configs.forEach((file, i) => cpSync(file, copies[i]!));
      const env = { LOCAL_BASE: dir, APACHE_HTDOCS: join(dir, "htdocs"), HOME: dir };
      mkdirSync(join(dir, "env/scm"), { recursive: true });
      for (const visit of readdirSync(join(folder, "visits")).sort()) {
        const transport = replay(join(folder, "visits", visit));
        const then = world(dir, Date.parse(visit), () => ({ ssh: transport, local: transport }), env);
        await run({ configs: copies, hubs: [], out: "out" }, then);
      }
      const made = join(dir, "out");
      const expected = join(folder, "out");
      if (process.env.UPDATE) {
        rmSync(expected, { recursive: true, force: true });
        for (const file of filesOf(made)) keep(join(made, file), join(expected, file));
      }
      const changed = join(folder, "out-changed");
      rmSync(changed, { recursive: true, force: true });
      const differing = [...new Set([...filesOf(made), ...filesOf(expected)])].filter((file) => {
        const [a, b] = [made, expected].map((site) => join(site, file));
        if (existsSync(a!) && existsSync(b!) && unfilled(a!) === unfilled(b!)) return false;
        if (existsSync(a!)) keep(a!, join(changed, file));
        return true;
      });
      assert.deepEqual(differing, [], `compare ${changed} with ${expected}`);
    });

    it("has the same numbers as an independent count", () => recount(folder));
  });
}
