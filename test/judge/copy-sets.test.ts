import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { copySetsOf, newerOf, printNewer } from "../../src/judge/copy-sets.ts";
import type { Backup } from "../../src/model.ts";
import { DAY } from "../../src/time.ts";
import { backup, NOON, series } from "../support/histories.ts";

describe("the backups of an item on several nodes", () => {
  const nights = (count: number, last = NOON) => series("x", last, count).backups;
  const on = (node: string, backups: Backup[], arriving = false) => ({ node, backups, arriving });

  it("are told by their instant, oldest first", () => {
    const sets = copySetsOf([on("C", nights(3)), on("SDU", nights(2, NOON - DAY))]);
    const told = sets.map(({ at, copies }) => `${(NOON - at) / DAY} ${copies.map(({ node }) => node).join(" ")}`);
    assert.deepEqual(told, ["2 C SDU", "1 C SDU", "0 C"]);
  });

  it("are those of the thirty days before the newest", () => {
    assert.equal(copySetsOf([on("C", nights(50)), on("SDU", nights(1))]).length, 31);
  });

  it("are not compared while they are on their way, nor on one node alone", () => {
    assert.equal(copySetsOf([on("C", nights(3)), on("SDU", nights(1), true)]).at(-1)!.copies.length, 1);
    assert.deepEqual(copySetsOf([on("C", nights(3)), on("SDU", [])]), []);
  });

  it("tell which nodes have a newer one", () => {
    const sets = copySetsOf([on("C", nights(3)), on("SDU", nights(3)), on("H1", nights(2, NOON - DAY))]);
    const newer = newerOf(sets, backup(NOON - DAY))!;
    assert.equal(printNewer(newer, NOON, "UTC"), "C and SDU have the backup of 24 Nov 12:00");
    assert.equal(printNewer({ ...newer, nodes: ["C"] }, NOON, "UTC"), "C has the backup of 24 Nov 12:00");
    assert.equal(newerOf(sets, backup(NOON)), undefined);
    assert.equal(newerOf(sets, undefined), undefined);
    assert.equal(newerOf([], backup(NOON)), undefined);
  });
});
