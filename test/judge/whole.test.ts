import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { same, wholeOf } from "../../src/judge/whole.ts";
import type { Backup } from "../../src/model.ts";
import { MIB } from "../../src/units.ts";
import { backup, NOON } from "../support/histories.ts";

describe("the whole one of several copies", () => {
  const sized = (bytes: number, more: Partial<Backup> = {}) => ({ ...backup(NOON, bytes), ...more });

  it("has the size of most, then an exact one, then the larger one", () => {
    assert.equal(wholeOf([sized(5e6), sized(9e6), sized(5e6)]).bytes, 5e6);
    assert.equal(wholeOf([sized(5e6), sized(9e6)]).bytes, 9e6);
    assert.equal(wholeOf([sized(9e6), sized(5e6)]).bytes, 9e6);
    assert.equal(wholeOf([sized(20 * MIB, { exact: false }), sized(19.5 * MIB)]).exact, true);
    assert.equal(wholeOf([sized(7)]).bytes, 7);
  });

  it("counts a rounded size for any within its last MiB, of each file", () => {
    assert.ok(same(sized(2 * MIB, { exact: false }), sized(MIB)));
    assert.ok(!same(sized(2 * MIB, { exact: false }), sized(MIB - 1)));
    assert.ok(!same(sized(2 * MIB, { exact: false }), sized(2 * MIB + 1)));
    assert.ok(same(sized(4 * MIB, { exact: false, files: 2 }), sized(2 * MIB)));
    assert.ok(same(sized(MIB), sized(2 * MIB, { exact: false })));
    assert.ok(!same(sized(5), sized(6)));
  });
});
