// Publishing to a folder that a web server reads and that others may write to.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import {
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, it } from "node:test";
import { EXIT, UserError } from "../../src/errors.ts";
import { openPublisher } from "../../src/publish/open.ts";
import type { Publisher } from "../../src/publish/publisher.ts";

describe("publishing", () => {
  let folder: string;
  let out: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "publish-"));
    out = join(folder, "out");
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const inOut = (path: string) => join(out, path);
  /** Without the padding. */
  const text = (path: string) => readFileSync(inOut(path), "utf8").trimEnd();
  const nothing = () => false;

  /** A run that writes these pages. */
  async function run(pages: Record<string, string>, keep: (path: string) => boolean = nothing): Promise<void> {
    const publisher = await openPublisher(out);
    for (const [path, page] of Object.entries(pages)) await publisher.write(path, page);
    await publisher.finish(keep);
  }

  /** Whether and why a plot is drawn. */
  function draw(publisher: Publisher, fingerprint: string, svg = `<svg>${fingerprint}</svg>`) {
    return publisher.draw("dayabay/SDU-30d.svg", fingerprint, async () => svg);
  }

  /** Changes if a file is replaced or touched. */
  function identity(path: string) {
    const { ino, mtimeNs } = statSync(inOut(path), { bigint: true });
    return { ino, mtimeNs };
  }

  describe("a page", () => {
    it("is written with its folders, 0644 and 0755 whatever the umask", async () => {
      const umask = process.umask(0o077);
      await run({ "index.html": "a", "dayabay/SDU.html": "b" });
      process.umask(umask);
      assert.equal(text("dayabay/SDU.html"), "b");
      const modes = ["", "index.html", "dayabay", "dayabay/SDU.html", ".manifest.json"].map(
        (path) => statSync(inOut(path)).mode & 0o7777,
      );
      assert.deepEqual(modes, [0o755, 0o644, 0o755, 0o644, 0o644]);
    });

    it("is not touched if its bytes are the same", async () => {
      await run({ "index.html": "ä" });
      const before = ["index.html", ".manifest.json"].map(identity);
      await run({ "index.html": "ä" });
      assert.deepEqual(["index.html", ".manifest.json"].map(identity), before);
    });

    it("is replaced as a whole, never overwritten in place", async () => {
      await run({ "index.html": "old" });
      const { ino } = identity("index.html");
      await run({ "index.html": "new" });
      assert.notEqual(identity("index.html").ino, ino);
      assert.equal(text("index.html"), "new");
    });

    it("is restored if somebody has changed it, even with the same size", async () => {
      await run({ "index.html": "old" });
      writeFileSync(inOut("index.html"), "odd");
      await run({ "index.html": "old" });
      assert.equal(text("index.html"), "old");
    });

    it("replaces somebody else's file with the same name", async () => {
      mkdirSync(out);
      writeFileSync(inOut("index.html"), "It works!");
      await run({ "index.html": "ours" });
      assert.equal(text("index.html"), "ours");
    });

    it("is read as it was written", async () => {
      const publisher = await openPublisher(out);
      await publisher.write("a/b.svg", "<svg/>\n");
      assert.equal(await publisher.read("a/b.svg"), "<svg/>\n");
      await assert.rejects(publisher.read("a/c.svg"), /c\.svg is gone/);
    });

    it("is never outside `out`", async () => {
      const publisher = await openPublisher(out);
      for (const path of ["../x", "a/../../x", "a//b", "", "./a"])
        await assert.rejects(publisher.write(path, "x"), /not below out/);
      assert.deepEqual(readdirSync(folder), ["out"]);
    });
  });

  describe("a plot", () => {
    it("is drawn only if it is new, its fingerprint has changed, or it is lost", async () => {
      const first = await openPublisher(out);
      assert.equal(await draw(first, "a"), "new");
      await first.finish(nothing);
      const before = identity("dayabay/SDU-30d.svg");

      const second = await openPublisher(out);
      assert.equal(await second.draw("dayabay/SDU-30d.svg", "a", () => assert.fail("drawn")), undefined);
      await second.finish(nothing);
      assert.deepEqual(identity("dayabay/SDU-30d.svg"), before);

      const third = await openPublisher(out);
      assert.equal(await draw(third, "b"), "changed");
      await third.finish(nothing);
      assert.equal(text("dayabay/SDU-30d.svg"), "<svg>b</svg>");

      rmSync(inOut("dayabay/SDU-30d.svg"));
      const fourth = await openPublisher(out);
      assert.equal(await draw(fourth, "b"), "lost");
      await fourth.finish(nothing);
      assert.equal(text("dayabay/SDU-30d.svg"), "<svg>b</svg>");
    });

    it("is drawn again if its size has changed or it is a link", async () => {
      const first = await openPublisher(out);
      await draw(first, "a");
      await first.finish(nothing);
      const path = inOut("dayabay/SDU-30d.svg");
      writeFileSync(path, "<svg>");
      utimesSync(path, 0, 0);
      const second = await openPublisher(out);
      assert.equal(await draw(second, "a"), "lost");
      await second.finish(nothing);
      renameSync(path, join(folder, "elsewhere"));
      symlinkSync("../../elsewhere", path);
      const third = await openPublisher(out);
      assert.equal(await draw(third, "a"), "lost");
      assert.ok(lstatSync(path).isFile());
    });

    it("is drawn again if a killed run replaced it with one of the same size", async () => {
      const first = await openPublisher(out);
      await draw(first, "a", "<svg>1</svg>");
      await first.finish(nothing);
      utimesSync(inOut("dayabay/SDU-30d.svg"), 0, 0);
      utimesSync(inOut(".manifest.json"), 1, 1);
      await draw(await openPublisher(out), "b", "<svg>2</svg>");
      const third = await openPublisher(out);
      assert.equal(await draw(third, "a", "<svg>1</svg>"), "lost");
      await third.finish(nothing);
      assert.equal(text("dayabay/SDU-30d.svg"), "<svg>1</svg>");
    });

    it("is drawn only once in a copy of `out` whose files are newer than its manifest", async () => {
      const first = await openPublisher(out);
      await draw(first, "a");
      await first.finish(nothing);
      utimesSync(inOut(".manifest.json"), 1, 1);
      const second = await openPublisher(out);
      assert.equal(await draw(second, "a"), "lost");
      await second.finish(nothing);
      assert.equal(await draw(await openPublisher(out), "a"), undefined);
    });

    it("is kept by a run that ends early", async () => {
      const first = await openPublisher(out);
      await first.write("old.html", "old");
      await first.finish(nothing);
      const second = await openPublisher(out);
      await draw(second, "a");
      await second.abandon();
      const third = await openPublisher(out);
      assert.equal(await draw(third, "a"), undefined);
      await third.finish(nothing);
      assert.ok(!existsSync(inOut("old.html")));
    });

    for (const [what, manifest] of Object.entries({
      broken: "{",
      "no object": "[1]",
      null: "null",
      "of other values": '{"dayabay/SDU-30d.svg": null}',
    })) {
      it(`is drawn again if the manifest is ${what}`, async () => {
        const first = await openPublisher(out);
        await draw(first, "a");
        await first.finish(nothing);
        writeFileSync(inOut(".manifest.json"), manifest);
        assert.equal(await draw(await openPublisher(out), "a"), "new");
      });
    }
  });

  describe("what an earlier run wrote", () => {
    it("is removed if this run did not write it, with folders that become empty", async () => {
      await run({ "index.html": "a", "dayabay/deep/SDU.html": "b", "dayabay/index.html": "c" });
      await run({ "index.html": "a", "dayabay/index.html": "c" });
      assert.deepEqual(readdirSync(inOut("dayabay")), ["index.html"]);
      await run({ "index.html": "a" });
      assert.deepEqual(readdirSync(out).sort(), [".manifest.json", "index.html"]);
    });

    it("stays if it is to be kept, and is known the next time", async () => {
      await run({ "dayabay/index.html": "a", "cms02/index.html": "b" });
      await run({ "dayabay/index.html": "a" }, (path) => path.startsWith("cms02/"));
      assert.equal(text("cms02/index.html"), "b");
      await run({ "dayabay/index.html": "a" });
      assert.ok(!existsSync(inOut("cms02")));
    });

    it("stays if somebody has replaced it with a page of another size", async () => {
      await run({ "dayabay/index.html": "ours" });
      writeFileSync(inOut("dayabay/index.html"), "This page has moved.");
      await run({});
      assert.equal(text("dayabay/index.html"), "This page has moved.");
    });

    it("leaves alone what is not ours", async () => {
      await run({ "dayabay/index.html": "ours" });
      writeFileSync(inOut("dayabay/robots.txt"), "theirs");
      mkdirSync(inOut("empty"));
      await run({});
      assert.equal(text("dayabay/robots.txt"), "theirs");
      assert.ok(existsSync(inOut("empty")));
    });

    it("is only what is inside `out`, whatever the manifest says", async () => {
      writeFileSync(join(folder, "precious"), "12345");
      await run({ "index.html": "a" });
      symlinkSync(folder, inOut("link"));
      const paths = [
        "../precious",
        join(folder, "precious"),
        "link/precious",
        "a/../../precious",
        "./../precious",
        "..",
        "",
        "link",
      ];
      writeFileSync(
        inOut(".manifest.json"),
        JSON.stringify(Object.fromEntries(paths.map((path) => [path, { size: 5, fingerprint: "x" }]))),
      );
      await run({ "index.html": "a" });
      assert.equal(readFileSync(join(folder, "precious"), "utf8"), "12345");
      assert.ok(lstatSync(inOut("link")).isSymbolicLink());
    });

    it("is known even if the run was killed before it wrote the manifest", async () => {
      await run({ "index.html": "a", "dayabay/index.html": "a" });
      const killed = await openPublisher(out);
      const longer = "another size".repeat(500);
      for (const path of ["dayabay/index.html", "new/a.html", "new/b.html"]) await killed.write(path, longer);
      await killed.draw("new/a.svg", "x", async () => "<svg/>");
      writeFileSync(inOut("new/b.html"), "theirs");
      await run({ "index.html": "a" });
      assert.deepEqual(readdirSync(out).sort(), [".manifest.json", "index.html", "new"]);
      assert.deepEqual(readdirSync(inOut("new")), ["b.html"]);
    });

    it("is drawn again if a run was killed just before replacing it", async () => {
      const first = await openPublisher(out);
      await draw(first, "a", "<svg>1</svg>");
      await first.finish(nothing);
      writeFileSync(inOut(".manifest.begun"), '\n{"dayabay/SDU-30d.svg": {"size": 4096}}\n{"dayabay/SD');
      assert.equal(await draw(await openPublisher(out), "b", "<svg>2</svg>"), "changed");
    });

    it("is removed even if a run was killed just before replacing it with one of another size", async () => {
      await run({ "index.html": "a", "dayabay/index.html": "a" });
      writeFileSync(inOut(".manifest.begun"), '\n{"dayabay/index.html": {"size": 12}}');
      await run({ "index.html": "a" });
      assert.deepEqual(readdirSync(out).sort(), [".manifest.json", "index.html"]);
    });

    it("includes what a killed run had not finished writing", async () => {
      const dead = spawnSync("true").pid;
      await run({ "dayabay/index.html": "a" });
      const names = [
        `.scm-backup-monitor-${dead}.tmp`,
        ".scm-backup-monitor-1.tmp",
        ".scm-backup-monitor-x.tmp",
        ".other.tmp",
      ];
      for (const name of names) writeFileSync(inOut(`dayabay/${name}`), "half");
      await run({ "dayabay/index.html": "a" });
      assert.deepEqual(readdirSync(inOut("dayabay")).sort(), [...names.slice(1), "index.html"].sort());
    });
  });

  describe("a link", () => {
    it("may be what out is", async () => {
      mkdirSync(join(folder, "real"));
      symlinkSync("real", out);
      await run({ "index.html": "a" });
      assert.ok(lstatSync(out).isSymbolicLink());
      assert.equal(readFileSync(join(folder, "real/index.html"), "utf8").trimEnd(), "a");
    });

    it("in place of a page is replaced, and its target stays unchanged", async () => {
      mkdirSync(out);
      writeFileSync(join(folder, "precious"), "a");
      symlinkSync("../precious", inOut("index.html"));
      await run({ "index.html": "a" });
      assert.ok(lstatSync(inOut("index.html")).isFile());
      assert.equal(readFileSync(join(folder, "precious"), "utf8"), "a");
    });

    it("in place of the journal is not followed", async () => {
      mkdirSync(out);
      writeFileSync(join(folder, "precious"), "a");
      symlinkSync("../precious", inOut(".manifest.begun"));
      await assert.rejects(run({ "index.html": "a" }), { name: "UserError", code: EXIT.io });
      assert.equal(readFileSync(join(folder, "precious"), "utf8"), "a");
    });

    it("in place of a folder stops the run with a message", async () => {
      mkdirSync(out);
      mkdirSync(join(folder, "precious"));
      symlinkSync("../precious", inOut("dayabay"));
      const publisher = await openPublisher(out);
      for (const attempt of [
        publisher.write("dayabay/a/index.html", "x"),
        draw(publisher, "a"),
        publisher.read("dayabay/x"),
      ]) {
        await assert.rejects(
          attempt,
          (error) =>
            error instanceof UserError &&
            error.code === EXIT.io &&
            error.message.startsWith(`${inOut("dayabay")} is a link`),
        );
      }
      assert.deepEqual(readdirSync(join(folder, "precious")), []);
    });
  });

  describe("the predecessor's JSON", () => {
    it("is written to jspath, whose folder is created; it is not touched if the same, and never removed", async () => {
      const path = join(folder, "htdocs/data/SDU.json");
      await run({ [path]: "{}" });
      const { ino, mtimeMs } = statSync(path);
      await run({ [path]: "{}" });
      assert.deepEqual([statSync(path).ino, statSync(path).mtimeMs], [ino, mtimeMs]);
      await run({});
      assert.equal(readFileSync(path, "utf8").trimEnd(), "{}");
      assert.doesNotMatch(text(".manifest.json"), /SDU/);
    });

    it("is a file like any other if jspath is in `out`", async () => {
      await run({ [inOut("data/SDU.json")]: "{}" });
      assert.match(text(".manifest.json"), /"data\/SDU.json"/);
      await run({});
      assert.ok(!existsSync(inOut("data")));
    });
  });

  it("says which file could not be written and why", async () => {
    mkdirSync(inOut("index.html"), { recursive: true });
    const publisher = await openPublisher(out);
    await assert.rejects(publisher.write("index.html", "a"), (error) => {
      assert.ok(error instanceof UserError);
      assert.equal(error.code, EXIT.io);
      assert.match(error.message, /cannot write .*index\.html: illegal operation on a directory/);
      return true;
    });
    await publisher.abandon();
    assert.deepEqual(readdirSync(out), [".manifest.json", "index.html"]);
  });
});
