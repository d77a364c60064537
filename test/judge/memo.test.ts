import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { judgeHub } from "../../src/judge/judge.ts";
import { Memo } from "../../src/judge/memo.ts";
import type { Backup } from "../../src/model.ts";
import { DAY, HOUR, MINUTE } from "../../src/time.ts";
import { backup, history, hub, NOON, site, visit } from "../support/histories.ts";

describe("copies that are alike", () => {
  it("are worked out once, for all who ask with the same numbers", () => {
    const memory = new Memo<object>();
    const ask = (item: string, ...numbers: number[]) => memory.recall(item, Float64Array.from(numbers), () => ({}));
    assert.equal(ask("x", 1, 2, 3), ask("x", 1, 2, 3));
    assert.notEqual(ask("x", 1, 2, 3), ask("y", 1, 2, 3));
    for (const other of [[1, 2], [1, 2, 3, 4], [0, 2, 3], [1, 2, 4]]) assert.notEqual(ask("x", ...other), ask("x", 1, 2, 3)); // prettier-ignore
  });

  it("are remembered for three different histories of an item", () => {
    const memory = new Memo<object>();
    const ask = (number: number) => memory.recall("x", Float64Array.of(number), () => ({}));
    const [first, second, third] = [ask(1), ask(2), ask(3)];
    assert.deepEqual([ask(1) === first, ask(2) === second, ask(3) === third], [true, true, true]);
    ask(4);
    assert.deepEqual([ask(3) === third, ask(2) === second, ask(1) === first], [true, true, false]);
  });

  it("get the verdicts that each would get alone, however little one differs", () => {
    const times = Array.from({ length: 60 }, (_, i) => NOON - 4 * HOUR - (59 - i) * DAY);
    const whole = () => times.map((at, i) => backup(at, 30e6 * (1 + ((i * 7) % 5) / 50)));
    const kinds: [what: string, change: (backups: Backup[]) => unknown][] = [
      ["as it is", () => undefined],
      ["a night is missing in the middle", (backups) => backups.splice(30, 1)],
      ["the last night is not here", (backups) => backups.pop()],
      ["the last night was cut", (backups) => (backups.at(-1)!.bytes /= 2)],
      ["an earlier night was smaller", (backups) => (backups.at(-2)!.bytes *= 0.9)],
      ["sizes were rounded up", (backups) => backups.forEach((one) => (one.exact = false))],
      ["it comes at another hour", (backups) => backups.forEach((one, i) => (one.at += ((i * 11) % 40) * MINUTE))],
    ];
    const now = NOON + 2 * HOUR;
    const histories = kinds.map(([node, change]) => {
      const backups = whole();
      change(backups);
      return history(node, [{ item: "forge", backups }], [visit(times[0]!), visit(now)]);
    });
    const judged = (some: typeof histories) => {
      const ours = hub(some.map(({ node }) => node));
      return judgeHub(site([ours]), ours, some, now).nodes.map(({ node, items }) => ({
        node,
        rhythm: items[0]!.rhythm,
        size: items[0]!.findings.filter(({ check }) => check === "size"),
      }));
    };
    const alone = histories.flatMap((one) => judged([one]));
    assert.deepEqual(judged(histories), alone);
    assert.deepEqual(judged(histories.toReversed()), alone.toReversed());
    assert.deepEqual(alone.flatMap(({ node, size }) => size.map(() => node)), ["the last night was cut"]); // prettier-ignore
  });
});
