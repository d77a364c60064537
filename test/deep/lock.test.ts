// Fifty runs that start at once: one works, the others leave it alone at once and without a word; a killed one holds nothing.
import assert from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { it } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { scratch } from "../support/world.ts";

const STARTS = 50;
const ROUNDS = 20;
/** So many of the rounds are of whole programs, as cron starts them; the others of programs that only lock and wait. */
const WHOLE = 2;

const DIST = join(import.meta.dirname, "../../dist");

/** Loaded into each run: writes down how long it took from asking for the first lock to the end, but for waiting for a core. */
const WATCH = `
  import childProcess from "node:child_process";
  import { readFileSync, writeFileSync } from "node:fs";
  import { syncBuiltinESMExports } from "node:module";
  const { spawnSync } = childProcess;
  const now = () => performance.now() - readFileSync("/proc/self/schedstat", "utf8").split(" ")[1] / 1e6;
  let asked;
  childProcess.spawnSync = (...words) => {
    if (words[0] === "flock") asked ??= now();
    return spawnSync(...words);
  };
  syncBuiltinESMExports();
  process.on("exit", () => writeFileSync(process.env.ASKED + process.pid, String(now() - asked)));`;

/** The locks of a run, and nothing else: it starts in a fifth of the time. */
const ONLY_LOCK = `
  import { appendFileSync, existsSync } from "node:fs";
  import { lock } from "${DIST}/lock.js";
  const [folder, ...files] = process.argv.slice(2);
  try {
    for (const file of files) lock(file);
    appendFileSync(folder + "/at-work", "\\n");
    const waiting = setInterval(() => (!existsSync(folder) || existsSync(folder + "/go")) && clearInterval(waiting), 100);
  } catch (error) {
    if (!error.quiet) console.error(error);
    process.exitCode = error.code;
  }`;

interface Run {
  child: ChildProcess;
  ended: Promise<{ pid: number; code: number | null; said: string }>;
}

it("fifty starts, twenty times: one runs, the others exit 75 in silence", { timeout: 1_800_000 }, async (t) => {
  const dir = scratch(t);
  const at = (name: string) => join(dir, name);
  const living = new Set<ChildProcess>();
  t.after(() => living.forEach((child) => child.kill("SIGKILL")));
  writeFileSync(at("watch.mjs"), WATCH);
  writeFileSync(at("only-lock.mjs"), ONLY_LOCK);
  // The node says that it is asked, and answers when it may: so long the one that got the lock is at work.
  const node = `#!/bin/sh\necho >>${at("at-work")}\nwhile [ -d ${dir} ] && [ ! -e ${at("go")} ]; do sleep 0.1; done\n`;
  writeFileSync(at("node.sh"), node, { mode: 0o755 });
  const site = ["[ENV]", "nodedeadline = 10m", "[HUB]", "FORGE = HERE", "[FORGE]", "srvnode = forge"];
  const here = ["[HERE]", "transport = local", `shell = ${at("node.sh")}`, ""];
  writeFileSync(at("site.cnf"), [...site, `root = ${dir}/backup`, ...here].join("\n"));

  function start(...words: string[]): Run {
    const child = spawn(process.execPath, ["--import", at("watch.mjs"), ...words], {
      cwd: dir,
      env: { ...process.env, ASKED: at("asked-") },
      stdio: ["ignore", "pipe", "pipe"],
    });
    living.add(child);
    let said = "";
    for (const stream of [child.stdout, child.stderr]) stream.on("data", (data: Buffer) => (said += data.toString()));
    const ended = once(child, "close").then(() => {
      living.delete(child);
      return { pid: child.pid!, code: child.exitCode, said };
    });
    return { child, ended };
  }
  const whole = (command = "run") => start(`${DIST}/cli.js`, command);
  const onlyLock = () => start(at("only-lock.mjs"), dir, at("out/.lock"), at("scm_backup_monitor.db.lock"));

  /** How many of them are or were at work. */
  const atWork = () => (existsSync(at("at-work")) ? readFileSync(at("at-work"), "utf8").length : 0);

  const waits: number[] = [];
  async function assertRefused({ ended }: Run): Promise<void> {
    const { pid, code, said } = await ended;
    assert.deepEqual({ code, said }, { code: 75, said: "" });
    waits.push(Number(readFileSync(at(`asked-${pid}`), "utf8")));
  }

  /** Which of them is left when all but one have been refused. */
  async function holderOf(runs: Run[]): Promise<Run> {
    const left = new Set(runs);
    const refused = runs.map((each) => assertRefused(each).then(() => left.delete(each)));
    const failed = new Promise<never>((_, fail) => {
      for (const each of refused) each.catch(fail);
    });
    await Promise.race([until(() => left.size <= 1 || atWork() > 1), failed]);
    assert.equal(left.size, 1, `one holds the lock until it may end; ${atWork()} are at work`);
    await until(() => atWork() > 0);
    return [...left][0]!;
  }

  for (let round = 0; round < ROUNDS; round++) {
    const begin = round < WHOLE ? whole : onlyLock;
    for (const name of ["go", "at-work"]) rmSync(at(name), { force: true });
    const { child, ended } = await holderOf(Array.from({ length: STARTS }, () => begin()));
    // It holds the database, and it holds `out`.
    if (begin === whole) for (const command of ["collect", "build"]) await assertRefused(whole(command));
    assert.equal(atWork(), 1);
    let last = ended;
    if (round % 2 === 1) {
      child.kill("SIGKILL");
      await once(child, "exit");
      last = begin().ended; // What the killed one had begun on the node still runs, and holds nothing.
      await until(() => atWork() === 2);
    }
    writeFileSync(at("go"), "");
    const { code, said } = await last;
    assert.deepEqual({ code, said }, { code: 0, said: "" });
  }
  waits.sort((a, b) => a - b);
  const [median, late, most] = [0.5, 0.95, 1].map((part) => waits[Math.ceil(waits.length * part) - 1]!);
  const ms = [median, late, most].map((wait) => wait!.toFixed(0));
  t.diagnostic(
    `${waits.length} refused; from asking to the end ${ms[0]} ms, 95 % within ${ms[1]}, all within ${ms[2]}`,
  );
  assert.equal(waits.length, (STARTS - 1) * ROUNDS + 2 * WHOLE);
  // Fifty on two cores wait for their turn, a few of them long; who waited for the lock would wait as long as the other works.
  assert.ok(late! < 1000);
});

async function until(done: () => boolean): Promise<void> {
  for (const begun = Date.now(); !done(); await sleep(20)) assert.ok(Date.now() - begun < 120_000, "never came");
}
