// What does a run leave behind that is killed or fails at any system call?
import assert from "node:assert/strict";
import { existsSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { EXIT, UserError } from "../../src/errors.ts";
import { type Code, failAt, hash, Killed, killAt, putState, shim, type State, stateKey, takeState } from "./disk.ts";
import { dbIn, remembered, run, SCENES } from "./scenes.ts";

const DAY = 10;

/** A scene that can be set up repeatedly in one folder. */
export class Stage {
  readonly folder = join(mkdtempSync(join(tmpdir(), "crash-")), "db");
  readonly path = dbIn(this.folder);
  start: State[] = [];
  /** What is stored before the run and after it. */
  before: unknown;
  after: unknown;
  calls: string[] = [];

  constructor(readonly scene: string) {}

  async set(): Promise<void> {
    putState(this.folder, []);
    await SCENES[this.scene]!(this.path);
    this.start = takeState(this.folder);
    this.before = essence(await remembered(this.path));
    const spied = shim();
    await run(this.path, DAY, spied.fs);
    this.calls = spied.calls;
    this.after = essence(await remembered(this.path));
    assert.notDeepEqual(this.after, this.before);
  }

  strike(): void {
    rmSync(join(this.folder, ".."), { recursive: true });
  }

  /** Kills the run at every call, then again in each new state that this leaves, and so on, `depth` times. Returns the number of states. */
  async killEverywhere(times: number): Promise<number> {
    const seen = new Set<string>([stateKey(this.start)]);
    let found = [this.start];
    for (let time = 1; time <= times; time++) {
      const begin = found;
      found = [];
      for (const state of begin) {
        for (let n = 0, ended = false; !ended; n++) {
          putState(this.folder, state);
          const stopped = shim(killAt(n));
          ended = await run(this.path, DAY, stopped.fs).then(() => true, ifKilled);
          stopped.closeAll();
          const left = takeState(this.folder);
          const key = stateKey(left);
          if (seen.has(key)) continue;
          seen.add(key);
          found.push(left);
          await this.#look(`killed at call ${n}, the ${time}. time`);
          await this.#goOn(`killed at call ${n}, the ${time}. time`);
        }
      }
    }
    return seen.size;
  }

  /** The database opens intact, with the data from before or after the run; a damaged one is kept. */
  async #look(what: string): Promise<void> {
    const found = essence(await remembered(this.path));
    const was = JSON.stringify(found);
    assert.ok(
      [this.before, this.after].some((each) => JSON.stringify(each) === was),
      `${what}: ${was}`,
    );
    if (this.scene !== "a damaged one") return;
    const [bytes] = this.start.filter(({ name }) => name === "a.db").map((file) => hash(file.bytes));
    const kept = takeState(this.folder).filter((file) => hash(file.bytes) === bytes);
    assert.ok(kept.length > 0, `${what}: the damaged file is nowhere`);
    const names = readdirSync(this.folder).filter(
      (name) => name.startsWith("a.db.damaged-") && !name.endsWith(".saving"),
    );
    assert.ok(names.length <= 1, `${what}: kept twice`);
  }

  /** Fails at call `n`: the error has exit code 74 and the path, the bytes are the old or the new ones, and the next run works. */
  async failAtCall(n: number, code: Code | "short", forever: boolean): Promise<void> {
    const what = `${code} at call ${n} (${this.calls[n]!})${forever ? " for ever" : ""}`;
    putState(this.folder, this.start);
    const old = existsSync(this.path) ? this.#hash() : undefined;
    const broken = shim(failAt(n, code, forever));
    const error = await run(this.path, DAY, broken.fs).then(
      () => undefined,
      (thrown: unknown) => thrown,
    );
    broken.closeAll();
    const renamed = broken.calls.slice(0, n).includes("rename a.db.saving a.db");
    if (error !== undefined) {
      assert.ok(
        error instanceof UserError && error.code === EXIT.io,
        `${what}: ${error instanceof Error ? error.message : "not an error"}`,
      );
      assert.match(error.message, /cannot (write|open|lock).*\/db\/a\.db.*: .*\. \w+ .*/s, what);
      if (!renamed)
        assert.equal(existsSync(this.path) ? this.#hash() : undefined, old, `${what}: the old data changed`);
    } else assert.ok(code === "short", `${what}: nothing was said`);
    await this.#look(what);
    if (!forever) {
      const rest = readdirSync(this.folder).filter((name) => name.endsWith(".saving"));
      assert.deepEqual(rest, [], what);
    }
    await this.#goOn(what);
  }

  /** The next run repairs everything. */
  async #goOn(what: string): Promise<void> {
    await run(this.path, DAY);
    assert.deepEqual(essence(await remembered(this.path)), this.after, what);
  }

  #hash(): string {
    return takeState(this.folder)
      .filter(({ name }) => name === "a.db")
      .map(({ bytes }) => hash(bytes))[0]!;
  }
}

function ifKilled(error: unknown): boolean {
  if (!(error instanceof Killed)) throw error;
  return false;
}

/** Without the time at which damage was found, and without notes. */
function essence({ days, sizes, damage }: Awaited<ReturnType<typeof remembered>>): unknown {
  return { days, sizes, damaged: damage !== undefined };
}
