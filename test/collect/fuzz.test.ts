// Whatever a node says, it is taken whole or not at all, remembered as it was said, and shown without harm.
// FC_RUNS=20000 and more for a long night; the seed is fixed, so that a failure can be had again.
import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, describe, it } from "node:test";
import fc from "fast-check";
import { collect } from "../../src/collect/collect.ts";
import { readRecords } from "../../src/collect/records.ts";
import type { Answer, NodeHistory, Result } from "../../src/model.ts";
import { openStore } from "../../src/store/open.ts";
import { raw } from "../../src/text.ts";
import { DAY } from "../../src/time.ts";
import { site } from "../support/histories.ts";
import { listing } from "./listing.ts";
import { KEEP } from "../store/visits.ts";
import { node } from "./node.ts";

const runs = { numRuns: Number(process.env.FC_RUNS ?? 2000), seed: 20121113 };
const R = "/scm/backup/cms02";
const NOW = Date.UTC(2026, 10, 24, 5);

const NAMES = [
  ...["<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "</text>", "]]>", "</style>", "<!--"],
  ...["{{constructor.constructor}}", "__proto__", "constructor", "..", ".", ".htaccess", "index.html", "status.json"],
  ...[
    "a\nfile 0 1 1 /etc/passwd.gz",
    "end 3",
    "\t",
    "\r",
    "\x1b[2J",
    "\x9b31m",
    "\x1b]0;x\x07",
    "\u202etxt.gz",
    "\ufeff",
  ],
  ...[
    "\ud800",
    "\udcff",
    "\udcfe\udcff",
    "\uffff",
    "\u{10ffff}",
    " ".repeat(3000),
    "a".repeat(4000),
    "%s%n",
    "$(id)",
    "'",
  ],
  ...["LOCKED", "2012/11/13/161023", "2012/02/30/161023", "-2026-11-24.", "_20261124T051000Z", "0000/00/00/000000"],
];
const name = fc.oneof(
  fc.constantFrom(...NAMES),
  fc.string({ unit: "binary", maxLength: 12 }),
  fc.uint8Array({ maxLength: 12 }).map((bytes) => raw(bytes)),
);
const path = fc.array(name, { maxLength: 6 }).map((parts) => [R, ...parts].join("/").replaceAll("\0", ""));
const number = fc.oneof(
  fc.nat().map(String),
  fc.constantFrom(
    "-1",
    "1e309",
    "0x10",
    "9007199254740993",
    "NaN",
    "١٢٣",
    "1,000",
    "",
    "1.5",
    "0",
    "-99999999999",
    "1352909600.5",
  ),
);
const note = fc.oneof(
  fc.constantFrom("{'dig': 'd41d8cd98f00b204e9800998ecf8427e', 'size': 8947425L}", "{'size': -1}", "{"),
  name,
);
const record = fc.oneof(
  { weight: 6, arbitrary: fc.tuple(number, number, path).map(([bytes, at, p]) => `file 0 ${bytes} ${at} ${p}`) },
  { weight: 2, arbitrary: fc.tuple(note, path).map(([text, p]) => `dna 0 ${text} ${p}.dna`) },
  fc
    .tuple(fc.constantFrom("lock", "space", "said", "root", "unset", "odd", "asked", "tools"), number, path)
    .map((r) => r.join(" ")),
  fc.tuple(name, name).map((r) => r.join(" ").replaceAll("\0", "")),
);
const layout = fc.record({
  stamp: fc.constantFrom("/%Y/%m/%d/%H%M%S/", "-%Y-%m-%d.", "_%Y%m%dT%H%M%SZ", "%Y%m%d", "mtime"),
  timezone: fc.constantFrom("UTC", "Asia/Taipei", "America/New_York", "Australia/Lord_Howe"),
});

/** A whole list with these records in it. */
function list(records: string[]): Buffer {
  return listing("clock 1352909600", `root 0 ok ${R}`, ...records, "found 0 0");
}

async function visited(stdout: Buffer, more: { stamp: string; timezone: string }) {
  const asked = node([R], { transport: "local" });
  const roots = [{ ...asked.roots[0]!, ...more }];
  const transport = async (): Promise<Answer> => ({ outcome: "ok", reason: "", stdout });
  const options = { signal: new AbortController().signal, onVisit: () => undefined };
  const transports = { ssh: transport, local: transport };
  const [visit] = await collect(site([]), [{ ...asked, roots }], NOW, transports, options);
  return visit!;
}

// What acts instead of showing. A path is raw: it is a key, and is shown by `visible` only.
const ACTING = /[\p{Cc}\p{Zl}\p{Zp}\p{Bidi_Control}\p{Noncharacter_Code_Point}\p{Cs}\ufeff]/u;

function assertShown({ reason, locked, malformed, tarballs }: Result): void {
  for (const text of [reason, locked, malformed.example, ...tarballs.map(({ item }) => item)])
    assert.doesNotMatch(text, ACTING);
  assert.ok(malformed.example.length < 5000 && reason.length < 30_000);
}

function assertHistoryShown({ items, collections }: NodeHistory): void {
  for (const { item, backups, sidecar } of items)
    for (const text of [item, sidecar?.path ?? "", ...backups.map((backup) => backup.path)])
      assert.doesNotMatch(text, ACTING);
  for (const { root, locked, reason } of collections) assert.doesNotMatch(root + locked + reason, ACTING);
}

describe("whatever a node says", () => {
  const folder = mkdtempSync(join(tmpdir(), "fuzz-"));
  after(() => rmSync(folder, { recursive: true }));

  it("it is read without an error, every tarball below its root, everything shown escaped", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(record, { maxLength: 12 }), layout, async (records, more) => {
        const visit = await visited(list(records), more);
        const result = visit.results[0]!;
        assertShown(result);
        for (const { path: whole, dir, bytes, at, stamp } of result.tarballs) {
          assert.ok(whole.startsWith(`${R}/`) && !/\/\.\.?(\/|$)/.test(whole), whole);
          assert.ok(whole.startsWith(dir) && dir.startsWith(R));
          assert.ok(Number.isSafeInteger(bytes) && bytes >= 0 && Number.isFinite(at));
          assert.match(stamp, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d$/);
        }
        const files = records.filter((text) => text.startsWith("file ")).length;
        assert.ok(result.outcome !== "ok" || result.tarballs.length <= files);
      }),
      runs,
    );
  });

  it("it is remembered as it was said, and the second time nothing is new", async () => {
    let files = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(record, { maxLength: 12 }), layout, async (records, more) => {
        const visit = await visited(list(records), more);
        const { tarballs, outcome } = visit.results[0]!;
        const owner = { hub: "H0", srvnode: "cms02", timezone: more.timezone, nodes: ["SDU"] };
        const store = await openStore(join(folder, `${files++}.db`), [owner], KEEP);
        const heldAt = async (at: number) => {
          await store.record({ ...visit, at });
          const history = await store.history("H0", "SDU", at);
          assertHistoryShown(history);
          return history.items.flatMap(({ item, backups }) =>
            backups.filter(({ held }) => held).map((backup) => [item, backup.at, backup.bytes, backup.files]),
          );
        };
        const [first, second] = [await heldAt(NOW), await heldAt(NOW + DAY)];
        await store.close();
        assert.deepEqual(second, first);
        if (outcome !== "ok") return;
        const sum = (values: number[]) => values.reduce((a, b) => a + b, 0);
        assert.equal(sum(first.map(([, , , files]) => files as number)), tarballs.length);
        assert.equal(sum(first.map(([, , bytes]) => bytes as number)), sum(tarballs.map(({ bytes }) => bytes)));
        const keys = new Set(tarballs.map((tarball) => `${tarball.item} ${tarball.at}`));
        assert.deepEqual(new Set(first.map(([item, time]) => `${item!} ${time!}`)), keys);
      }),
      { ...runs, numRuns: Math.ceil(runs.numRuns / 10) }, // each opens a database
    );
  });

  it("cut off after each of 200 bytes it leaves the database as it was", async () => {
    const text = readFileSync(join(import.meta.dirname, "recorded/debian12-bash.txt"), "utf8");
    const whole = Buffer.from(text.replaceAll("\n", "\0"));
    const more = { stamp: "/%Y/%m/%d/%H%M%S/", timezone: "UTC" };
    const owner = { hub: "H0", srvnode: "cms02", timezone: "UTC", nodes: ["SDU"] };
    const store = await openStore(join(folder, "cut.db"), [owner], KEEP);
    let at = NOW;
    const rows = async (length: number) => {
      const visit = await visited(whole.subarray(0, length), more);
      await store.record({ ...visit, at: ++at });
      const { items } = await store.history("H0", "SDU", at);
      return items.flatMap(({ backups }) => backups.filter(({ held }) => held)).length;
    };
    const offsets = Array.from({ length: 200 }, (_, i) => Math.floor((i * whole.length) / 200));
    for (const offset of [...offsets, whole.length - 1]) assert.equal(await rows(offset), 0, `after ${offset} bytes`);
    const all = await rows(whole.length);
    for (const offset of offsets) assert.equal(await rows(offset), all, `after ${offset} bytes`);
    assert.equal(all, 5);
    await store.close();
  });

  it("half of it is nothing: cut anywhere, or with a record lost, no list is whole", () => {
    fc.assert(
      fc.property(
        fc.array(record, { minLength: 1, maxLength: 6 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (records, share) => {
          const whole = list(records);
          // A record that is a trailer ends the list, and counts wrong.
          const { trouble } = readRecords(whole, 1, 20_000);
          const cut = whole.subarray(0, Math.floor(share * (whole.length - 1)));
          if (trouble === "") assert.notEqual(readRecords(cut, 1, 20_000).trouble, "");
          const lost = list(records.slice(1))
            .toString("latin1")
            .replace(/end \d+\0$/, whole.toString("latin1", whole.lastIndexOf("end ")));
          if (trouble === "") assert.notEqual(readRecords(Buffer.from(lost, "latin1"), 1, 20_000).trouble, "");
        },
      ),
      runs,
    );
  });
});
