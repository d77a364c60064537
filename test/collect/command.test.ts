import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { chmodSync, mkdirSync, readFileSync, symlinkSync, unlinkSync, utimesSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { after, describe, it, type TestContext } from "node:test";
import { question, remoteCommand } from "../../src/collect/command.ts";
import { readRecords } from "../../src/collect/records.ts";
import { bytesOf } from "../../src/text.ts";
import { skipWithout } from "../support/sshd.ts";
import { scratch } from "../support/world.ts";
import { node } from "./node.ts";

/** Of its own: fish makes folders there. */
const HOME = scratch({ after: (fn) => after(fn as () => void) });
chmodSync(HOME, 0o755);

/** Root may read everything. */
const NOBODY = process.getuid!() === 0 ? { uid: 65534 } : {};

/** Names that have hurt somebody, raw. */
const NAMES = [
  "svn/dybsvn/2012/11/13/161023/dybsvn-123.tar.gz",
  'it\'s "here"/2012/11/13/161023/$(id) `id` a b.tar.gz',
  "line\nfile 0 1 1 /etc/x.gz\nend 2/x.gz",
  "-n/-delete.gz",
  "100%s\\0/x.gz",
  "\udcff\udcfe/\udcff.gz",
];

function tree(context: TestContext): string {
  const root = join(scratch(context), "backup");
  for (const name of NAMES) {
    const path = bytesOf(join(root, name));
    mkdirSync(bytesOf(dirname(join(root, name))), { recursive: true });
    writeFileSync(path, "12345");
    utimesSync(path, 1352909600, 1352909600);
  }
  writeFileSync(join(root, "svn/dybsvn/2012/11/13/161023/dybsvn-123.tar.gz.dna"), "{}");
  symlinkSync("dybsvn", join(root, "svn/last"));
  return root;
}

/** What a login shell prints that is given the command as ssh gives it. */
function ask(shell: string[], command: string, env: NodeJS.ProcessEnv = {}, who: { uid?: number } = {}) {
  const home = { ...process.env, HOME, LC_ALL: "C.UTF-8", ...env };
  return spawnSync(shell[0]!, [...shell.slice(1), "-c", command], { env: home, maxBuffer: 1e8, ...who });
}

function listed(stdout: Buffer, roots = 1) {
  const listing = readRecords(stdout, roots, 20_000);
  assert.equal(listing.trouble, "");
  return listing.roots;
}

/** A folder with BusyBox under the name of each of its programs: the PATH of a small NAS. */
function busybox(context: TestContext): string {
  const folder = scratch(context);
  const { stdout } = spawnSync("busybox", ["--list"], { encoding: "utf8" });
  const path = spawnSync("sh", ["-c", "command -v busybox"], { encoding: "utf8" }).stdout.trim();
  for (const name of new Set(["busybox", ...stdout.trim().split("\n")])) symlinkSync(path, join(folder, name));
  return folder;
}

const WITHOUT_BUSYBOX = skipWithout("busybox", "busybox");

describe("the remote command", () => {
  const SHELLS = [["sh"], ["bash"], ["dash"], ["busybox", "sh"]];
  for (const shell of [...SHELLS, ["tcsh"], ["fish"]])
    it(
      `lists every tarball, exactly, when the login shell is ${shell.join(" ")}`,
      { skip: skipWithout(shell[0]!, shell[0]!) },
      (context) => {
        const root = tree(context);
        const { stdout, status } = ask(shell, remoteCommand(node([root])));
        const { files, malformed, found } = listed(stdout)[0]!;
        assert.deepEqual(files.map(({ path }) => path).sort(), NAMES.map((name) => join(root, name)).sort());
        assert.ok(files.every(({ bytes, changed }) => bytes === 5 && changed === 1352909600));
        assert.deepEqual([malformed.count, found, status], [0, 0, 0]);
      },
    );

  for (const shell of SHELLS)
    it(
      `lists the same through ${shell.join(" ")} as the node's own shell`,
      { skip: skipWithout(shell[0]!, shell[0]!) },
      (context) => {
        const root = tree(context);
        const { stdout } = ask(["sh"], remoteCommand(node([root], { shell: [...shell, "-c"] })));
        assert.equal(listed(stdout)[0]!.files.length, NAMES.length);
      },
    );

  it("lists the same where find has no -printf", { skip: WITHOUT_BUSYBOX }, (context) => {
    const [root, path] = [tree(context), busybox(context)];
    const { stdout } = ask([join(path, "sh")], remoteCommand(node([root], { shell: [join(path, "sh"), "-c"] })), {
      PATH: path,
    });
    const { files, malformed } = listed(stdout)[0]!;
    assert.deepEqual(files.map((file) => file.path).sort(), NAMES.map((name) => join(root, name)).sort());
    assert.ok(files.every(({ bytes, changed }) => bytes === 5 && changed === 1352909600));
    assert.equal(malformed.count, 0);
  });

  it("lists the same with the stat of a BSD", { skip: WITHOUT_BUSYBOX }, (context) => {
    const [root, path] = [tree(context), busybox(context)];
    unlinkSync(join(path, "stat"));
    const bsd = '[ "$1" = -f ] && [ "$2" = "%z %m" ] || exit 1; exec busybox stat -c "%s %Y" "$3"';
    writeFileSync(join(path, "stat"), `#!${join(path, "sh")}\n${bsd}\n`, { mode: 0o755 });
    // BusyBox' own shell takes its applets before the PATH.
    const { stdout } = ask(["/bin/sh"], remoteCommand(node([root], { shell: ["/bin/sh", "-c"] })), { PATH: path });
    assert.ok(listed(stdout)[0]!.files.every(({ bytes, changed }) => bytes === 5 && changed === 1352909600));
    assert.equal(listed(stdout)[0]!.files.length, NAMES.length);
  });

  it("does not take a node without stat for an empty one", { skip: WITHOUT_BUSYBOX }, (context) => {
    const [root, path] = [tree(context), busybox(context)];
    unlinkSync(join(path, "stat"));
    const { stdout } = ask(["/bin/sh"], remoteCommand(node([root], { shell: ["/bin/sh", "-c"] })), { PATH: path });
    assert.equal(listed(stdout)[0]!.found, 1);
    assert.match(listed(stdout)[0]!.complaint, /stat.*not found/);
  });

  it("ends its list with `-` where it cannot count", { skip: WITHOUT_BUSYBOX }, (context) => {
    const [root, path] = [tree(context), busybox(context)];
    unlinkSync(join(path, "dd"));
    const { stdout } = ask(["/bin/sh"], remoteCommand(node([root], { shell: ["/bin/sh", "-c"] })), { PATH: path });
    assert.ok(stdout.toString().endsWith("\0end -\0"));
    assert.equal(listed(stdout)[0]!.files.length, NAMES.length);
  });

  it("is one line, for csh as for fish: no history, and no backslash before a quote inside quotes", () => {
    const command = remoteCommand(node(["$SCM_FOLD/it's", "~/x"]));
    assert.doesNotMatch(command, /[\n!]/);
    const quoted = command
      .replaceAll("'\\''", "''")
      .split("'")
      .filter((_, i) => i % 2);
    for (const text of quoted) assert.doesNotMatch(text, /\\$|\\\\/);
  });

  it("says what it is, to the byte: a key may be locked to it", () => {
    const command = remoteCommand(node(["$SCM_FOLD/backup/dayabay"]));
    assert.equal(
      command.replace(/asked \w{12} \w{12}/, "asked QQQ TTT"),
      [
        `/bin/sh -c 'b=/bin/bash; [ -x $b ] || b=sh; exec $b -l -c "$@" </dev/null' sh 'export LC_ALL=C; set +eu; unset IFS; `,
        `race=-ignore_readdir_race; gnu=yes; many=+; size=-size; few=-3; c=-c; s=%s; t=%Y; best=$race$gnu$many$size; asked=; `,
        `works() { \\find / "$@" >/dev/null 2>&1; }; tools() { asked=yes; works $race -prune || race=; `,
        `works -prune -printf "" || gnu=; works -prune -exec true {} + || many=";"; works -prune $size $few || `,
        `{ size=-name; few=/; }; [ $gnu ] || \\stat -c %s / >/dev/null 2>&1 || { c=-f; s=%z; t=%m; }; }; `,
        `note='\\''n=$1; g=$2; shift 2; k=; say() { if [ "$k" ]; then x=; { IFS= read -r x <"$b"; `,
        `} 2>/dev/null; printf "dna $n %s %s\\0" "\${x%%/*}" "$b"; fi; }; for p do case $p in */LOCKED) `,
        `printf "lock $n %s\\0" "$p"; continue ;; esac; q=\${p%$g}; [ "$q" = "$p" ] && q=\${p%/*}; `,
        `if [ "$q" = "$k" ]; then [ "$p" -nt "$b" ] && b=$p; else say; k=$q; b=$p; fi; done; say; :'\\''; `,
        `each='\\''n=$1; c=$2; s=$3; t=$4; shift 4; for p do x=$(stat $c "$s $t" "$p") `,
        `&& printf "file $n %s %s\\0" "$x" "$p" || { [ -f "$p" ] && printf "found $n 1\\0"; }; done; :'\\''; `,
        `look() { e=$(\\exec find "$r/" $race \\( -type d -name LOCKED -o -type f -name "*.dna" $size $few \\) `,
        `-exec sh -c "$note" sh $n "$g" {} $many -o -type f "$@" 2>&1 >&4); }; `,
        `list() { if [ $gnu ]; then look "$@" -printf "file $n %s %T@ %p\\0"; `,
        `else look "$@" -exec sh -c "$each" sh $n $c $s $t {} $many; fi; }; root() { n=$1; r=$2; g=$3; shift 3; `,
        `case $r in /*) ;; *) r=$PWD/$r ;; esac; if [ -d "$r/" ]; then if [ -r "$r/" ] && [ -x "$r/" ]; `,
        `then is=ok; else is=unreadable; fi; else is=absent; fi; printf "root $n $is %s\\0" "$r"; `,
        `if [ $is = ok ]; then list "$@"; f=$?; [ $f = 0 ] || [ $asked ] || { tools; `,
        `[ $race$gnu$many$size = $best ] || { list "$@"; f=$?; }; }; `,
        `printf "found $n $f\\0tools %s %s\\0" "\${gnu:-no}" "$0"; if [ "$e" ]; then printf "said $n %.999s\\0" "$e"; fi; `,
        `printf "space $n %s\\0" "$(\\exec df -Pk "$r/" 2>/dev/null)"; fi; } 4>&1; records() `,
        `{ printf "\\0scm-backup-monitor 1\\0clock %s\\0asked QQQ TTT\\0" "\${EPOCHSECONDS:-$(\\date +%s)}"; `,
        `[ "\${SCM_FOLD-}" ] || printf "unset 0 SCM_FOLD\\0"; `,
        `root 0 "\${SCM_FOLD-}"'\\''/backup/dayabay'\\'' '\\''/[0-9][0-9][0-9][0-9]/[0-9][0-9]/[0-9][0-9]/[0-9][0-9][0-9][0-9][0-9][0-9]/*'\\'' \\(`,
        ` -name '\\''*.gz'\\'' \\); }; { if command -v dd >/dev/null; then n=$(records | \\dd bs=65536 2>&1 >&5); `,
        `else records; n=; fi; } 5>&1; case $n in *" bytes"*) n=\${n%% bytes*}; n=\${n##*out?} ;; *) n=- ;; esac; `,
        `printf "end %s\\0" $n'`,
      ].join(""),
    );
  });
});

/** Night after night of two items, each tarball with its sidecar, and what is none. */
function noted(context: TestContext): string {
  const root = join(scratch(context), "backup");
  ["svn/a", "svn/b"].forEach((item, i) => {
    for (const day of ["12", "14", "13"]) {
      const folder = join(root, item, "2012/11", day, "161023");
      mkdirSync(folder, { recursive: true });
      writeFileSync(join(folder, "x.tar.gz"), "12345");
      const sidecar = join(folder, "x.tar.gz.dna");
      writeFileSync(sidecar, `{'dig': '${day.repeat(16)}', 'size': ${i}${day}L}${i ? "\n" : ""}`);
      utimesSync(sidecar, 1352909600 + Number(day), 1352909600 + Number(day));
    }
  });
  mkdirSync(join(root, "LOCKED"));
  mkdirSync(join(root, "svn/c/x.gz.dna"), { recursive: true });
  writeFileSync(join(root, "svn/c/big.gz.dna"), "x".repeat(1600));
  writeFileSync(join(root, "svn/c/odd.gz.dna"), "half a\0 no/te\nsecond line");
  return root;
}

/** A folder of programs that is found before all others; each is a script for sh. */
function standIns(context: TestContext, programs: Record<string, string>): string {
  const folder = scratch(context);
  for (const [name, script] of Object.entries(programs))
    writeFileSync(join(folder, name), `#!/bin/sh\n${script}\n`, { mode: 0o755 });
  return `${folder}:${process.env.PATH!}`;
}

/** A find that does not know these words. */
const without = (words: string) =>
  `for w do case " ${words} " in *" $w "*) echo "find: unrecognized: $w" >&2; exit 1 ;; esac; done; exec /usr/bin/find "$@"`;

describe("what lies beside the tarballs", () => {
  const SYSTEMS: Record<string, (context: TestContext) => { PATH: string; shell?: string }> = {
    "the usual find": () => ({ PATH: process.env.PATH! }),
    "BusyBox alone": (context) => {
      const folder = busybox(context);
      return { PATH: folder, shell: join(folder, "sh") };
    },
    "a find that can do no more than in 1990": (context) => ({
      PATH: standIns(context, { find: without("-printf -ignore_readdir_race +") }),
    }),
    "GNU's find of 2001": (context) => ({ PATH: standIns(context, { find: without("-ignore_readdir_race +") }) }),
  };
  for (const [system, prepare] of Object.entries(SYSTEMS)) {
    it(`is told by ${system}`, { skip: system === "BusyBox alone" && WITHOUT_BUSYBOX }, (context) => {
      const root = noted(context);
      const { PATH, shell = "/bin/sh" } = prepare(context);
      const { stdout } = ask([shell], remoteCommand(node([root], { shell: [shell, "-c"] })), { PATH });
      const { files, sidecars: notes, locked, space, malformed, complaint: said } = listed(stdout)[0]!;
      assert.equal(files.length, 6);
      const texts = new Map(notes.map(({ path, text }) => [path.replace(/\/+/g, "/"), text]));
      for (const [i, item] of ["svn/a", "svn/b"].entries())
        assert.equal(
          texts.get(join(root, item, "2012/11/14/161023/x.tar.gz.dna")),
          `{'dig': '${"14".repeat(16)}', 'size': ${i}14L}`,
        );
      assert.equal(texts.get(join(root, "svn/c/odd.gz.dna")), "half a no");
      assert.ok([...texts.keys()].every((path) => !/big|x\.gz/.test(path)));
      assert.equal(locked, join(root, "LOCKED"));
      assert.ok(space!.freeBytes >= 0 && space!.totalBytes > space!.freeBytes);
      assert.deepEqual([malformed.count, said], [0, ""]);
    });
  }

  it("is read where it is newest only: of several nights' sidecars one", (context) => {
    const { stdout } = ask(["sh"], remoteCommand(node([noted(context)])));
    const notes = listed(stdout)[0]!.sidecars.filter(({ path }) => path.includes("2012"));
    assert.equal(notes.length, 2);
  });

  it("is left unread where find cannot tell sizes", (context) => {
    const PATH = standIns(context, { find: without("-printf -ignore_readdir_race -size") });
    const { stdout } = ask(["sh"], remoteCommand(node([noted(context)], { shell: ["sh", "-c"] })), { PATH });
    const { files, sidecars: notes, found } = listed(stdout)[0]!;
    assert.deepEqual([files.length, notes, found], [6, [], 0]);
  });

  it("does not matter where df does not know -P", (context) => {
    const PATH = standIns(context, { df: 'echo "df: invalid option -- P" >&2; exit 1' });
    const { stdout } = ask(["sh"], remoteCommand(node([noted(context)], { shell: ["sh", "-c"] })), { PATH });
    const { files, space, complaint: said } = listed(stdout)[0]!;
    assert.deepEqual([files.length, space, said], [6, undefined, ""]);
  });

  it("is never a tarball's contents: no process reads one", { skip: skipWithout("strace", "strace") }, (context) => {
    const root = noted(context);
    const log = join(scratch(context), "log");
    ask(["strace", "-f", "-e", "trace=open,openat", "-o", log, "sh"], remoteCommand(node([root])));
    const opened = readFileSync(log, "utf8")
      .split("\n")
      .filter((line) => line.includes(".gz"));
    assert.ok(opened.length > 0);
    for (const line of opened) assert.match(line, /\.dna", O_RDONLY|O_DIRECTORY/);
  });
});

describe("a pattern", () => {
  it("is part of the question: what was listed for another is no answer", () => {
    const asked = node(["/scm"]);
    const roots = (...patterns: string[]) => ({ ...asked, roots: [{ ...asked.roots[0]!, patterns }] });
    const questions = [roots("*.gz"), roots("*.zst"), roots("*.gz", "*.zst")].map(question);
    assert.equal(new Set(questions).size, 3);
  });

  it("tells what is a tarball; there may be several, and nothing in them is more than a pattern", (context) => {
    const root = scratch(context);
    for (const name of ["a.sql.zst", "b.tgz", "c.gz", "it's.$(id) !x", "[d].tar"]) writeFileSync(join(root, name), "1");
    const found = (...patterns: string[]) => {
      const asked = node([root]);
      const { stdout, stderr } = ask(["sh"], remoteCommand({ ...asked, roots: [{ ...asked.roots[0]!, patterns }] }));
      assert.equal(stderr.toString(), "");
      return listed(stdout)[0]!
        .files.map(({ path }) => path.slice(root.length).replace(/^\/+/, ""))
        .sort();
    };
    assert.deepEqual(found("*.zst", "*.tgz"), ["a.sql.zst", "b.tgz"]);
    assert.deepEqual(found("it's.$(id)*", "?.gz"), ["c.gz", "it's.$(id) !x"]);
    assert.deepEqual(found("[[]d].tar", "'", "-o", ")"), ["[d].tar"]);
    assert.equal(found("*").length, 5);
  });
});

describe("a profile", () => {
  const LOGINS = [
    ["/bin/bash", "-l", "-c"],
    ["/bin/dash", "-l", "-c"],
  ];
  const PROFILES: Record<string, string> = {
    "prints before and complains": 'echo "Welcome to SDU"; echo oops >&2; no_such_program',
    "renames programs": "for p in find df date stat dd exec; do alias $p='echo aliased'; done",
    "is strict": "set -eu; set -o noclobber; IFS=0",
    "ends with an error": "false",
    "sets another language": "export LC_ALL=ja_JP.UTF-8 LANG=de_DE POSIXLY_CORRECT=1",
  };
  for (const login of LOGINS)
    for (const [what, profile] of Object.entries(PROFILES))
      it(`that ${what} spoils nothing, read by ${login[0]!}`, (context) => {
        const [home, root] = [scratch(context), noted(context)];
        const text = `shopt -s expand_aliases 2>/dev/null || :; ${profile}\n`;
        for (const name of [".bash_profile", ".profile"]) writeFileSync(join(home, name), text);
        writeFileSync(join(home, ".bash_logout"), "echo Bye; printf 'end 1\\0'; false\n");
        const { stdout, status } = ask(["sh"], remoteCommand(node([root], { shell: login })), { HOME: home });
        const { files, sidecars: notes, locked, space } = listed(stdout)[0]!;
        assert.deepEqual([files.length, notes.length >= 3, locked !== "", status], [6, true, true, 0]);
        assert.ok(space);
      });

  it("that ends the shell ends the visit: nothing is taken for an empty node", (context) => {
    const home = scratch(context);
    for (const name of [".bash_profile", ".profile"]) writeFileSync(join(home, name), "exit 3\n");
    const { stdout, status } = ask(["sh"], remoteCommand(node([noted(context)])), { HOME: home });
    assert.equal(status, 3);
    assert.match(readRecords(stdout, 1, 20_000).trouble, /no list/);
  });
});

describe("a root", () => {
  it("is expanded by the login shell, after the profile has run", (context) => {
    const home = scratch(context);
    const root = tree(context);
    const profile = `echo "Welcome to SDU"; SCM_FOLD='${dirname(root)}'; export SCM_FOLD\n`;
    for (const name of [".bash_profile", ".profile"]) writeFileSync(join(home, name), profile);
    writeFileSync(join(home, ".bash_logout"), "echo Bye\n");
    mkdirSync(join(home, "mine"));
    const roots = ["$SCM_FOLD/backup", "${SCM_FOLD}/backup", "~/mine", "~", "mine"];
    const { stdout } = ask(["sh"], remoteCommand(node(roots)), { HOME: home });
    assert.ok(stdout.toString().startsWith("Welcome"));
    const expanded = listed(stdout, roots.length).map(({ path }) => path);
    assert.deepEqual(expanded, [root, root, join(home, "mine"), home, join(process.cwd(), "mine")]);
  });

  it("that names an unknown variable says so", () => {
    const { stdout } = ask(["sh"], remoteCommand(node([import.meta.dirname, "$NO_SUCH/nowhere/${NOR_THIS}"])));
    const second = listed(stdout, 2)[1]!;
    assert.deepEqual(second.unset, ["NO_SUCH", "NOR_THIS"]);
    assert.deepEqual([second.state, second.path], ["absent", "/nowhere"]);
  });

  const HOSTILE = [
    "/a'b",
    "/a;id",
    "/$(id)",
    "/`id`",
    "/a b  c",
    '/"x"',
    "/*",
    "/a&b|c>d<e",
    "/$1$@$$$?$-",
    "/a\\b",
    "/#x",
    "/{a,b}",
    "/a~",
    "/-n",
    "/%s%n",
  ];
  it("is nothing but a name, whatever stands in it", () => {
    for (const shell of [["sh"], ["bash"]]) {
      const roots = HOSTILE.map((root) => `/nonexistent${root}`);
      const { stdout, stderr } = ask(shell, remoteCommand(node(roots)));
      assert.deepEqual(
        listed(stdout, roots.length).map(({ path }) => path),
        roots,
      );
      assert.equal(stderr.toString(), "");
    }
  });

  it("that cannot be read in part is told with what find says", (context) => {
    const root = tree(context);
    chmodSync(dirname(root), 0o755);
    chmodSync(join(root, "svn"), 0);
    const { stdout } = ask(["sh"], remoteCommand(node([root])), {}, NOBODY);
    chmodSync(join(root, "svn"), 0o755);
    const { found, complaint: said, files } = listed(stdout)[0]!;
    assert.deepEqual([found, files.length], [1, NAMES.length - 1]);
    assert.match(said, /svn.*Permission denied/);
  });

  it("that cannot be read at all says so", (context) => {
    const root = tree(context);
    chmodSync(dirname(root), 0o755);
    chmodSync(root, 0);
    const { stdout } = ask(["sh"], remoteCommand(node([root])), {}, NOBODY);
    chmodSync(root, 0o755);
    assert.equal(listed(stdout)[0]!.state, "unreadable");
  });
});
