import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { isArriving } from "../../src/judge/arriving.ts";
import { HOUR } from "../../src/time.ts";
import { backup, NOON, visit } from "../support/histories.ts";

describe("a tarball that is being transferred", () => {
  const locked = (ageMs: number, mark = "/scm/LOCKED") =>
    isArriving({ item: "x", backups: [backup(NOON - ageMs)] }, { ...visit(NOON), locked: mark });

  it("is excused for twelve hours while a directory LOCKED is there", () => {
    assert.ok(locked(HOUR));
    assert.ok(locked(12 * HOUR - 1));
    assert.ok(!locked(12 * HOUR));
    assert.ok(!locked(HOUR, ""));
  });

  it("is none where nothing came, or nobody looked", () => {
    assert.ok(!isArriving({ item: "x", backups: [] }, { ...visit(NOON), locked: "/scm/LOCKED" }));
    assert.ok(!isArriving({ item: "x", backups: [backup(NOON)] }, undefined));
  });
});
