// From the predecessor's two config files over real OpenSSH servers to pages, JSON and database, night after night.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { after, before, describe, it } from "node:test";
import { run } from "../src/commands/run.ts";
import { transports } from "../src/commands/transports.ts";
import { DAY, HOUR, stampOf } from "../src/time.ts";
import { MIB } from "../src/units.ts";
import { query } from "./support/sqlite.ts";
import { skipWithout, startSshd, type Sshd } from "./support/sshd.ts";
import { scratch, world } from "./support/world.ts";

const seed = join(import.meta.dirname, "config");
const ZONE = "Asia/Taipei"; // of this process, and so of the hubs
const NIGHT = Date.UTC(2026, 10, 23, 8, 10, 23); // 16:10:23 there
const RUN = NIGHT + 9 * HOUR;
const ITEMS = ["svn/dybsvn", "tracs/dybsvn", "svn/dybaux", "tracs/dybaux"];

describe("the predecessor's config over a real sshd", { skip: skipWithout("sshd", "openssh-server") }, () => {
  let dir: string;
  let sdu: Sshd;
  let c: Sshd;
  let configs: string[];
  const cleanups: (() => void)[] = [];

  before(async () => {
    dir = scratch({ after: (fn) => cleanups.push(fn as () => void) });
    [sdu, c] = await Promise.all([startSshd(), startSshd()]);
    for (const server of [sdu, c]) {
      writeFileSync(
        join(server.home, ".profile"),
        'echo "Welcome to this node."\nSCM_FOLD=$HOME/data; export SCM_FOLD\n',
      );
    }
    for (let ago = 6; ago >= 0; ago--) placeNight(NIGHT - ago * DAY);
    mkdirSync(join(dir, "env/scm"), { recursive: true });
    // Beside the servers' own folders: what is known of a node outlives it.
    const knownHosts = join(dir, "known_hosts");
    writeFileSync(knownHosts, [sdu, c].map((server) => readFileSync(server.knownHosts, "utf8")).join(""));
    const sshConfig = [sdu.sshConfig("SDU"), c.sshConfig("C")].map((file) => readFileSync(file, "utf8")).join("");
    writeFileSync(
      join(dir, "ssh_config"),
      sshConfig.replace(/UserKnownHostsFile .*/g, `UserKnownHostsFile ${knownHosts}`),
    );
    writeFileSync(join(dir, "local.cnf"), `[SITE]\nout = ${dir}/out\n[ENV]\nsshconfig = ${dir}/ssh_config\n`);
    configs = [join(seed, "scm_monitor.cnf"), join(seed, "libfab.cnf"), join(dir, "local.cnf")];
  });
  after(async () => {
    await Promise.all([sdu.stop(), c.stop()]);
    for (const cleanup of cleanups) cleanup();
  });

  /** A tarball of every item, sizes growing by the day; `cms02` has two items and a folder that nobody selected. */
  function placeNight(at: number): void {
    for (const item of ITEMS) place(sdu, "dayabay", item, at);
    for (const item of ["repos/env", "tracs/env", "folders/misc"]) place(c, "cms02", item, at);
  }

  function place(server: Sshd, srvnode: string, item: string, at: number): string {
    const stamp = stampOf(at, ZONE).replace(/(\d+)-(\d+)-(\d+)T(\d+):(\d+):(\d+)/, "$1/$2/$3/$4$5$6");
    const file = join(server.home, "data/backup", srvnode, item, stamp, "x.tar.gz");
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, "");
    truncateSync(file, bytesOf(item, at));
    return file;
  }

  const bytesOf = (item: string, at: number) => 1_000_003 * item.length + Math.round((at - NIGHT) / DAY) * 4099;
  const env = () => ({ LOCAL_BASE: dir, APACHE_HTDOCS: join(dir, "htdocs"), HOME: dir });
  const runAt = (now: number) => run({ configs, hubs: [] }, world(dir, now, transports, env()));
  const sql = (text: string) => query(join(dir, "env/scm/scm_backup_monitor.db"), text);
  const svgs = () =>
    readdirSync(join(dir, "out"), { recursive: true, encoding: "utf8" })
      .filter((file) => file.endsWith(".svg") && !file.endsWith("report.svg"))
      .sort();
  /** File → inode and time of the last change. */
  const identities = () =>
    new Map(
      svgs().map((file) => {
        const { ino, mtimeMs } = statSync(join(dir, "out", file));
        return [file, `${ino} ${mtimeMs}`];
      }),
    );
  const changedSince = (before: Map<string, string>) =>
    [...identities()].filter(([file, identity]) => before.get(file) !== identity).map(([file]) => file);

  it("collects every tarball with its exact size, through a login shell that knows SCM_FOLD", async () => {
    const { verdict } = await runAt(RUN);
    assert.equal(sql("select count(*) from tgzs where node = 'SDU'"), "28");
    assert.equal(sql("select count(*) from tgzs where node = 'C'"), "21");
    const [path, date, size, folder] = sql(
      "select nodepath, date, size, dir from tgzs where node = 'SDU' and dir like '%svn/dybsvn' order by date desc limit 1",
    ).split("|");
    assert.equal(path, `SDU:${sdu.home}/data/backup/dayabay/svn/dybsvn/2026/11/23/161023/x.tar.gz`);
    assert.deepEqual([date, folder], ["2026-11-23T16:10:23", `${sdu.home}/data/backup/dayabay/svn/dybsvn`]);
    assert.equal(Math.round(Number(size) * MIB), bytesOf("svn/dybsvn", NIGHT));
    const outcomes = verdict.hubs.flatMap(({ nodes }) => nodes.map(({ collected }) => collected?.outcome));
    assert.deepEqual(outcomes, ["ok", "ok"]);
  });

  it("publishes pages, plots, status.json and the predecessor's JSON where its config says", () => {
    for (const file of [
      "index.html",
      "dayabay/index.html",
      "dayabay/SDU.html",
      "dayabay/SDU-90d.svg",
      "dayabay/report.png",
      "dayabay/report.svg",
    ]) {
      assert.ok(existsSync(join(dir, "out", file)), file);
    }
    const json = JSON.parse(readFileSync(join(dir, "htdocs/data/scm_backup_monitor_SDU.json"), "utf8")) as {
      series: { name: string; data: [number, number][] }[];
    };
    assert.deepEqual(
      json.series.map(({ name }) => name),
      ["OK", ...ITEMS],
    );
    assert.deepEqual(json.series[1]!.data.at(-1), [NIGHT, bytesOf("svn/dybsvn", NIGHT) / MIB]);
    const cms = readFileSync(join(dir, "local/nginx/html/data/scm_backup_monitor_C.json"), "utf8");
    assert.ok(!cms.includes("folders/misc"), "what is not selected is stored and not published");
    const missing = (
      JSON.parse(readFileSync(join(dir, "out/status.json"), "utf8")) as {
        hubs: { nodes: { items: { item: string; status: string }[] }[] }[];
      }
    ).hubs[1]!.nodes[0]!.items;
    assert.deepEqual(
      missing.map(({ item, status }) => `${item} ${status}`),
      [
        "repos/aberdeen alarm",
        "repos/env ok",
        "repos/heprez alarm",
        "repos/tracdev alarm",
        "tracs/aberdeen alarm",
        "tracs/env ok",
        "tracs/heprez alarm",
        "tracs/tracdev alarm",
      ],
    );
  });

  it("adds only the new tarballs the next night, and keeps what the node has purged", async () => {
    const before = sql("select rowid, * from tgzs order by rowid");
    placeNight(NIGHT + DAY);
    rmSync(dirname(place(sdu, "dayabay", "svn/dybsvn", NIGHT - 6 * DAY)), { recursive: true });
    await runAt(RUN + DAY);
    const after = sql("select rowid, * from tgzs order by rowid");
    assert.ok(after.startsWith(before), "no older row was touched");
    assert.equal(after.split("\n").length - before.split("\n").length, 7);
    const rows = readFileSync(join(dir, "out/dayabay/SDU.csv"), "utf8").split("\r\n");
    const purged = rows.filter((row) => row.startsWith("svn/dybsvn,2026-11-17"));
    assert.match(purged.join("\n"), /^svn\/dybsvn,2026-11-17T08:10:23Z,\d+,true,1,false,/);
  });

  it("draws nothing and touches no plot when nothing is new, and does not even load jsdom", () => {
    const before = identities();
    const script = `
      import { createRequire } from "node:module";
      import { run } from "${import.meta.dirname}/../src/commands/run.ts";
      import { transports } from "${import.meta.dirname}/../src/commands/transports.ts";
      import { world } from "${import.meta.dirname}/support/world.ts";
      await run(${JSON.stringify({ configs, hubs: [] })}, world(${JSON.stringify(dir)}, ${RUN + DAY + HOUR}, transports, ${JSON.stringify(env())}));
      const { cache } = createRequire(import.meta.url);
      console.log(Object.keys(cache).some((file) => file.includes("/jsdom/")) ? "loaded" : "not loaded");`;
    const child = spawnSync(process.execPath, ["--import", "tsx", "--input-type=module", "-e", script], {
      cwd: join(import.meta.dirname, ".."),
      encoding: "utf8",
    });
    assert.equal(child.stdout.trim(), "not loaded", child.stderr);
    assert.deepEqual(changedSince(before), []);
  });

  it("draws again only the plots of a node that has something new", async () => {
    const before = identities();
    place(sdu, "dayabay", "tracs/dybaux", NIGHT + DAY + HOUR);
    await runAt(RUN + DAY + 2 * HOUR);
    assert.deepEqual(
      changedSince(before),
      svgs().filter((file) => file.startsWith("dayabay/SDU")),
    );
  });

  it("shows a node that fell silent with what is known of it, and loses nothing", async () => {
    const before = sql("select count(*) from tgzs");
    await c.stop();
    const { verdict } = await runAt(RUN + 2 * DAY);
    const [finding] = verdict.hubs[1]!.nodes[0]!.findings;
    assert.match(
      finding!.reason,
      new RegExp(`^127\\.0\\.0\\.1:${c.port} refused the connection.*; last good visit 25 Nov`),
    );
    assert.equal(sql("select count(*) from tgzs"), before);
    assert.ok(readFileSync(join(dir, "out/index.html"), "utf8").includes("refused the connection"));
  });
});
