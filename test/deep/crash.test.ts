// Killed at any call that changes the disk: the database is of before or after, every page is whole and no link is broken,
// the lock is free at once, and the next run puts all right.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, it } from "node:test";
import initSqlJs from "sql.js";
import { DAY, HOUR } from "../../src/time.ts";
import { RUN, smallSite, type SmallSite } from "../support/small-site.ts";
import { skipWithout } from "../support/sshd.ts";
import { scratch } from "../support/world.ts";

/** What changes the disk; what only reads leaves the same state to be found. Not every machine has all of them. */
const CHANGES =
  "openat creat write pwrite64 writev ftruncate truncate fsync fdatasync rename renameat renameat2 unlink unlinkat link " +
  "linkat symlink symlinkat mkdir mkdirat rmdir chmod fchmod fchmodat chown fchown fchownat utimensat copy_file_range";

/** One run at an instant, in a process of its own, as compiled. */
const SCRIPT = `
  import { run } from "${import.meta.dirname}/../../dist/commands/run.js";
  import { transports } from "${import.meta.dirname}/../../dist/commands/transports.js";
  const [config, now] = process.argv.slice(1);
  const log = { say() {}, detail() {}, warn() {}, progress() {} };
  const signal = new AbortController().signal;
  const world = { now: Number(now), cwd: "/", home: "/", env: {}, signal, log, transports };
  await run({ configs: [config], hubs: [] }, world);`;

const COPY = { recursive: true, preserveTimestamps: true };

interface Point {
  call: string;
  /** The how manieth of this call in the main thread, where all our writing is done. */
  nth: number;
}

/** How many are killed at a time, each in a folder of its own: while one dies, another is put right. */
const PLACES = 3;

const { Database } = await initSqlJs();

describe("a run that is killed", { skip: skipWithout("strace", "strace") }, () => {
  const WARM = [
    ["in which nothing is new", () => undefined, RUN + 2 * HOUR],
    ["that draws every plot anew and drops a node", afterANight, RUN + DAY + HOUR],
  ] as const;

  for (const [what, prepare, now] of WARM) {
    it(`anywhere in a run ${what}, loses nothing`, { timeout: 1_800_000 }, async (t) => {
      const places = Array.from({ length: PLACES }, (_, i) => new Place(join(scratch(t), String(i))));
      for (const place of places) {
        await place.begin();
        prepare(place);
        place.keep();
      }
      const [first] = places as [Place];
      const before = first.known();
      const all = await first.points(now);
      const after = first.known();
      assert.notEqual(after, before);
      first.assertWhole("not killed");
      await first.site.run(now + HOUR);
      const expected = first.tree();
      const final = first.known();

      let killed = 0;
      const states = { before: 0, after: 0 };
      async function killAt({ call, nth }: Point, place: Place): Promise<void> {
        const where = `killed at ${call} ${nth}`;
        place.restore();
        const inject = `inject=${call}:signal=KILL:when=${nth}`;
        const { status, signal, stderr } = await place.traced(now, "-e", `trace=${call}`, "-e", inject);
        assert.ok(signal === "SIGKILL" || status === 0, `${where}: ${status} ${stderr}`);
        if (signal === "SIGKILL") killed++;
        const state = place.known();
        assert.ok([before, after].includes(state), `${where}: ${state} is neither ${before} nor ${after}`);
        states[state === before ? "before" : "after"]++;
        place.assertWhole(where);
        await place.site.run(now + HOUR); // the lock is free, or this throws
        assert.deepEqual(place.tree(), expected, where);
        place.assertWhole(`${where}, then run again`);
        if (state === after) assert.equal(place.known(), final, where);
      }
      const left = [...all];
      const work = async (place: Place) => {
        for (let point = left.shift(); point; point = left.shift()) await killAt(point, place);
      };
      await Promise.all(places.map(work));
      t.diagnostic(
        `killed ${killed} times at ${all.length} calls: ${states.before} before, ${states.after} after the save`,
      );
      assert.ok(killed >= 0.9 * all.length && killed > 30);
      assert.ok(states.before > 5 && states.after > 5);
    });
  }
});

/** A tarball has come, and one of two nodes is no longer in the config: its pages are to go. */
function afterANight({ site }: Place): void {
  site.place(24);
  const config = readFileSync(site.config, "utf8");
  writeFileSync(site.config, config.replace("HERE GONE", "HERE").replace(/\[GONE\][^]*/, ""));
}

/** A site of two nodes that has run twice, and can be set back to where it was. */
class Place {
  readonly site: SmallSite;

  constructor(readonly dir: string) {
    mkdirSync(dir);
    this.site = smallSite(dir);
    const config = readFileSync(this.site.config, "utf8");
    writeFileSync(
      this.site.config,
      config.replace("= HERE", "= HERE GONE").concat("[GONE]\ntransport = local\nshell = sh -c\n"),
    );
  }

  async begin(): Promise<void> {
    await this.site.run(RUN);
    await this.site.run(RUN + HOUR);
  }

  keep(): void {
    for (const name of this.#written()) cpSync(this.#at(name), this.#at(`kept/${name}`), COPY);
  }

  /** As the run before left it: times and all, for they tell the publisher what it wrote last. */
  restore(): void {
    for (const name of this.#written()) rmSync(this.#at(name), { recursive: true });
    cpSync(this.#at("kept"), this.dir, COPY);
  }

  /** One run, killed or not. */
  async traced(now: number, ...options: string[]) {
    const words = ["-y", "-qq", "-o", this.#at("trace"), ...options, process.execPath];
    const child = spawn("strace", [...words, "--input-type=module", "-e", SCRIPT, this.site.config, String(now)], {
      stdio: ["ignore", "ignore", "pipe"],
      timeout: 600_000,
    });
    let stderr = "";
    child.stderr.on("data", (data: Buffer) => (stderr += data.toString()));
    const [status, signal] = (await once(child, "close")) as [number | null, NodeJS.Signals | null];
    return { status, signal, stderr };
  }

  /** The calls that concern the site's files, as a whole run makes them. */
  async points(now: number): Promise<Point[]> {
    const whole = await this.traced(now, "-e", `trace=${CHANGES.replace(/(\w+)/g, "?$1").replaceAll(" ", ",")}`);
    assert.equal(whole.status, 0, whole.stderr);
    const counts = new Map<string, number>();
    return readFileSync(this.#at("trace"), "utf8")
      .split("\n")
      .flatMap((line) => {
        const [, call] = /^(\w+)\(/.exec(line) ?? [];
        if (call === undefined) return [];
        const nth = (counts.get(call) ?? 0) + 1;
        counts.set(call, nth);
        const ours = line.includes(this.dir) && (call !== "openat" || /O_CREAT|O_TRUNC/.test(line));
        return ours ? [{ call, nth }] : [];
      });
  }

  /** Visits and tarballs that the database knows of; it must be sound. */
  known(): string {
    const database = new Database(readFileSync(this.site.database));
    try {
      assert.equal(database.exec("pragma integrity_check")[0]!.values[0]![0], "ok");
      return ["collections", "files", "tgzs"]
        .map((table) => String(database.exec(`select count(*) from ${table}`)[0]!.values[0]![0]))
        .join(" ");
    } finally {
      database.close();
    }
  }

  assertWhole(where: string): void {
    for (const path of this.#files()) {
      if (/(^|\/)\./.test(path)) continue;
      const text = this.#read(path);
      if (path.endsWith(".json")) JSON.parse(text);
      if (path.endsWith(".svg")) assert.match(text, /<\/svg>\s*$/, `${where}: ${path}`);
      if (!path.endsWith(".html")) continue;
      assert.match(text, /<\/html>\s*$/, `${where}: ${path}`);
      for (const [, link] of text.matchAll(/(?:href|src)="(\.[^"#]*)/g)) {
        const target = join(this.site.out, dirname(path), decodeURIComponent(link!));
        assert.ok(existsSync(target), `${where}: ${path} leads to ${link!}`);
      }
    }
  }

  /** Every file; and the text of those that do not tell when they were made. */
  tree(): string[] {
    const lasting = /\.csv$|\.css$|-(30d|90d|1y|all|overview)\.svg$/;
    return this.#files().map((path) => (lasting.test(path) ? `${path}\n${this.#read(path)}` : path));
  }

  #files(): string[] {
    return readdirSync(this.site.out, { recursive: true, encoding: "utf8" })
      .filter((path) => statSync(join(this.site.out, path)).isFile())
      .sort();
  }

  #read(path: string): string {
    return readFileSync(join(this.site.out, path), "utf8").replaceAll(this.dir, "");
  }

  #written(): string[] {
    return readdirSync(this.dir).filter((name) => name === "out" || name.startsWith("scm_backup_monitor.db"));
  }

  #at(name: string): string {
    return join(this.dir, name);
  }
}
