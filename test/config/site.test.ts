import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, it } from "node:test";
import assert from "node:assert/strict";
import { EXAMPLE } from "../../src/commands/init.ts";
import { readSite } from "../../src/config/site.ts";
import { DAY, HOUR } from "../../src/time.ts";
import { folder, mistakesOf, siteOf, context, zz } from "./files.ts";

const jspaths = (site: ReturnType<typeof siteOf>) =>
  site.hubs.flatMap(({ nodes }) => nodes.map(({ jspath }) => jspath));

describe("a site", () => {
  it("has a default for everything but the hub's srvnode", () => {
    const site = siteOf(zz());
    assert.deepEqual(site, {
      files: [join(folder, "a.cnf")],
      title: "Backups",
      out: join(folder, "out"),
      timezone: "Asia/Taipei",
      footer: undefined,
      templates: undefined,
      style: undefined,
      everyMs: undefined,
      ssh: {
        config: undefined,
        connectMs: 10_000,
        loginMs: 20_000,
        nodeMs: 60_000,
        outputBytes: 8 * 1024 * 1024,
        records: 20_000,
      },
      concurrency: 10,
      deadlineMs: 900_000,
      keepMs: 14 * 86_400_000,
      hubs: [
        {
          hub: "ZZ",
          srvnode: "dayabay",
          dbpath: join(folder, "scm_backup_monitor.db"),
          select: [],
          reporturl: undefined,
          email: [],
          message: undefined,
          timezone: "Asia/Taipei",
          patterns: ["*.gz"],
          stamp: "/%Y/%m/%d/%H%M%S/",
          maxage: { usual: "auto", exceptions: [] },
          retired: [],
          frozen: 10,
          scale: "panels",
          patienceMs: 26 * 3_600_000,
          nodes: [
            {
              node: "SDU",
              slug: "SDU",
              root: "$SCM_FOLD/backup/dayabay",
              jspath: join(folder, "out/data/scm_backup_monitor_SDU.json"),
            },
          ],
        },
      ],
      nodes: [
        {
          node: "SDU",
          transport: "ssh",
          shell: undefined,
          user: undefined,
          port: undefined,
          keyFiles: [],
          connectMs: undefined,
          kex: undefined,
          roots: [
            {
              hub: "ZZ",
              root: "$SCM_FOLD/backup/dayabay",
              timezone: "Asia/Taipei",
              patterns: ["*.gz"],
              stamp: "/%Y/%m/%d/%H%M%S/",
            },
          ],
        },
      ],
      silences: [],
      ignored: [],
    });
  });

  it("has the limits and the layout that its keys say", () => {
    const { ssh, hubs, nodes } = siteOf(
      zz(
        ...["pattern = *.zst  *.tgz", "stamp = _%Y%m%dT%H%M%SZ ; in UTC"],
        ...["[ENV]", "nodedeadline = 5m", "output = 1.5MB", "records = 1000000"],
      ),
    );
    assert.deepEqual([ssh.nodeMs, ssh.outputBytes, ssh.records], [300_000, 1_500_000, 1_000_000]);
    for (const { patterns, stamp } of [hubs[0]!, nodes[0]!.roots[0]!])
      assert.deepEqual([patterns, stamp], [["*.zst", "*.tgz"], "_%Y%m%dT%H%M%SZ"]);
  });

  it("says what its keys say", () => {
    const site = siteOf(`
[SITE]                       ; all optional
title = Daya Bay SCM backups
out = pages
timezone = Europe/Rome       ; zone of pages and plots
every = 24h
[HUB]
ZZ = SDU                     ; hub = backup nodes
C2 = C Z9:229
[ENV]
verbose = True
timeout = 2.5
sshconfig = ~/.ssh/config
concurrency = 7
[ZZ]                         ; a hub
srvnode = dayabay
dbpath = $LOCAL_BASE/scm.db    ; or postgres://
select =
reporturl = http://example.org/$HOME/100%/%(srvnode)s/%(hub)s/
email = a@example.org root@localhost
message = ~ free $TEXT with %(any)s 100 % #1
timezone = Asia/Shanghai
maxage = 1.5 tracs/*=7 svn/a=b=auto
[C2]
srvnode = cms02
root = ~/%(hub)s/\${DATA}/%(srvnode)s/%(node)s/$X %
[Z9:229]
shell = /opt/bin/bash -l -c
transport = local
`);
    const [zz, c2] = site.hubs;
    assert.equal(site.title, "Daya Bay SCM backups");
    assert.equal(site.out, join(folder, "pages"));
    assert.deepEqual([site.timezone, zz?.timezone, site.everyMs], ["Europe/Rome", "Asia/Shanghai", DAY]);
    assert.deepEqual([site.ssh.connectMs, site.ssh.config, site.concurrency], [2500, "/root/.ssh/config", 7]);
    assert.deepEqual([zz?.dbpath, zz?.select], ["/local/scm.db", []]);
    assert.equal(zz?.reporturl, "http://example.org/$HOME/100%/dayabay/ZZ/");
    assert.deepEqual(zz.email, ["a@example.org", "root@localhost"]);
    assert.equal(zz.message, "~ free $TEXT with %(any)s 100 % #1");
    assert.deepEqual(zz.maxage, {
      usual: 1.5,
      exceptions: [
        { pattern: "tracs/*", maxage: 7 },
        { pattern: "svn/a=b", maxage: "auto" },
      ],
    });
    assert.equal(c2?.nodes[1]?.slug, "Z9-229");
    assert.equal(c2.nodes[1].root, "~/C2/${DATA}/cms02/Z9:229/$X %");
    assert.deepEqual(
      site.nodes.map(({ node, transport, shell }) => [node, transport, shell]),
      [
        ["SDU", "ssh", undefined],
        ["C", "ssh", undefined],
        ["Z9:229", "local", ["/opt/bin/bash", "-l", "-c"]],
      ],
    );
  });

  it("takes a later file's word, key by key", () => {
    const site = siteOf([zz("message = one", "maxage = 3"), "[ZZ]\nmessage = two\n[SITE]\nevery = 90m"]);
    assert.deepEqual([site.hubs[0]?.message, site.hubs[0]?.maxage.usual, site.everyMs], ["two", 3, 1.5 * HOUR]);
    assert.deepEqual(site.files, [join(folder, "a.cnf"), join(folder, "b.cnf")]);
  });

  it("may say a section in several pieces", () => {
    assert.equal(siteOf(zz("[SITE]", "[ZZ]", "message = two")).hubs[0]?.message, "two");
  });

  it("finds its paths from the folder of the first config file, wherever it is run", () => {
    siteOf(zz("dbpath = ../x.db", "jspath = js/%(srvnode)s-%(hub)s-%(node)s.json"));
    const site = readSite([join(folder, "a.cnf")], { ...context, cwd: "/" });
    assert.equal(site.hubs[0]?.dbpath, join(folder, "../x.db"));
    assert.equal(siteOf(zz("dbpath = file:x.db")).hubs[0]?.dbpath, join(folder, "x.db"));
    assert.equal(siteOf(zz("dbpath = file:///a/x.db")).hubs[0]?.dbpath, "/a/x.db");
    assert.deepEqual(jspaths(site), [join(folder, "js/dayabay-ZZ-SDU.json")]);
  });

  it("fills in nothing twice", () => {
    assert.equal(siteOf(zz("dbpath = /$ODD/~/${HOME}x")).hubs[0]?.dbpath, "/%(node)s $HOME/~/rootx");
  });

  it("lies below DIR with --out DIR, JSON included", () => {
    const site = siteOf(zz("jspath = /www/a.json", "[SITE]", "out = /www"), { out: "try" });
    assert.equal(site.out, join(folder, "try"));
    assert.deepEqual(jspaths(site), [join(folder, "try/data/scm_backup_monitor_SDU.json")]);
  });

  it("visits a node of two hubs once, and names its JSON after each srvnode", () => {
    const site = siteOf("[HUB]\nA = X Y\nB = Y\nC = X Z\n[A]\nsrvnode = a\n[B]\nsrvnode = b\nroot = /b\n");
    assert.deepEqual(
      site.nodes.map(({ node, roots }) => [node, roots.map(({ hub, root }) => `${hub} ${root}`)]),
      [
        ["X", ["A $SCM_FOLD/backup/a"]],
        ["Y", ["A $SCM_FOLD/backup/a", "B /b"]],
      ],
    );
    assert.deepEqual(
      jspaths(site).map((path) => path.slice(folder.length)),
      ["X", "a_Y", "b_Y"].map((name) => `/out/data/scm_backup_monitor_${name}.json`),
    );
  });

  it("tells a node from a hub of its name by [node TAG]", () => {
    const site = siteOf("[HUB]\nA = A node\n[A]\nsrvnode = a\n[node A]\ntransport = local\n[node]\nport = 23\n");
    assert.deepEqual(
      site.nodes.map(({ node, transport, port }) => [node, transport, port]),
      [
        ["A", "local", undefined],
        ["node", "ssh", 23],
      ],
    );
  });

  it("may have dots and colons in its tags, and sections of nodes that only other machines' hubs use", () => {
    const site = siteOf("[HUB]\na.b.c = x.y\nG = Z9:229\n[a.b.c]\nsrvnode = a.b\n[x.y]\nport = 1\n[Z9:229]\nport = 2");
    assert.deepEqual([site.hubs[0]?.srvnode, site.nodes.length, site.nodes[0]?.port], ["a.b", 1, 1]);
  });

  it("that comes with the program is right, and asks this machine only", () => {
    const site = readSite([fileURLToPath(EXAMPLE)], { ...context, env: {} });
    assert.deepEqual(
      site.nodes.map(({ transport }) => transport),
      ["local"],
    );
  });

  it("that comes with the program stays right when its examples are taken in", () => {
    const site = siteOf(readFileSync(EXAMPLE, "utf8").replaceAll(/^; ?/gm, ""));
    assert.deepEqual(
      site.nodes.map(({ node }) => node),
      ["localhost", "SDU", "NTU"],
    );
  });

  it("that lies in a checkout begins as a copy of that one", (context) => {
    const own = readFileSync(join(import.meta.dirname, "../../site.cnf"), "utf8");
    const copied = own === readFileSync(EXAMPLE, "utf8");
    if (!copied && process.env.CI !== "true") return context.skip("site.cnf has been edited here");
    assert.ok(copied);
  });
});

/** Without the examples. */
const wrongs = (text: string) =>
  mistakesOf(() => siteOf(text)).map((problem) => problem.replace(/\. For example: .*/s, ""));

describe("mistakes", () => {
  it("are told all at once, each with its file, its line and a line that would be right", () => {
    assert.deepEqual(
      mistakesOf(() =>
        siteOf([zz("maxage = never", "selct = a", "[SITE]", "every = daily"), "nonsense\n[ENV]\nport = x"]),
      ),
      [
        'a.cnf:5: maxage: "never" is not auto or a number of days, then any exceptions as PATTERN=auto or PATTERN=DAYS. For example: maxage = auto tracs/*=7',
        'a.cnf:6: [ZZ] has no key "selct" (did you mean select?). For example: select = svn/dybsvn tracs/dybsvn',
        'a.cnf:8: every: "daily" is not a duration (90s, 15m, 26h, 7d). For example: every = 24h',
        'b.cnf:1: "nonsense" is neither KEY = VALUE nor a [section] nor a comment. For example: title = Our backups',
        'b.cnf:3: port: "x" is not a whole number from 1 to 65535. For example: port = 22',
      ],
    );
  });

  const cases: [what: string, text: string, ...wrong: string[]][] = [
    ["no hubs", "", "a.cnf:1: no hub has both a line in [HUB] and a section of its own"],
    [
      "only other machines' hubs",
      "\n[HUB]\nZZ = SDU",
      "a.cnf:2: no hub has both a line in [HUB] and a section of its own",
    ],
    [
      "a hub without a line in [HUB]",
      zz("[WW]", "srvnode = w"),
      "a.cnf:5: unknown section [WW]: it is neither a hub or node of [HUB] nor one of [SITE] [HUB] [ENV] [silence NAME]",
    ],
    [
      "a section by another letter case",
      zz("[env]", "timeout = 1"),
      "a.cnf:5: unknown section [env] (did you mean [ENV]?)",
    ],
    [
      "a node of its own",
      zz("[node NTU]"),
      "a.cnf:5: unknown section [node NTU]: it is neither a hub or node of [HUB] nor one of [SITE] [HUB] [ENV] [silence NAME]",
    ],
    [
      "a section whose name is misspelt, and what is wrong in it",
      zz("[Sdu]", "port = x", "transprot = ssh"),
      "a.cnf:5: unknown section [Sdu] (did you mean [SDU], from [HUB] in line 2?)",
      'a.cnf:6: port: "x" is not a whole number from 1 to 65535',
      'a.cnf:7: [SDU] has no key "transprot" (did you mean transport?)',
    ],
    [
      "a misspelt section beside the right one, and what is wrong in it",
      zz("[ENV]", "port = 22", "[ENVV]", "port = 23", "concurrency = many"),
      "a.cnf:7: unknown section [ENVV] (did you mean [ENV]?)",
      'a.cnf:9: concurrency: "many" is not a whole number from 1 to 1000',
    ],
    [
      "a list of hubs whose name is misspelt, and nothing that follows from that alone",
      "[HUBS]\nZZ = SDU\n[ZZ]\nsrvnode = dayabay\n[SDU]\nport = x",
      "a.cnf:1: unknown section [HUBS] (did you mean [HUB]?)",
      'a.cnf:6: port: "x" is not a whole number from 1 to 65535',
    ],
    [
      "a node that is misspelt in [HUB] or in its own section",
      "[HUB]\nZZ = SUD\n[ZZ]\nsrvnode = dayabay\n[node SU]\nport = 22",
      "a.cnf:5: unknown section [node SU] (did you mean [node SUD], from [HUB] in line 2?)",
    ],
    [
      "a section like no other, and what is wrong in its keys by what they look like",
      zz("[Dayabay]", "srvnode = a/b", "selct = x", "email = x", "[what]", "ever = 1"),
      "a.cnf:5: unknown section [Dayabay]: it is neither a hub or node of [HUB] nor one of [SITE] [HUB] [ENV] [silence NAME]",
      `a.cnf:6: srvnode: "a/b" is not a free folder name (data, badge and the names of our own pages are taken)`,
      'a.cnf:7: [Dayabay] has no key "selct" (did you mean select?)',
      'a.cnf:8: email: "x" is not a mail address',
      "a.cnf:9: unknown section [what]: it is neither a hub or node of [HUB] nor one of [SITE] [HUB] [ENV] [silence NAME]",
    ],
    [
      "a silence that is misspelt or has no name",
      zz("[silense disks]", "until = never", "[silence]", "reason = x", "weekly = never"),
      "a.cnf:5: unknown section [silense disks] (did you mean [silence disks]?)",
      "a.cnf:5: [silence disks] has no reason",
      'a.cnf:6: until: "never" is not a date (2026-12-27) or a date and time (2026-12-24 18:00)',
      "a.cnf:7: unknown section [silence]: it is neither a hub or node of [HUB] nor one of [SITE] [HUB] [ENV] [silence NAME]",
      'a.cnf:9: weekly: "never" is not a list of weekly windows, such as Sun 02:00-06:00 or Fri 18:00-Mon 06:00',
    ],
    ["a hub without srvnode", "[HUB]\nZZ = SDU\n\n[ZZ]\nselect = a", "a.cnf:4: [ZZ] has no srvnode"],
    ["a hub without nodes", "[HUB]\nZZ =\n[ZZ]\nsrvnode = a", "a.cnf:2: hub ZZ has no nodes"],
    ["a key twice", zz("select = a", "select = a"), "a.cnf:6: select is set twice in [ZZ], first in line 5"],
    [
      "a key twice in two pieces of a section",
      zz("[ZZ]", "srvnode = b"),
      "a.cnf:6: srvnode is set twice in [ZZ], first in line 4",
    ],
    [
      "a key twice under a node's two names",
      zz("[SDU]", "port = 1", "[node SDU]", "port = 2"),
      "a.cnf:8: port is set twice in [SDU], first in line 6",
    ],
    ["a hub twice", zz("[HUB]", "ZZ = NTU"), "a.cnf:6: ZZ is set twice in [HUB], first in line 2"],
    ["a key in capitals", zz("Select = a"), 'a.cnf:5: [ZZ] has no key "Select" (did you mean select?)'],
    [
      "a key of another section",
      zz("transport = local"),
      'a.cnf:5: [ZZ] has no key "transport" (it belongs in a node\'s section)',
    ],
    ["a key like no other", zz("[SITE]", "constructor = 1"), 'a.cnf:6: [SITE] has no key "constructor"'],
    ["an array", zz("select[] = a"), 'a.cnf:5: [ZZ] has no key "select[]" (did you mean select?)'],
    ["Fabric's key in a hub", zz("warn_only = True"), 'a.cnf:5: [ZZ] has no key "warn_only"'],
    ["a variable that is not set", zz("dbpath = ${NONE}/a"), "a.cnf:5: dbpath: variable ${NONE} is not set"],
    ["a variable that is empty", zz("dbpath = $EMPTY/a"), "a.cnf:5: dbpath: variable $EMPTY is not set"],
    [
      "another user's home",
      zz("dbpath = ~scm/a"),
      'a.cnf:5: dbpath: "~scm/a" begins with another user\'s home; write the full path',
    ],
    [
      "a database of no known kind",
      zz("dbpath = mysql://db/a"),
      `a.cnf:5: dbpath: "mysql://db/a" is not a file's path, or file:///PATH`,
    ],
    ["PostgreSQL", zz("dbpath = postgres://db/a"), "a.cnf:5: dbpath: PostgreSQL is not supported yet; use a file"],
    [
      "a name that is not filled in there",
      zz("dbpath = /%(node)s.db", "root = /%(srvnod)s", "reporturl = http://a/%(node)s", "[SITE]", "out = /%(hub)s"),
      "a.cnf:5: dbpath: %(node)s cannot be used here, only %(srvnode)s %(hub)s",
      "a.cnf:6: root: %(srvnod)s cannot be used here, only %(srvnode)s %(hub)s %(node)s",
      "a.cnf:7: reporturl: %(node)s cannot be used here, only %(srvnode)s %(hub)s",
      "a.cnf:9: out: %(hub)s cannot be used here",
    ],
    [
      "a root that is no full path",
      zz("root = backup"),
      'a.cnf:5: root: "backup" is not a full path (it must begin with /, ~ or $)',
    ],
    ["nothing after =", zz("message ="), "a.cnf:5: message: there is no value after the ="],
    [
      "an address of a page that is none",
      zz("reporturl = ftp://a/"),
      'a.cnf:5: reporturl: "ftp://a/" is not a web address',
    ],
    [
      "a mail address that is none",
      zz("email = a@b a@b@c x"),
      ...["a@b@c", "x"].map((a) => `a.cnf:5: email: "${a}" is not a mail address`),
    ],
    ["a zone that is none", zz("timezone = Daya/Bay"), 'a.cnf:5: timezone: "Daya/Bay" is not a time zone'],
    ["no time at all", zz("[SITE]", "every = 0h"), 'a.cnf:6: every: "0h" is not a duration (90s, 15m, 26h, 7d)'],
    ["a time to connect with a unit", zz("[ENV]", "timeout = 2s"), 'a.cnf:6: timeout: "2s" is not a number of seconds'],
    ...["%Y/%m", "%Y-%m-%d-%M", "%Y%m%d%Y", "%Y-%m-%d %h", "%Y%m%d%", "daily", "MTIME"].map(
      (stamp): [string, string, string] => [
        `the stamp ${stamp}`,
        zz(`stamp = ${stamp}`),
        `a.cnf:5: stamp: "${stamp}" does not say where the date is: use %Y %m %d, then %H %M %S if they are there, each once; or mtime`,
      ],
    ),
    [
      "a pattern with a folder",
      zz("pattern = *.gz daily/*.gz"),
      'a.cnf:5: pattern: "*.gz daily/*.gz" is not a list of file names (* and ? are wildcards)',
    ],
    ...["8", "8 MiB", "0MB", "8mib", "-1GB"].map((output): [string, string, string] => [
      `an output of ${output}`,
      zz("[ENV]", `output = ${output}`),
      `a.cnf:6: output: "${output}" is not a size (500kB, 8MiB, 1GB)`,
    ]),
    [
      "a deadline that no timer keeps",
      zz("[ENV]", "nodedeadline = 30d"),
      'a.cnf:6: nodedeadline: "30d" is not a duration of up to 24h (90s, 15m)',
    ],
    ["no records at all", zz("[ENV]", "records = 0"), 'a.cnf:6: records: "0" is not a whole number from 1 to 1000000'],
    ["an unknown way", zz("[SDU]", "transport = rsh"), 'a.cnf:6: transport: "rsh" is not ssh or local'],
    [
      "a port beyond the last",
      zz("[SDU]", "port = 65536"),
      'a.cnf:6: port: "65536" is not a whole number from 1 to 65535',
    ],
    ["a user that ssh would take for an option", zz("[SDU]", "user = -v"), 'a.cnf:6: user: "-v" is not a user\'s name'],
    ["neither True nor False", zz("[ENV]", "verbose = perhaps"), 'a.cnf:6: verbose: "perhaps" is not True or False'],
    ...["a/b", "..", "data", "badge"].map((name): [string, string, string] => [
      `srvnode ${name}`,
      `[HUB]\nZZ = SDU\n[ZZ]\nsrvnode = ${name}`,
      `a.cnf:4: srvnode: "${name}" is not a free folder name (data, badge and the names of our own pages are taken)`,
    ]),
    [
      "tags that are no names",
      "[HUB]\n-Z = a/b -c\n[-Z]\nsrvnode = a",
      ...["-Z", "a/b", "-c"].map(
        (tag) => `a.cnf:2: ${tag} cannot be the name of a hub or node: it contains a / or begins with -`,
      ),
    ],
    [
      "nodes with one page",
      "[HUB]\nZZ = z9:1 Z9-1\n[ZZ]\nsrvnode = a",
      "a.cnf:2: nodes z9:1 and Z9-1 of hub ZZ would both have the page Z9-1.html",
    ],
    [
      "a node with a page of the hub's",
      "[HUB]\nZZ = Index report\n[ZZ]\nsrvnode = a",
      "a.cnf:2: node Index would get the page Index.html, which is the hub's own",
      "a.cnf:2: node report would get the page report.html, which is the hub's own",
    ],
    [
      "hubs with one srvnode",
      "[HUB]\nA = X\nB = Y\n[A]\nsrvnode = a\n[B]\nsrvnode = a",
      "a.cnf:7: hubs A and B both have srvnode a",
    ],
    [
      "hubs with one root on one node, however it is written",
      "[HUB]\nA = X\nB = X\n[A]\nsrvnode = a\nroot = /d\n[B]\nsrvnode = b\nroot = /d//",
      "a.cnf:9: hubs A and B have the same root on node X: /d//",
    ],
    ["a node that stands twice", "[HUB]\nA = X X\n[A]\nsrvnode = a", "a.cnf:2: node X is listed twice in hub A"],
    [
      "a jspath that is something else",
      "[HUB]\nA = X\n[A]\nsrvnode = a\njspath = scm_backup_monitor.db",
      `a.cnf:5: the JSON of node X of hub A would be written to ${join(folder, "scm_backup_monitor.db")}, which is the database or one of its files`,
    ],
    [
      "a jspath among the pages",
      "[HUB]\nA = X\n[A]\nsrvnode = a\njspath = out/a/X.json",
      `a.cnf:5: the JSON of node X of hub A would be written to ${join(folder, "out/a/X.json")}, which is among the pages`,
    ],
    [
      "nodes with one jspath",
      "[HUB]\nA = X Y\n[A]\nsrvnode = a\njspath = /www/../a.json",
      "a.cnf:5: node X of hub A and node Y of hub A would both write their JSON to /a.json",
    ],
    [
      "hubs with one jspath",
      "[HUB]\nA = X\nB = X\n[A]\nsrvnode = a\njspath = /%(node)s\n[B]\nsrvnode = b\njspath = /%(node)s",
      "a.cnf:9: node X of hub A and node X of hub B would both write their JSON to /X",
    ],
  ];
  for (const [what, text, ...wrong] of cases)
    it(`include ${what}`, () => {
      assert.deepEqual(wrongs(text), wrong);
    });

  it("always end with an example", () => {
    for (const [, text] of cases)
      for (const problem of mistakesOf(() => siteOf(text)))
        assert.match(problem, /^a\.cnf:\d+: .*\. For example: \S.*$/);
  });

  it("include a file that cannot be read, beside what is wrong in the others", () => {
    siteOf(zz());
    assert.deepEqual(
      mistakesOf(() => readSite(["none.cnf", "a.cnf", "."], context)),
      [
        "none.cnf: cannot be read (no such file or directory). For example: scm-backup-monitor init writes one",
        ".: cannot be read (illegal operation on a directory). For example: scm-backup-monitor init writes one",
      ],
    );
  });

  it("show control characters of the file's name as text", () => {
    assert.match(mistakesOf(() => readSite(["\x1b[31m"], context))[0]!, /^\\x1b\[31m: cannot be read/);
  });
});
