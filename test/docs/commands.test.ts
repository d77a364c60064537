// The manual names every command, option and exit code that there is.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "node:test";
import { EXIT } from "../../src/errors.ts";

const root = join(import.meta.dirname, "../..");
const manual = readFileSync(join(root, "docs/commands.md"), "utf8");
const help = (...args: string[]) =>
  spawnSync(process.execPath, ["dist/cli.js", ...args, "--help"], { cwd: root, encoding: "utf8" }).stdout;

describe("docs/commands.md", () => {
  const commands = [...help().matchAll(/^ {2}([a-z]+) .*\[(?:options|hub|dir)/gm)].map(([, name]) => name!);

  it("names every command, and none that is not there", () => {
    const [table] = manual.split("## Options");
    const named = [...table!.matchAll(/^\| `([a-z]+)` /gm)].map(([, name]) => name);
    assert.ok(commands.length >= 6);
    assert.deepEqual(named.sort(), [...commands].sort());
  });

  it("names every option of every command", () => {
    for (const command of commands) {
      for (const [option] of help(command).matchAll(/--[a-z][a-z-]*/g)) {
        assert.ok(manual.includes(option), `${command} ${option}`);
      }
    }
  });

  it("names every exit code", () => {
    for (const code of Object.values(EXIT))
      assert.match(manual, new RegExp(`^\\| ${code} |\\b${code}, 143|130, ${code}`, "m"));
  });
});
