// Can the simulator tell a good judge from a bad one? The judge itself is measured in test/deep/verdicts.test.ts.
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { DAY } from "../../src/time.ts";
import { makeHub, SHORT } from "../support/simulator/made-hub.ts";
import { alwaysAlarm, neverAlarm, oracle, twentySixHours, type Rule } from "../support/simulator/rules.ts";
import { newScore, scoreHub, sum } from "../support/simulator/score.ts";
import { walk } from "../support/simulator/walk.ts";

const plan = { ...SHORT, countedDays: 20 };
const hubs = Array.from({ length: 6 }, (_, i) => makeHub(`test ${i}`, plan));

function score(rule: Rule) {
  const result = newScore();
  for (const hub of hubs) scoreHub(hub, [rule], [result]);
  return { time: sum(result.time), size: sum(result.size) };
}

describe("the simulator", () => {
  it("gives one who knows what happened every failure and no false alarm", () => {
    for (const { owed, found, checks, falseAlarms } of Object.values(score(oracle))) {
      assert.ok(owed > 10 && checks > 10_000, `${owed} calls owed in ${checks} checks`);
      assert.equal(found, owed);
      assert.equal(falseAlarms, 0);
    }
  });

  it("lets one who always alarms find everything, and be wrong at every healthy check", () => {
    for (const { owed, found, checks, falseAlarms } of Object.values(score(alwaysAlarm))) {
      assert.equal(found, owed);
      assert.equal(falseAlarms, checks);
    }
  });

  it("gives one who never alarms nothing, and one who waits 26 hours something of both", () => {
    for (const { found, falseAlarms } of Object.values(score(neverAlarm))) assert.equal(found + falseAlarms, 0);
    const { time } = score(twentySixHours);
    assert.ok(0 < time.found && time.found < time.owed && time.falseAlarms > 0);
  });

  it("makes the same from the same seed, and something else from another", () => {
    assert.deepEqual(makeHub("test 0", plan), hubs[0]);
    assert.notDeepEqual(hubs[1]!.lives, hubs[0]!.lives);
  });

  it("never shows what no visit has seen: a backup, or that one is gone", () => {
    for (const hub of hubs.slice(0, 3)) {
      for (const { at, histories } of walk(hub)) {
        if (at > hub.times.counted + DAY) break;
        for (const [n, { items, collections }] of histories.entries()) {
          assert.ok(collections.every((look) => look.at <= at));
          const look = collections.findLast(({ outcome }) => outcome === "ok")?.at ?? hub.looks[n]![0]!.at;
          for (const { item, backups } of items) {
            const life = hub.lives.find((one) => one.item === item)!;
            const arrived = new Set(life.copies[n]!.filter(({ arrives }) => arrives <= look).map((copy) => copy.at));
            const held = backups.filter((backup) => backup.held);
            assert.ok(held.length <= life.keep || hub.takenOver);
            assert.ok(backups.every((backup) => arrived.has(backup.at)));
          }
        }
      }
    }
  });
});
