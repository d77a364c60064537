// Limits of what is taken from a node, to the byte and to the second.
import assert from "node:assert/strict";
import { PassThrough } from "node:stream";
import { describe, it } from "node:test";
import { capture, exitAnswer } from "../../src/collect/answer.ts";
import { notLoggedIn } from "../../src/collect/ssh/connection-errors.ts";
import { collect } from "../../src/collect/collect.ts";
import { fit, tarballsOf } from "../../src/collect/layout.ts";
import { memoized } from "../../src/collect/ssh/ssh-program.ts";
import { readRecords } from "../../src/collect/records.ts";
import type { Instant } from "../../src/model.ts";
import { site } from "../support/histories.ts";
import { listing } from "./listing.ts";
import { node } from "./node.ts";

describe("a record", () => {
  const read = (path: string) => {
    const { roots } = readRecords(listing("root 0 ok /s", `file 0 5 1 ${path}`, "found 0 0"), 1, 100);
    return [roots[0]!.files.length, roots[0]!.malformed.count];
  };

  it("may be as long as a path of Linux with the numbers before it", () => {
    const before = "file 0 5 1 ".length;
    const path = (length: number) => `/s/${"x".repeat(length - before - 3)}`;
    assert.deepEqual(read(path(4160)), [1, 0]);
    assert.deepEqual(read(path(4161)), [0, 1]);
  });
});

describe("a time of change", () => {
  it("is a date up to the year 9998", () => {
    const at = (changed: number) => {
      const file = { path: "/s/app/x.gz", bytes: 5, changed };
      const root = readRecords(listing("root 0 ok /s", "found 0 0"), 1, 100).roots[0]!;
      return tarballsOf({ ...root, files: [file] }, { stamp: "mtime", timezone: "UTC" }).map(({ stamp }) => stamp);
    };
    assert.deepEqual(at(253_370_764_799), ["9998-12-31T23:59:59"]);
    assert.deepEqual(at(253_370_764_800), []);
    assert.deepEqual(at(0), ["1970-01-01T00:00:00"]);
    assert.deepEqual(at(-1), []);
  });
});

describe("a node's clock", () => {
  /** What is told of a clock that shows this many seconds, read at once by a run that began at `now`. */
  const offsetAt = async (now: Instant, seconds: number) => {
    const transport = async () => ({
      ...{ outcome: "ok" as const, reason: "" },
      stdout: listing(`clock ${seconds}`, "root 0 ok /s", "found 0 0"),
    });
    const { signal } = new AbortController();
    const transports = { ssh: transport, local: transport };
    const [visit] = await collect(site([]), [node(["/s"])], now, transports, { signal, onVisit: () => undefined });
    return visit!.clockOffsetMs!;
  };
  const SECONDS = 1_352_909_600;

  it("is right to the second that it shows: until the next one begins", async () => {
    assert.equal(await offsetAt(SECONDS * 1000, SECONDS), 0);
    assert.equal(await offsetAt(SECONDS * 1000 + 920, SECONDS), 0);
    const late = await offsetAt(SECONDS * 1000 + 1500, SECONDS);
    assert.ok(late <= -500 && late > -700, String(late));
  });
});

describe("what a command says before it fails", () => {
  const said = async (...chunks: Buffer[]) => {
    const [stdout, stderr] = [new PassThrough(), new PassThrough()];
    const printed = capture({ stdout, stderr, maxBytes: 1000 }, (refusal) => assert.ifError(refusal));
    for (const chunk of chunks) stderr.write(chunk);
    stderr.end();
    await new Promise((resolve) => stderr.on("end", resolve));
    return exitAnswer(printed, 1, null).reason;
  };

  it("is its first line, however it arrives", async () => {
    const reason = await said(Buffer.from("\n find: no s"), Buffer.from("uch file\nsecond"));
    assert.equal(reason, "the command exited with status 1: find: no such file");
  });

  it("is cut to 300 characters", async () => {
    assert.equal(await said(Buffer.alloc(400, "x")), `the command exited with status 1: ${"x".repeat(300)}`);
  });

  it("is kept up to 64 KiB", async () => {
    assert.match(await said(Buffer.alloc(65_536, "x")), /: x{300}$/);
    assert.equal(await said(Buffer.alloc(65_537, "x")), "the command exited with status 1");
  });
});

describe("what is asked once", () => {
  it("is asked again only if it went wrong", async () => {
    const made = new Map<string, Promise<number>>();
    let asked = 0;
    const make = async () => {
      if (++asked === 1) throw new Error("busy");
      return asked;
    };
    await assert.rejects(memoized(made, "key", make), /busy/);
    assert.deepEqual([await memoized(made, "key", make), await memoized(made, "key", make), asked], [2, 2, 2]);
  });
});

describe("what a server says that does not speak ssh", () => {
  it("is told, up to 200 characters of its first line", () => {
    const error = Object.assign(new Error("Connection lost before handshake"), { level: "protocol" });
    const target = { address: "nas:22", user: "root" } as Parameters<typeof notLoggedIn>[1];
    const said = (words: string) => {
      const keys = { names: [], problems: [] } as unknown as Parameters<typeof notLoggedIn>[2];
      return /says "(.*)"$/.exec(notLoggedIn(error, target, keys, Buffer.from(words)).message)?.[1];
    };
    assert.equal(said(` ${"x".repeat(199)}y`), "x".repeat(199));
    assert.equal(said("Exceeded MaxStartups\r\nsecond"), "Exceeded MaxStartups");
  });
});

describe("what a layout makes of a path alone", () => {
  const layout = { patterns: ["env*.gz", "*.zst"], stamp: "/%Y/%m/%d/", timezone: "Asia/Taipei" };
  const of = (path: string, more: Partial<typeof layout> = {}) => fit("/s/a", path, { ...layout, ...more });

  it("is its item and its stamp", () => {
    assert.deepEqual(of("/s/a/repos/env/2026/11/02/env.gz"), { item: "repos/env", stamp: "2026-11-02T00:00:00" });
    assert.deepEqual(of("/s/a/b/2026/11/02/x.zst"), { item: "b", stamp: "2026-11-02T00:00:00" });
    assert.deepEqual(of("/s/a/2026/11/02/x.zst"), { item: "(root)", stamp: "2026-11-02T00:00:00" });
  });

  it("is no stamp where the file's time of change is the date", () => {
    assert.deepEqual(of("/s/a/pg/all/x.zst"), { item: "pg/all", stamp: undefined });
    assert.deepEqual(of("/s/a/b/2026/11/02/x.zst", { stamp: "mtime" }), { item: "b/2026/11/02", stamp: undefined });
  });

  it("is nothing where the name, the root or the date is not its own", () => {
    for (const path of ["/s/a/b/2026/11/02/x.gz", "/s/ab/b/2026/11/02/env.gz", "/s/a", "/s/a/../b/2026/11/02/env.gz"])
      assert.equal(of(path), undefined, path);
    assert.equal(of("/s/a/b/2026/02/30/env.gz"), undefined);
  });

  it("is what it makes of the file itself", () => {
    const path = "/s/a/repos/env/2026/11/02/env.gz";
    const root = readRecords(listing("root 0 ok /s/a", `file 0 5 1 ${path}`, "found 0 0"), 1, 100).roots[0]!;
    assert.deepEqual(
      tarballsOf(root, layout).map(({ item, stamp }) => ({ item, stamp })),
      [of(path)],
    );
  });
});
