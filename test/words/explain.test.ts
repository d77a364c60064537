import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { evidenceOf, judgeHub } from "../../src/judge/judge.ts";
import type { Backup, NodeHistory } from "../../src/model.ts";
import { DAY, HOUR } from "../../src/time.ts";
import { explainItem } from "../../src/words/explain.ts";
import { backup, history, hub, NOON, site, visit } from "../support/histories.ts";

const LAST = NOON - 2 * HOUR;
const RUNS = Array.from({ length: 30 * 24 }, (_, i) => visit(NOON - (30 * 24 - 1 - i) * HOUR));

/** Nightly, each seen so many hours after its stamp. */
function nightly(laterHours: number, count = 30): Backup[] {
  return Array.from({ length: count }, (_, i) => {
    const at = LAST - (count - 1 - i) * DAY;
    return { ...backup(at, 36e6 + i), seen: at + laterHours * HOUR };
  });
}

/** What is said of item x on the last of these nodes, by the line's name. */
function explained(nodes: Record<string, Backup[]>, runs = RUNS): Record<string, string[]> {
  const histories = Object.entries(nodes).map(([node, backups]): NodeHistory =>
    history(node, backups.length === 0 ? [] : [{ item: "x", backups }], runs),
  );
  const forge = hub(Object.keys(nodes), { select: ["x"] });
  const verdict = judgeHub(site([forge]), forge, histories, NOON);
  const evidence = evidenceOf("x", forge, verdict, histories);
  const lines: Record<string, string[]> = {};
  for (const line of explainItem("forge", evidence.slice(-1), NOON, "UTC").slice(1))
    (lines[line.slice(0, 14).trim()] ??= []).push(line.slice(14));
  return lines;
}

describe("an explanation", () => {
  it("says within what time copies get here, where five or more were seen", () => {
    const { copies } = explained({ C: nightly(0), SDU: nightly(1) });
    assert.match(copies!.at(-1)!, /\b1 h\b/);
    assert.equal(copies!.length, 2);
    const few = explained({ C: nightly(0).slice(-4), SDU: nightly(1).slice(-4) });
    assert.equal(few.copies!.length, 1);
  });

  it("says what each other node has of the newest backup", () => {
    const short = nightly(0).with(-1, { ...nightly(0).at(-1)!, bytes: 30e6 });
    const { copies } = explained({ C: nightly(0), H1: short, KEK: nightly(0).slice(0, -1), NTU: [], SDU: nightly(0) });
    assert.equal(copies![0], "C has the same size");
    assert.match(copies![1]!, /^H1 .*6,000,029/);
    assert.match(copies![2]!, /^KEK .*23 Nov 10:00/);
    assert.equal(copies!.filter((line) => line.startsWith("NTU")).length, 0);
  });

  it("gives the expected size, its limits and what it is taken from", () => {
    const { sizes } = explained({ SDU: nightly(0) });
    assert.match(sizes![0]!, /36 MB.* 9 backups.*0\.\d %.*3\d(\.\d)? MB.*72 MB/);
    assert.match(sizes![1]!, /10 backups.*36 MB/);
    assert.match(explained({ SDU: nightly(0).slice(-3) }).sizes![0]!, /too few/);
  });

  it("gives the rhythm, when the next one is due, and what a copy may take", () => {
    const { rhythm, due, delay } = explained({ SDU: nightly(3) });
    assert.match(rhythm![0]!, /^every 24 h/);
    assert.match(due![0]!, /^25 Nov 10:00.*overdue after 25 Nov 12:10/);
    assert.match(delay![0]!, /2 h/);
    assert.equal(explained({ SDU: nightly(0) }).delay, undefined);
  });

  it("names the last five of those missed", () => {
    const lost = nightly(0, 60).filter((_, i) => i % 10 !== 5);
    assert.match(explained({ SDU: lost }).missed![0]!, /^6.*: 11 Oct 10:00, .*, 20 Nov 10:00$/);
    assert.match(explained({ SDU: nightly(0).filter((_, i) => i !== 20) }).missed![0]!, /^1: 15 Nov 10:00$/);
  });
});
