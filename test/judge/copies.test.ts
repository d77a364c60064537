import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { judgeHub } from "../../src/judge/judge.ts";
import type { Backup, Collection, NodeHistory } from "../../src/model.ts";
import { DAY, HOUR, MINUTE } from "../../src/time.ts";
import { MIB } from "../../src/units.ts";
import { backup, history, hub, NOON, site, visit } from "../support/histories.ts";

const LAST = NOON - 2 * HOUR;
const RUNS = Array.from({ length: 40 }, (_, i) => visit(NOON - (39 - i) * DAY));

/** What the check `copies` says, node by node. */
function judged(
  nodes: Record<string, Backup[]>,
  more: { now?: number; runs?: Record<string, Collection[]> } = {},
): string[] {
  const histories = Object.entries(nodes).map(([node, backups]): NodeHistory =>
    history(node, [{ item: "x", backups }], more.runs?.[node] ?? RUNS),
  );
  const forge = hub(Object.keys(nodes));
  const verdict = judgeHub(site([forge]), forge, histories, more.now ?? NOON + HOUR);
  return verdict.nodes.flatMap(({ node, items }) =>
    items[0]!.findings.filter(({ check }) => check === "copies").map((f) => `${node} ${f.status}: ${f.reason}`),
  );
}

/** Nightly, seen two hours later, of some size that changes each night; `sizes` are those of the last nights. */
function nightly(...sizes: number[]): Backup[] {
  return Array.from({ length: 30 }, (_, i) => {
    const bytes = sizes[i - 30 + sizes.length] ?? 36e6 + i;
    const at = LAST - (29 - i) * DAY;
    return { ...backup(at, bytes), seen: at + 2 * HOUR };
  });
}

describe("copies", () => {
  it("names the one that is short, on the node that has it, and says who has it whole", () => {
    assert.deepEqual(judged({ C: nightly(36.4e6), SDU: nightly(25.1e6) }), [
      "SDU alarm: 11.3 MB smaller than the copy on C: 25.1 MB against 36.4 MB",
    ]);
    assert.deepEqual(judged({ C: nightly(36.4e6), SDU: nightly(36.4e6 - 12), H1: nightly(36.4e6) }), [
      "SDU alarm: 12 B smaller than the copies on C and H1: 36,399,988 against 36,400,000 bytes",
    ]);
  });

  it("believes most nodes, and of two the larger", () => {
    assert.deepEqual(judged({ C: nightly(36e6), SDU: nightly(36e6), H1: nightly(40e6) }), [
      "H1 alarm: 4 MB larger than the copies on C and SDU: 40 MB against 36 MB",
    ]);
  });

  it("counts the older ones that differ too", () => {
    const older = (count: number) => {
      const [whole, short] = [36e6, 25e6].map((bytes) => Array<number>(count + 1).fill(bytes));
      return judged({ C: nightly(...whole!), SDU: nightly(...short!) })[0];
    };
    const newest = "SDU alarm: 11 MB smaller than the copy on C: 25 MB against 36 MB";
    assert.equal(older(0), newest);
    assert.equal(older(1), `${newest}; an older one differs too`);
    assert.equal(older(2), `${newest}; 2 older ones differ too`);
    const before = judged({ C: nightly(36e6, 36e6, 36e6), SDU: nightly(25e6, 36e6, 36e6) })[0];
    assert.match(before!, /; the newer ones are whole$/);
  });

  it("only warns of an older one when the newer ones are whole", () => {
    assert.deepEqual(judged({ C: nightly(36e6, 36e6), SDU: nightly(25e6, 36e6) }), [
      "SDU warn: the backup of 23 Nov 10:00 is 11 MB smaller than the copy on C: 25 MB against 36 MB; the newer one is whole",
    ]);
  });

  it("forgets a short one that is no longer held, but compares with a whole one that is not", () => {
    const gone = (backups: Backup[]) => backups.map((old) => ({ ...old, held: false }));
    assert.deepEqual(judged({ C: nightly(36e6), SDU: gone(nightly(25e6)) }), []);
    assert.equal(judged({ C: gone(nightly(36e6)), SDU: nightly(25e6) }).length, 1);
  });

  it("takes a size that the predecessor rounded up for any within that MiB", () => {
    const rounded = (backups: Backup[]) =>
      backups.map((old) => ({ ...old, bytes: Math.ceil(old.bytes / MIB) * MIB, exact: false }));
    assert.deepEqual(judged({ C: rounded(nightly(36.4e6)), SDU: nightly(36.4e6), H1: nightly(36.4e6) }), []);
    assert.equal(judged({ C: rounded(nightly(36.4e6)), SDU: nightly(35e6) }).length, 1);
  });

  it("says when files are missing", () => {
    const [whole, half] = [nightly(36e6), nightly(18e6)];
    whole.at(-1)!.files = 2;
    assert.match(judged({ C: whole, SDU: half })[0]!, /18 MB against 36 MB \(1 file against 2\)$/);
  });

  it("waits for the next visit where a transfer is under way", () => {
    const locked = RUNS.map((run) => ({ ...run, locked: "/scm/backup/forge/LOCKED" }));
    assert.deepEqual(judged({ C: nightly(36e6), SDU: nightly(25e6) }, { runs: { SDU: locked } }), []);
    assert.equal(judged({ C: nightly(36e6, 1e6), SDU: nightly(25e6, 1e6) }, { runs: { SDU: locked } }).length, 1);
  });
});

describe("a node that lags behind", () => {
  // At no regular times: of what is overdue by its own rhythm `age` speaks.
  const DAYS = [0, 3, 4, 9, 11, 12, 16, 21, 22, 27];
  const sporadic = (count: number, lagMs: number) =>
    DAYS.slice(0, count).map((day) => {
      const at = LAST - (27 - day) * DAY;
      return { ...backup(at), seen: at + lagMs };
    });
  const hourly = (now: number) => ({ SDU: [visit(now)], C: [visit(now)] });
  const at = (hours: number, lagMs: number) => {
    const now = LAST + hours * HOUR;
    return judged({ C: sporadic(10, 5 * MINUTE), SDU: sporadic(9, 5 * MINUTE + lagMs) }, { now, runs: hourly(now) });
  };

  it("is warned of when it waits for longer than it usually does, then alarmed for", () => {
    assert.deepEqual(at(2, 0), []);
    assert.deepEqual(at(3, 0), [
      "SDU warn: C has the backup of 24 Nov 10:00; the newest here is of 19 Nov 10:00, and copies usually arrive within 2 h",
    ]);
    assert.match(at(27, 0)[0] ?? "age speaks", /^SDU alarm|age speaks/);
  });

  it("is given its usual lag, twice over", () => {
    assert.deepEqual(at(9, 5 * HOUR), []);
    assert.match(at(11, 5 * HOUR)[0]!, /^SDU warn: .* usually arrive within 10 h$/);
  });

  it("is left to `age` where the item is overdue by its own rhythm", () => {
    assert.deepEqual(judged({ C: nightly(), SDU: nightly().slice(0, -2) }), []);
  });

  it("is not judged by what was found after it was last asked", () => {
    const now = LAST + 12 * HOUR;
    const runs = { SDU: [visit(LAST - HOUR), visit(now, "unreachable")], C: [visit(now)] };
    assert.deepEqual(judged({ C: sporadic(10, 5 * MINUTE), SDU: sporadic(9, 5 * MINUTE) }, { now, runs }), []);
  });

  it("is no news where it gets every third only", () => {
    const all = Array.from({ length: 60 }, (_, i) => ({
      ...backup(LAST - (59 - i) * HOUR),
      seen: LAST - (59 - i) * HOUR,
    }));
    const some = all.filter((_, i) => i % 3 === 0);
    const now = LAST + MINUTE;
    assert.deepEqual(judged({ C: all, SDU: some }, { now, runs: hourly(now) }), []);
  });
});
