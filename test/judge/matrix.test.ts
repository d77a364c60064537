// Which copy is where, night by night: walked from one trouble to the next.
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { judgeHub } from "../../src/judge/judge.ts";
import type { Backup, Collection, Copies, Hub } from "../../src/model.ts";
import { DAY, HOUR } from "../../src/time.ts";
import { backup, history, hub, NOON, site, visit } from "../support/histories.ts";

const LAST = NOON - 2 * HOUR;
const RUNS = Array.from({ length: 40 }, (_, i) => visit(NOON - (39 - i) * DAY));
const silentFor = (days: number) =>
  RUNS.map((run) => (run.at > NOON - days * DAY ? visit(run.at, "unreachable") : run));

/** Nightly for a month; the last nights are changed: by size, or not there. */
function nightly(...last: (number | undefined)[]): Backup[] {
  return Array.from({ length: 30 }, (_, i): Backup[] => {
    const nth = i - 30 + last.length;
    const bytes = nth < 0 ? 36e6 + i : last[nth];
    return bytes === undefined ? [] : [{ ...backup(LAST - (29 - i) * DAY, bytes), seen: LAST - (29 - i) * DAY + HOUR }];
  }).flat();
}

function copiesOf(
  nodes: Record<string, Backup[]>,
  more: { now?: number; runs?: Record<string, Collection[]>; hub?: Partial<Hub> } = {},
): Copies[] {
  const forge = hub(Object.keys(nodes), more.hub);
  const histories = Object.entries(nodes).map(([node, backups]) =>
    history(node, backups.length > 0 ? [{ item: "x", backups }] : [], more.runs?.[node] ?? RUNS),
  );
  return judgeHub(site([forge]), forge, histories, more.now ?? NOON + HOUR).copies.items[0]?.nodes ?? [];
}

/** The nights of the node that is looked at, beside one on which all is well. */
function nightsOf(backups: Backup[], more: Parameters<typeof copiesOf>[1] = {}): string {
  return copiesOf({ C: nightly(), SDU: backups }, more)[1]!.nights.join(" ");
}

describe("the copies of an item on a node", () => {
  it("are the same size as those of the other node, night by night", () => {
    assert.equal(nightsOf(nightly()), "same same same same same same same");
  });

  it("are but present where there is none to compare them with", () => {
    assert.equal(copiesOf({ C: nightly() })[0]!.nights.join(" "), Array(7).fill("present").join(" "));
  });

  it("are missing from the night on which they did not come", () => {
    assert.equal(nightsOf(nightly(undefined, undefined)), "same same same same same missing missing");
  });

  it("are missing where the item never came and the other node has it", () => {
    assert.equal(nightsOf([]), Array(7).fill("missing").join(" "));
  });

  it("are short where they are smaller, larger where most are smaller", () => {
    assert.equal(nightsOf(nightly(36e6 + 28, 27e6)), "same same same same same same short");
    assert.equal(nightsOf(nightly(27e6, 36e6 + 29)), "same same same same same short same");
    const [c, h1] = copiesOf({ C: nightly(40e6), H1: nightly(36e6), SDU: nightly(36e6) });
    assert.deepEqual([c!.newest, h1!.newest], ["larger", "same"]);
  });

  it("are short on every node where all were cut alike", () => {
    const both = copiesOf({ C: nightly(9e6), SDU: nightly(9e6) });
    assert.deepEqual(
      both.map(({ newest, lacks }) => [newest, Math.round(100 * lacks!)]),
      [
        ["short", 75],
        ["short", 75],
      ],
    );
  });

  it("are gone where they were and are no longer kept", () => {
    const purged = nightly().map((old, i) => ({ ...old, held: i >= 26, ...(i < 26 ? { gone: NOON } : {}) }));
    assert.equal(nightsOf(purged), "gone gone gone same same same same");
  });

  it("are late as long as they are waited for, and awaited before they are due", () => {
    const runs = { C: [...RUNS, visit(LAST + DAY + 20_000)], SDU: [...RUNS, visit(LAST + DAY + 20_000)] };
    const c = [...nightly(), { ...backup(LAST + DAY, 36e6), seen: LAST + DAY + 20_000 }];
    const tonight = (now: number) => copiesOf({ C: c, SDU: nightly() }, { now, runs })[1]!;
    assert.equal(tonight(LAST + DAY + 30_000).nights.at(-1), "late");
    assert.equal(tonight(LAST + DAY + 30_000).newest, "late");
    const morning = { C: [...RUNS, visit(LAST + DAY - HOUR)], SDU: [...RUNS, visit(LAST + DAY - HOUR)] };
    assert.equal(
      nightsOf(nightly(), { now: LAST + DAY - HOUR, runs: morning })
        .split(" ")
        .at(-1),
      "awaited",
    );
  });

  it("are not known where nobody could look, be it that none came", () => {
    const told = nightsOf(nightly(undefined, undefined), { runs: { SDU: silentFor(2) } });
    assert.equal(told, "same same same same same unreachable unreachable");
  });

  it("are known of the nights that a later look found", () => {
    const runs = RUNS.map((run, i) => (i === 37 ? visit(run.at, "unreachable") : run));
    assert.equal(nightsOf(nightly(), { runs: { SDU: runs } }), "same same same same same same same");
  });

  it("are none of a night on which none was due", () => {
    const weekly = nightly().filter((_, i) => i % 7 === 3);
    assert.equal(copiesOf({ C: weekly, SDU: weekly })[0]!.nights.join(" "), "none same none none none none none");
  });

  it("are not waited for where each node makes backups of its own", () => {
    const own = nightly().map((old) => ({ ...old, at: old.at + 30 * 60_000 }));
    const [c, sdu] = copiesOf({ C: nightly(), SDU: own });
    assert.deepEqual([c!.newest, sdu!.newest], ["present", "present"]);
  });

  it("are told once a night: by what most needs a look", () => {
    const twice = (...sizes: number[]) => {
      const more = sizes.map((bytes, i) => ({ ...backup(LAST + (i + 1) * 60_000, bytes), seen: LAST + HOUR }));
      return copiesOf({ C: [...nightly(36e6), ...more], SDU: nightly(27e6) });
    };
    assert.equal(twice()[1]!.nights.at(-1), "short");
    // C alone has the second one of the night, and the first as SDU has it not.
    assert.equal(
      copiesOf({ C: [...nightly(36e6), backup(LAST + 60_000, 36e6)], SDU: nightly(36e6) })[0]!.nights.at(-1),
      "present",
    );
    const purged = nightly(36e6).with(-1, { ...nightly(36e6).at(-1)!, held: false, gone: NOON });
    const kept = { ...backup(LAST + 60_000, 36e6), seen: LAST + HOUR };
    assert.equal(copiesOf({ C: [...purged, kept] })[0]!.nights.at(-1), "present");
  });

  it("of a night do not include what is stamped in the future", () => {
    const future = { ...backup(NOON + 8 * HOUR, 1), seen: NOON };
    const [c] = copiesOf({ C: [...nightly(undefined), future] });
    assert.deepEqual([c!.nights.at(-1), (LAST - c!.since!) / DAY], ["missing", 1]);
  });

  it("are late where the newest is still being transferred", () => {
    const locked = RUNS.map((run) => ({ ...run, locked: "/scm/backup/forge/LOCKED" }));
    const [, sdu] = copiesOf({ C: nightly(36e6), SDU: nightly(27e6) }, { runs: { SDU: locked } });
    assert.deepEqual([sdu!.nights.at(-1), sdu!.newest], ["late", "late"]);
  });

  it("cover the seven days, in the site's zone, up to the last visit's", () => {
    const [c] = copiesOf({ C: nightly().slice(-6) });
    assert.equal(c!.nights.join(" "), "none present present present present present present");
  });

  it("of a retired item are not shown", () => {
    assert.deepEqual(copiesOf({ C: nightly() }, { hub: { retired: ["x"] } }), []);
  });
});

describe("the newest copy", () => {
  const newest = (backups: Backup[], more?: Parameters<typeof copiesOf>[1]) => {
    const { newest, since, lacks } = copiesOf({ C: nightly(36e6), SDU: backups }, more)[1]!;
    return [newest, since === undefined ? since : (LAST - since) / DAY, lacks && Math.round(100 * lacks)];
  };

  it("is told with the one that is held, and by how much it is short", () => {
    assert.deepEqual(newest(nightly(36e6)), ["same", 0, undefined]);
    assert.deepEqual(newest(nightly(27e6)), ["short", 0, 25]);
    assert.deepEqual(newest(nightly(undefined, undefined)), ["missing", 2, undefined]);
    assert.deepEqual(newest([]), ["missing", undefined, undefined]);
    assert.deepEqual(newest(nightly(undefined), { runs: { SDU: silentFor(1) } }), ["unreachable", 1, undefined]);
  });

  it("is missing where it was before the node fell silent", () => {
    const both = { C: nightly(undefined), SDU: nightly(undefined, undefined) };
    assert.equal(copiesOf(both, { runs: { SDU: silentFor(1) } })[1]!.newest, "missing");
    assert.equal(copiesOf(both, { runs: { SDU: silentFor(2) } })[1]!.newest, "unreachable");
  });

  it("is gone where nothing is left", () => {
    const purged = nightly(36e6).map((old) => ({ ...old, held: false, gone: NOON }));
    assert.deepEqual(newest(purged), ["gone", undefined, undefined]);
  });
});
