import assert from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { describe, it, type TestContext } from "node:test";
import { sshRunner } from "../../src/collect/ssh/ssh-program.ts";
import { skipWithout } from "../support/sshd.ts";
import { scratch } from "../support/world.ts";

const never = new AbortController().signal;

function config(context: TestContext, name: string, ...lines: string[]): string {
  const file = join(scratch(context), name);
  writeFileSync(file, `${lines.join("\n")}\n`);
  return file;
}

describe("ssh, when it is asked", { skip: skipWithout("ssh", "openssh-client") }, () => {
  it("answers as it would be called, one question after the other, however odd the words", async (context) => {
    const file = config(context, "it's a\n$(config) `x`", "User one", "Port 2");
    const ask = sshRunner();
    for (const words of [
      ["-V"],
      ["-G", "-F", file, "--", "a"],
      ["-G", "-F", `${file}'`, "a"],
      ["-G", "-o", "'", "a"],
    ]) {
      const { status, stdout, stderr } = spawnSync("ssh", words, {
        encoding: "utf8",
        stdio: ["ignore", "pipe", "pipe"],
      });
      assert.deepEqual(await ask(words, never), { status, stdout, stderr });
    }
  });

  it("is asked many things at a time, and each answer goes to its question", async (context) => {
    const file = config(context, "config", "HostName %h.example");
    const ask = sshRunner();
    const tags = Array.from({ length: 30 }, (_, i) => `n${i}`);
    const said = await Promise.all(tags.map((tag) => ask(["-G", "-F", file, tag], never)));
    said.forEach(({ stdout }, i) => assert.match(stdout, new RegExp(`^hostname n${i}\\.example$`, "m")));
  });

  it("is ended with all that it started, when nobody waits any more, and can be asked again", async (context) => {
    const mark = join(scratch(context), "mark");
    const slow = config(context, "slow", `Match exec "sleep 1; touch ${mark}"`);
    const ask = sshRunner();
    await ask(["-V"], never);
    const stop = new AbortController();
    const answer = ask(["-G", "-F", slow, "a"], stop.signal);
    await sleep(300);
    const reason = new Error("too late");
    stop.abort(reason);
    await assert.rejects(answer, reason);
    assert.equal((await ask(["-V"], never)).status, 0);
    await sleep(1200);
    assert.ok(!existsSync(mark));
  });

  it("does not keep the program from its end", () => {
    const program = join(import.meta.dirname, "../../src/collect/ssh/ssh-program.ts");
    const code = `const { sshRunner } = await import(${JSON.stringify(program)});
      console.log((await sshRunner()(["-V"], new AbortController().signal)).status);`;
    const words = ["--import", "tsx", "--input-type=module", "-e", code];
    assert.equal(execFileSync(process.execPath, words, { encoding: "utf8", timeout: 20_000 }), "0\n");
  });
});
