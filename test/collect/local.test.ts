import assert from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";
import { describe, it } from "node:test";
import { localTransport } from "../../src/collect/local.ts";
import { MIB } from "../../src/units.ts";
import { node } from "./node.ts";

const LIMITS = { config: undefined, connectMs: 1, loginMs: 1, outputBytes: 8 * MIB, records: 1 };

function run(command: string, nodeMs = 5000, signal = new AbortController().signal) {
  const transport = localTransport({ ...LIMITS, nodeMs });
  return transport(node([]), command, signal);
}

/** Nothing with this in its command line is alive. */
async function gone(mark: string): Promise<void> {
  const { stdout } = await run(
    `sleep 0.1; grep -la ${mark.slice(0, -1)}[${mark.at(-1)!}] /proc/[0-9]*/cmdline 2>/dev/null; :`,
  );
  assert.equal(stdout.toString(), "");
}

describe("a node that is this machine", () => {
  it("gives all that the command prints", async () => {
    const { outcome, stdout } = await run("head -c 3000000 /dev/zero; echo noise >&2");
    assert.deepEqual([outcome, stdout.length], ["ok", 3_000_000]);
  });

  it("has failed when the command ends badly, with the first line it complained", async () => {
    const { outcome, reason, stdout } = await run("echo half; printf '\\n bad \\033[1m\\n more' >&2; exit 3");
    assert.deepEqual([outcome, reason, stdout.length], ["failed", "the command exited with status 3: bad \\x1b[1m", 0]);
  });

  it("has failed when the command was killed", async () => {
    const { outcome, reason } = await run("kill -9 $$");
    assert.deepEqual([outcome, reason], ["failed", "the command was killed by SIGKILL"]);
  });

  it("ends at its deadline, with all that it started", async () => {
    const started = performance.now();
    const { outcome, reason } = await run("sleep 31.4151 & sleep 31.4152; :", 300);
    assert.deepEqual(
      [outcome, reason],
      ["timeout", "not finished within 0.3 s; if the node needs longer, raise nodedeadline in [ENV]"],
    );
    assert.ok(performance.now() - started < 2000);
    await gone("31.4151");
    await gone("31.4152");
  });

  it("ends at once when interrupted", async () => {
    const stop = new AbortController();
    const answer = run("sleep 31.4153; :", 60_000, stop.signal);
    await sleep(100);
    stop.abort();
    assert.deepEqual((await answer).reason, "interrupted");
    await gone("31.4153");
    assert.equal((await run("echo x", 60_000, stop.signal)).reason, "interrupted");
  });

  it("may not print without end, on either way out", async () => {
    const { reason } = await run("cat /dev/zero");
    assert.equal(reason, "the command printed more than 8.39 MB; if that is expected, raise output in [ENV]");
    const { outcome } = await run("head -c 20000000 /dev/zero >&2; echo done");
    assert.equal(outcome, "ok");
  });
});
