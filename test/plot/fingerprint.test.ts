import assert from "node:assert/strict";
import { createRequire } from "node:module";
import { describe, it } from "node:test";
import { difference } from "../../src/plot/fingerprint.ts";
import { overview, plot, RANGES } from "../../src/plot/plot.ts";
import type { Subject } from "../../src/plot/view.ts";
import { DAY, HOUR } from "../../src/time.ts";
import { END, sixItems } from "./subjects.ts";

const made = () =>
  sixItems(1300, {
    unseen: [{ from: END - 80 * DAY, to: END - 79 * DAY, why: "unreachable" }],
  });
const print = (subject: Subject) => plot(subject, RANGES[0]!).fingerprint;
const changed = (change: (subject: Subject) => void) => {
  const subject = made();
  change(subject);
  return print(subject);
};
const backups = (subject: Subject) => subject.history.items[3]!.backups;

describe("a fingerprint", () => {
  const before = print(made());

  const drawn: Record<string, (subject: Subject) => void> = {
    "a size": (s) => (backups(s).at(-2)!.bytes += 1),
    "a time": (s) => (backups(s).at(-2)!.at += 1),
    "what is purged": (s) => (backups(s).at(-2)!.held = false),
    "a new tarball": (s) => backups(s).push({ ...backups(s).at(-1)!, at: END - 1 }),
    "a missed night": (s) => s.verdict.items[3]!.rhythm.missed.push(END - HOUR),
    "a rhythm": (s) => (s.verdict.items[3]!.rhythm.text = "every 7 days"),
    "a finding": (s) => (s.verdict.items[3]!.findings = []),
    "a status": (s) => (s.verdict.items[3]!.status = "ok"),
    "the last size, though older than the range": (s) => (s.verdict.items[3]!.latest = { ...backups(s)[0]!, bytes: 7 }),
    "a finding of the node": (s) =>
      s.verdict.findings.push({ check: "unreachable", status: "unknown", reason: "no answer", gist: "no answer" }),
    "a span without a good visit": (s) =>
      s.verdict.unseen.push({ from: END - 40 * DAY, to: END - 29 * DAY, why: "unreachable" }),
    "a size on which the band depends": (s) => (backups(s).at(-100)!.bytes += 1),
    "what counts as frozen": (s) => {
      const { bands } = s;
      s.bands = (item) => ({ ...bands(item), rules: [11, true] });
    },
    "when the next one is due, if that is in the range": (s) => (s.verdict.items[3]!.rhythm.due = END - 1),
    "the scale": (s) => (s.scale = "log"),
    "the end": (s) => (s.end += DAY),
    "the zone": (s) => (s.timezone = "Asia/Taipei"),
    "the hub": (s) => (s.srvnode = "cms02"),
    "the node": (s) => (s.verdict.node = "NTU"),
  };
  for (const [what, change] of Object.entries(drawn)) {
    it(`changes with ${what}`, () => assert.notEqual(changed(change), before));
  }

  const notDrawn: Record<string, (subject: Subject) => void> = {
    "no change": () => undefined,
    "a size too old for the band": (s) => (backups(s)[0]!.bytes += 1),
    "a tarball removed long before the range": (s) => backups(s).splice(0, 1),
    "a night missed before the range": (s) => s.verdict.items[3]!.rhythm.missed.unshift(END - 80 * DAY),
    "a span without a good visit before the range": (s) => (s.verdict.unseen = []),
    "a visit": (s) =>
      s.history.collections.push({
        at: END,
        ms: 1,
        outcome: "ok",
        reason: "",
        root: "",
        tarballs: 1,
        malformed: { count: 0, example: "" },
        space: undefined,
        locked: "",
        clockOffsetMs: 0,
      }),
    "a path": (s) => (backups(s).at(-1)!.path = "/elsewhere"),
    "when the next one is due, after the range": (s) => (s.verdict.items[3]!.rhythm.due = END),
    "the end of the grace": (s) => (s.verdict.items[3]!.rhythm.dueBy = END),
  };
  for (const [what, change] of Object.entries(notDrawn)) {
    it(`stays the same with ${what}`, () => assert.equal(changed(change), before));
  }

  it("differs from range to range", () => {
    const all = [...RANGES.map((range) => plot(made(), range)), overview(made())].map(({ fingerprint }) => fingerprint);
    assert.equal(new Set(all).size, 5);
  });

  const parts: Record<string, [change: (subject: Subject) => void, difference: string[]]> = {
    "other data": [(s) => backups(s).push({ ...backups(s).at(-1)!, at: END - 1 }), ["other data"]],
    "other days": [(s) => (s.end += DAY), ["other days", "other data"]],
    "another verdict": [(s) => (s.verdict.items[3]!.findings = []), ["another verdict"]],
  };
  for (const [what, [change, words]] of Object.entries(parts)) {
    it(`says that ${what} made the difference`, () => assert.deepEqual(difference(before, changed(change)), words));
  }

  it("says that the drawing code is another one, also for fingerprints of earlier versions", () => {
    assert.deepEqual(difference(before.replace(/^[^-]*/, "0"), before), ["another drawing code"]);
    assert.deepEqual(difference("0123456789abcdef", before), ["another drawing code"]);
    assert.deepEqual(difference(before, before), []);
  });

  it("does not need jsdom, which only drawing loads", async () => {
    const isLoaded = () => Object.keys(createRequire(import.meta.url).cache).some((file) => file.includes("/jsdom/"));
    assert.equal(isLoaded(), false);
    await plot(made(), RANGES[0]!).draw();
    assert.equal(isLoaded(), true);
  });
});
