// Whatever the file system refuses while we publish, once or from then on: every page is whole, and the next run puts all right.
import assert from "node:assert/strict";
import fs, { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { syncBuiltinESMExports } from "node:module";
import { constants, tmpdir } from "node:os";
import { join } from "node:path";
import { after, describe, it } from "node:test";
import { EXIT, UserError } from "../../src/errors.ts";
import { filled } from "../../src/publish/filled.ts";
import { openPublisher } from "../../src/publish/open.ts";

const CALLS = [
  "lstatSync",
  "statSync",
  "openSync",
  "readFileSync",
  "closeSync",
  "mkdirSync",
  "rmdirSync",
  "rmSync",
  "unlinkSync",
  "readdirSync",
  "writeSync",
  "fchmodSync",
  "fstatSync",
  "renameSync",
] as const;

type Call = (...args: unknown[]) => unknown;
const REAL = Object.fromEntries(CALLS.map((name) => [name, fs[name]])) as unknown as Record<string, Call>;

/** While `work` is done each of these calls goes through `fault`, which may throw or call the real one. */
async function withFaults(fault: (real: Call, name: string, args: unknown[]) => unknown, work: () => Promise<void>) {
  const faulty = CALLS.map((name) => [name, (...args: unknown[]) => fault(REAL[name]!, name, args)]);
  Object.assign(fs, Object.fromEntries(faulty));
  syncBuiltinESMExports();
  try {
    await work();
  } finally {
    Object.assign(fs, REAL);
    syncBuiltinESMExports();
  }
}

const OLD: Record<string, string> = {
  "index.html": "the old index".repeat(40),
  "forge/A.html": "the old page".repeat(40),
  "forge/gone.html": "no more".repeat(40),
  "left/gone.html": "no more".repeat(40),
  "forge/A.svg": "<svg>old</svg>",
};
const NEW: Record<string, string> = {
  "index.html": "the new index",
  "forge/A.html": "the new page".repeat(50),
  "new/B.html": "a new page",
  "forge/A.svg": "<svg>new</svg>",
};

describe("while publishing", () => {
  const folder = mkdtempSync(join(tmpdir(), "faults-"));
  const out = join(folder, "out");
  after(() => rmSync(folder, { recursive: true }));

  /** As `buildPages` does it. */
  async function publish(pages: Record<string, string>): Promise<void> {
    const publisher = await openPublisher(out);
    try {
      for (const [path, text] of Object.entries(pages)) {
        if (path.endsWith(".svg")) await publisher.draw(path, text, async () => text);
        else await publisher.write(path, text);
      }
      await publisher.finish(() => false);
    } catch (error) {
      await publisher.abandon().catch(() => undefined);
      throw error;
    }
  }

  const files = () =>
    readdirSync(out, { recursive: true, encoding: "utf8" })
      .filter((path) => statSync(join(out, path)).isFile())
      .sort();
  const read = (path: string) => readFileSync(join(out, path), "utf8");

  async function begin(): Promise<void> {
    rmSync(out, { recursive: true, force: true });
    await publish(OLD);
    mkdirSync(join(out, "forge/theirs"));
    writeFileSync(join(out, "forge/theirs/x"), "theirs");
  }

  /** How many calls it takes when nothing fails. */
  async function count(): Promise<number> {
    let calls = 0;
    await begin();
    await withFaults(
      (real, _name, args) => {
        calls++;
        return real(...args);
      },
      () => publish(NEW),
    );
    return calls;
  }

  /** The run may end in a `UserError` of exit code 74, or well. */
  async function survive(where: string, fault: (nth: number, real: Call, name: string, args: unknown[]) => unknown) {
    await begin();
    let nth = 0;
    const failed = await withFaults(
      (real, name, args) => fault(++nth, real, name, args),
      () => publish(NEW),
    ).then(
      () => false,
      (error: unknown) => {
        assert.ok(error instanceof UserError && error.code === EXIT.io, `${where}: ${String(error)}`);
        assert.match(error.message, /^cannot (publish|write) \/.*: .*\. .* then run again$/);
        return true;
      },
    );
    for (const path of files().filter((path) => !/\.tmp$|^\.manifest/.test(path))) {
      const whole = [OLD[path], NEW[path]].flatMap((text) => (text === undefined ? [] : filled(path, text)));
      assert.ok([...whole, "theirs"].includes(read(path)), `${where}: ${path} is torn`);
    }
    if (failed) assert.equal(read("index.html").length > 0, true, where);
    // What was left half-written is ours to remove, but for a process that lives: as if we were another.
    for (const path of files().filter((path) => path.endsWith(".tmp"))) rmSync(join(out, path));
    await publish(NEW);
    assert.deepEqual(files(), [".manifest.json", "forge/theirs/x", ...Object.keys(NEW)].sort(), where);
    for (const [path, text] of Object.entries(NEW)) assert.equal(read(path), filled(path, text), `${where}: ${path}`);
    assert.deepEqual(readdirSync(out).sort(), [".manifest.json", "forge", "index.html", "new"], where);
    return failed;
  }

  for (const code of ["EIO", "ENOSPC", "EROFS", "EACCES", "EDQUOT"] as const) {
    it(`${code} at any call, once or for ever, leaves every page whole`, async () => {
      const calls = await count();
      assert.ok(calls > 70, `${calls} calls`);
      const errno = -constants.errno[code];
      const fail = (name: string) => {
        throw Object.assign(new Error(`${code}: ${name}`), { code, errno });
      };
      let failures = 0;
      for (let at = 1; at <= calls; at++) {
        const once = await survive(`${code} at call ${at}`, (nth, real, name, args) =>
          nth === at ? fail(name) : real(...args),
        );
        const forEver = await survive(`${code} from call ${at} on`, (nth, real, name, args) =>
          nth >= at ? fail(name) : real(...args),
        );
        failures += Number(once) + Number(forEver);
      }
      assert.ok(failures > 1.5 * calls, `${failures} of ${2 * calls} are told`);
    });
  }

  it("a disk that takes half of what it is given, once or for ever, gets the rest as well", async () => {
    const calls = await count();
    const half: Call = (fd, bytes, from) => {
      const left = (bytes as Buffer).length - Number(from);
      return REAL.writeSync!(fd, bytes, from, Math.ceil(left / 2));
    };
    for (let at = 1; at <= calls; at++) {
      const failed = await survive(`short at call ${at}`, (nth, real, name, args) =>
        name === "writeSync" && nth >= at && nth < at + 3 ? half(...args) : real(...args),
      );
      assert.ok(!failed);
    }
    assert.ok(
      !(await survive("always short", (_nth, real, name, args) => (name === "writeSync" ? half : real)(...args))),
    );
  });

  it("a disk that takes nothing more is full", async () => {
    const nothing = (_nth: number, real: Call, name: string, args: unknown[]) =>
      name === "writeSync" ? 0 : real(...args);
    assert.ok(await survive("nothing taken", nothing));
  });
});
