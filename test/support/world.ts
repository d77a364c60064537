// A world whose clock and nodes are set by the test.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestContext } from "node:test";
import type { World } from "../../src/commands/world.ts";
import type { Log } from "../../src/log.ts";

const SILENT_LOG: Log = {
  say: () => undefined,
  detail: () => undefined,
  warn: () => undefined,
  progress: () => undefined,
};

export function world(cwd: string, now: number, transports: World["transports"], env: World["env"] = {}): World {
  return {
    now,
    cwd,
    program: "scm-backup-monitor",
    home: cwd,
    env,
    signal: new AbortController().signal,
    log: SILENT_LOG,
    transports,
  };
}

/** A temporary folder, removed when the test ends. */
export function scratch(context: Pick<TestContext, "after">): string {
  const folder = mkdtempSync(join(tmpdir(), "scm-backup-monitor-test-"));
  context.after(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}
