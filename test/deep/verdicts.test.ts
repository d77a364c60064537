// How right is the judge on histories that nothing was tuned on? A few hubs of those that docs/verdicts.md has many of.
import assert from "node:assert/strict";
import { before, describe, it } from "node:test";
import { LONG, makeHub, SHORT } from "../support/simulator/made-hub.ts";
import { falseAlarms, failures, truncations } from "../support/simulator/report.ts";
import { judge, twentySixHours } from "../support/simulator/rules.ts";
import { newScore, scoreHub, sum } from "../support/simulator/score.ts";

describe("on made-up histories, hour by hour,", () => {
  const [ours, day] = [newScore(), newScore()];

  before(() => {
    for (let i = 0; i < 3; i++) {
      for (const plan of [SHORT, LONG]) {
        scoreHub(makeHub(`deep ${plan === SHORT ? "short" : "long"} ${i}`, plan), [judge, twentySixHours], [ours, day]);
      }
    }
  });

  const wrong = (score: typeof ours) => falseAlarms(failures(score), sum(score.size));

  it("nearly every backup that did not come is told at the first check that can", () => {
    const { owed, found } = failures(ours);
    assert.ok(owed >= 15 && found >= 0.95 * owed, `${found} of ${owed}`);
    assert.ok(failures(day).found < 0.8 * owed);
  });

  it("nearly every file that was cut is told at the first check that can", () => {
    const { owed, found } = truncations(ours);
    assert.ok(owed >= 50 && found >= 0.9 * owed, `${found} of ${owed}`);
    assert.equal(truncations(day).found, 0);
  });

  it("hardly anybody is called in vain", () => {
    assert.ok(wrong(ours) < 5, `${wrong(ours)} false alarms in 10,000 checks`);
    assert.ok(wrong(day) > 100);
    assert.equal(ours.nodes.falseAlarms, 0);
  });
});
