import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { chmodSync, mkdirSync, symlinkSync, unlinkSync, utimesSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, it, type TestContext } from "node:test";
import { remoteCommand } from "../../src/collect/command.ts";
import { readRecords } from "../../src/collect/records.ts";
import { bytesOf } from "../../src/text.ts";
import { skipWithout } from "../support/sshd.ts";
import { scratch } from "../support/world.ts";
import { node } from "./node.ts";

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
  const home = { ...process.env, HOME: "/nonexistent", LC_ALL: "C.UTF-8", ...env };
  return spawnSync(shell[0]!, [...shell.slice(1), "-c", command], { env: home, maxBuffer: 1e8, ...who });
}

function listed(stdout: Buffer, roots = 1) {
  const listing = readRecords(stdout, roots);
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
  for (const shell of SHELLS) {
    it(
      `lists every tarball, exactly, when the login shell is ${shell.join(" ")}`,
      { skip: skipWithout(shell[0]!, shell[0]!) },
      (context) => {
        const root = tree(context);
        const { stdout, status } = ask(shell, remoteCommand(node([root])));
        const { files, odd, found } = listed(stdout)[0]!;
        assert.deepEqual(files.map(({ path }) => path).sort(), NAMES.map((name) => join(root, name)).sort());
        assert.ok(files.every(({ bytes, changed }) => bytes === 5 && changed === 1352909600));
        assert.deepEqual([odd.count, found, status], [0, 0, 0]);
      },
    );

    it(
      `lists the same through ${shell.join(" ")} as the node's own shell`,
      { skip: skipWithout(shell[0]!, shell[0]!) },
      (context) => {
        const root = tree(context);
        const { stdout } = ask(["sh"], remoteCommand(node([root], { shell: [...shell, "-c"] })));
        assert.equal(listed(stdout)[0]!.files.length, NAMES.length);
      },
    );
  }

  it("lists the same where find has no -printf", { skip: WITHOUT_BUSYBOX }, (context) => {
    const [root, path] = [tree(context), busybox(context)];
    const { stdout } = ask([join(path, "sh")], remoteCommand(node([root], { shell: [join(path, "sh"), "-c"] })), {
      PATH: path,
    });
    const { files, odd } = listed(stdout)[0]!;
    assert.deepEqual(files.map((file) => file.path).sort(), NAMES.map((name) => join(root, name)).sort());
    assert.ok(files.every(({ bytes, changed }) => bytes === 5 && changed === 1352909600));
    assert.equal(odd.count, 0);
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
    assert.match(listed(stdout)[0]!.said, /stat.*not found/);
  });

  it("ends its list with `-` where it cannot count", { skip: WITHOUT_BUSYBOX }, (context) => {
    const [root, path] = [tree(context), busybox(context)];
    unlinkSync(join(path, "tee"));
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
    assert.equal(
      remoteCommand(node(["$SCM_FOLD/backup/dayabay"])),
      [
        `/bin/sh -c 'b=/bin/bash; [ -x $b ] || b=sh; exec $b -l -c "$@"' sh '`,
        `export LC_ALL=C; set -- "\${SCM_FOLD-}"'\\''/backup/dayabay'\\''; `,
        `race=-ignore_readdir_race; find / $race -prune >/dev/null 2>&1 || race=; `,
        `if find / -prune -printf "" >/dev/null 2>&1; then gnu=yes; else gnu=; fi; `,
        `if stat -c %s / >/dev/null 2>&1; then c=-c; s=%s; t=%Y; else c=-f; s=%z; t=%m; fi; `,
        `files() { if [ $gnu ]; then find "$r/" $race -type f -name "*.gz" -printf "file $n %s %T@ %p\\0"; `,
        `else find "$r/" -type f -name "*.gz" -exec sh -c '\\''n=$1; c=$2; s=$3; t=$4; shift 4; for p do `,
        `x=$(stat $c "$s $t" "$p") && printf "file $n %s %s\\0" "$x" "$p" || `,
        `{ [ -f "$p" ] && printf "found $n 1\\0"; }; done; :'\\'' sh $n $c $s $t {} +; fi; }; `,
        `root() { case $r in /*) ;; *) r=$PWD/$r ;; esac; `,
        `if [ -d "$r/" ]; then if [ -r "$r/" ] && [ -x "$r/" ]; then is=ok; else is=unreadable; fi; else is=absent; fi; `,
        `printf "root $n $is %s\\0" "$r"; if [ $is = ok ]; then `,
        `e=$({ files >&4; printf "found $n %s\\0" $? >&4; } 2>&1 | { head -n 1; cat >/dev/null; }); `,
        `if [ "$e" ]; then printf "said $n %s\\0" "$e"; fi; fi; } 4>&1; `,
        `records() { printf "\\0scm-backup-monitor 1\\0clock %s\\0" "$(date +%s)"; `,
        `[ "\${SCM_FOLD-}" ] || printf "unset 0 SCM_FOLD\\0"; n=0; for r do root; n=$((n+1)); done; }; `,
        `{ if tee /dev/fd/3 </dev/null >/dev/null 2>&1; `,
        `then records "$@" | tee /dev/fd/3 | { n=$(tr -dc "\\0" | wc -c); printf "end %s\\0" $n >&3; }; `,
        `else records "$@"; printf "end -\\0"; fi; } 3>&1 | cat' </dev/null`,
      ].join(""),
    );
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
    const { stdout } = ask(["sh"], remoteCommand(node(["/tmp", "$NO_SUCH/nowhere/${NOR_THIS}"])));
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
    assert.equal(listed(stdout)[0]!.found, 1);
    assert.match(listed(stdout)[0]!.said, /svn.*Permission denied/);
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
