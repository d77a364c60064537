import assert from "node:assert/strict";
import { it } from "node:test";
import { invocation } from "../src/commands/invocation.ts";

it("a printed command is the installed one, or that of the checkout with the shortest path", () => {
  assert.equal(invocation("/usr/local/bin/scm-backup-monitor", "/home/me"), "scm-backup-monitor");
  assert.equal(invocation("/opt/monitor/dist/cli.js", "/opt/monitor"), "node dist/cli.js");
  assert.equal(invocation("/opt/monitor/dist/cli.js", "/home/me"), "node /opt/monitor/dist/cli.js");
});
