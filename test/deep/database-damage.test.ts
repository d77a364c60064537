// Whatever happens to the bytes of the database, it is found out; integrity_check alone would miss most of it.
import assert from "node:assert/strict";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import initSqlJs from "sql.js";
import { EXIT, UserError } from "../../src/errors.ts";
import { hashOf } from "../../src/store/sqlite/file/sums.ts";
import { putState, type State, takeState } from "../store/disk.ts";
import { dbIn, remembered, run } from "../store/scenes.ts";

describe("a damaged database", async () => {
  const { Database } = await initSqlJs();
  const folder = join(mkdtempSync(join(tmpdir(), "damage-")), "db");
  const path = dbIn(folder);
  let start: State[];
  let whole: Buffer;
  before(async () => {
    putState(folder, []);
    for (const day of [7, 8, 9]) await run(path, day);
    start = takeState(folder);
    whole = readFileSync(path);
  });
  after(() => rmSync(join(folder, ".."), { recursive: true }));

  /** Found out: kept aside and restored, or refused and untouched where that is what it should be. */
  async function isFound(bytes: Buffer, refusal?: RegExp): Promise<void> {
    putState(folder, start);
    writeFileSync(path, bytes);
    if (refusal) {
      await assert.rejects(
        run(path, 10),
        (error) => error instanceof UserError && error.code === EXIT.data && refusal.test(error.message),
      );
      assert.equal(hashOf(readFileSync(path)), hashOf(bytes));
      return;
    }
    await run(path, 10);
    const [kept, ...others] = readdirSync(folder).filter((name) => name.includes(".damaged-"));
    assert.ok(kept !== undefined && others.length === 0, "not found out");
    assert.equal(hashOf(readFileSync(join(folder, kept))), hashOf(bytes));
    const { days, damage } = await remembered(path);
    assert.deepEqual([days, damage?.keptAs], [[7, 8, 10], kept]);
  }

  it("is found out at any of 400 flipped bits", async (t) => {
    let missed = 0;
    for (let i = 0; i < 400; i++) {
      const bytes = Buffer.from(whole);
      const bit = Math.floor((i + 0.5) * ((whole.length * 8) / 400)) + (i % 7);
      bytes[bit >> 3]! ^= 1 << (bit & 7);
      await isFound(bytes);
      try {
        const [check] = new Database(bytes).exec("pragma integrity_check");
        if (check?.values[0]?.[0] === "ok") missed++;
      } catch {
        // It noticed.
      }
    }
    t.diagnostic(`integrity_check alone misses ${missed} of 400`);
    assert.ok(missed > 100);
  });

  it("is found out at any flipped bit of the header", async () => {
    for (let bit = 0; bit < 800; bit++) {
      const bytes = Buffer.from(whole);
      bytes[bit >> 3]! ^= 1 << (bit & 7);
      await isFound(bytes);
    }
  });

  it("is found out wherever it is cut", async () => {
    for (let i = 1; i < 100; i++) await isFound(whole.subarray(0, Math.floor((whole.length * i) / 100)));
    for (const length of [1, 15, 16, 99, 100, 512, 4096, whole.length - 1]) await isFound(whole.subarray(0, length));
    await isFound(Buffer.alloc(0), /is empty/);
  });

  it("is found out whichever of its pages is zeros, or another page", async () => {
    for (let page = 0; page < whole.length / 4096; page++) {
      const at = page * 4096;
      if (!whole.subarray(at, at + 4096).some((byte) => byte !== 0)) continue;
      await isFound(Buffer.from(whole).fill(0, at, at + 4096));
      const other = ((page + 1) % (whole.length / 4096)) * 4096;
      const swapped = Buffer.from(whole);
      whole.copy(swapped, at, other, other + 4096);
      if (!swapped.equals(whole)) await isFound(swapped);
    }
  });

  it("is not what another program's file is: that is refused, untouched", async () => {
    const foreign = new Database();
    foreign.run("create table a (b); insert into a values (1); create table c (d)");
    await isFound(Buffer.from(foreign.export()), /no table tgzs|not an SQLite/);
    await isFound(Buffer.from("text\n".repeat(5000)), /not an SQLite/);
    await isFound(Buffer.alloc(8192, 0xff), /not an SQLite/);
  });
});
