// What is run on a node? One read-only command, constant but for the shell, the roots and the patterns, which are quoted.
import { createHash } from "node:crypto";
import type { Node, Root } from "../model.ts";
import { stampForm } from "../stamp.ts";

/**
 * One line, for whatever shell the login has (csh and fish too): words and single quotes only. Fabric ran everything
 * through `/bin/bash -l -c`, so that a profile's $SCM_FOLD is seen; an ssh server alone does not read the profile.
 * The answer begins with the question and the edition: a key may be locked to a command that is not this one.
 */
export function remoteCommand(node: Node, as = edition(node)): string {
  return compose(node, `${question(node)} ${as}`);
}

/** Tells this command from any other, however little they differ. */
export function edition(node: Node): string {
  return fingerprint(compose(node, ""));
}

/** What is asked: the answer to any other question must not be taken for an answer to this one. */
export function question(node: Node): string {
  return fingerprint(JSON.stringify(node.roots.map(({ root, patterns }) => [root, patterns])));
}

function fingerprint(text: string): string {
  return createHash("sha256").update(text).digest("hex").slice(0, 12);
}

function compose(node: Node, asked: string): string {
  const told = quote(script(node.roots, asked));
  if (node.shell) return [...node.shell.map(word), told, "</dev/null"].join(" ");
  return ["/bin/sh", "-c", quote(LOGIN_SHELL), "sh", told].join(" ");
}

// `exec` and a redirection inside save a process each: bash turns into the last command that it is given if nothing is left to do.
const LOGIN_SHELL = 'b=/bin/bash; [ -x $b ] || b=sh; exec $b -l -c "$@" </dev/null';

/** `~/bin/bash` stays live, anything odd is quoted. */
function word(text: string): string {
  return /^[\w~+,./:=@%-]+$/.test(text) ? text : quote(text);
}

/** A quote becomes `'\''`; in what is quoted again NESTED, for between quotes fish takes `\'` as a quote. */
export function quote(text: string, escaped = "\\'"): string {
  return `'${text.replaceAll("'", `'${escaped}'`)}'`;
}

const NESTED = `"'"`;

// Records end in NUL, for a file name may hold everything else; a NUL comes first, so that what a profile prints before
// is cut off. The trailer counts their bytes on a way of its own. Names match as bytes and complaints are English (LC_ALL=C).
// No `!` anywhere: csh would look for it in its history. A backslash before a program keeps a profile's aliases away.
function script(roots: Root[], asked: string): string {
  return [
    "export LC_ALL=C",
    "set +eu; unset IFS", // a profile may have set them
    TOOLS,
    `note=${quote(NOTE)}`,
    `each=${quote(EACH)}`,
    LIST,
    ROOT,
    `records() { printf "\\0scm-backup-monitor 1\\0clock %s\\0asked ${asked}\\0" "\${EPOCHSECONDS:-$(\\date +%s)}"; ` +
      `${roots.map(unset).join("")}${roots.map(ask).join("; ")}; }`,
    TRAILER,
  ].join("; ");
}

// What the tools can is asked only where find ended badly: a process costs more than all the rest. Not to trip over a file
// purged while it reads, to print sizes (GNU), to take many names at once (POSIX since 2004), to compare sizes (BusyBox may
// be built without); GNU's and BusyBox' stat, or the BSDs'.
const TOOLS =
  "race=-ignore_readdir_race; gnu=yes; many=+; size=-size; few=-3; c=-c; s=%s; t=%Y; best=$race$gnu$many$size; asked=; " +
  'works() { \\find / "$@" >/dev/null 2>&1; }; tools() { asked=yes; works $race -prune || race=; ' +
  'works -prune -printf "" || gnu=; works -prune -exec true {} + || many=";"; ' +
  "works -prune $size $few || { size=-name; few=/; }; " +
  "[ $gnu ] || \\stat -c %s / >/dev/null 2>&1 || { c=-f; s=%z; t=%m; }; }";

// Of sidecars that come one after the other and begin alike up to the stamp, the newest: ten thousand small files would
// be slow to read. `read` is the shell's own, no process for each. Of the text what stands before a `/`: there the path begins.
const NOTE =
  "n=$1; g=$2; shift 2; k=; " +
  'say() { if [ "$k" ]; then x=; { IFS= read -r x <"$b"; } 2>/dev/null; ' +
  'printf "dna $n %s %s\\0" "${x%%/*}" "$b"; fi; }; ' +
  'for p do case $p in */LOCKED) printf "lock $n %s\\0" "$p"; continue ;; esac; ' +
  'q=${p%$g}; [ "$q" = "$p" ] && q=${p%/*}; ' +
  'if [ "$q" = "$k" ]; then [ "$p" -nt "$b" ] && b=$p; else say; k=$q; b=$p; fi; done; say; :';

// BusyBox and BSD have no -printf: a stat for each file then, and a failure is told as a failure of find.
const EACH =
  'n=$1; c=$2; s=$3; t=$4; shift 4; for p do x=$(stat $c "$s $t" "$p") && printf "file $n %s %s\\0" "$x" "$p" || ' +
  '{ [ -f "$p" ] && printf "found $n 1\\0"; }; done; :';

// A sidecar has some 70 bytes: less than three blocks of 512 (BusyBox rounds down) may be one. What find complains of is kept.
const LIST =
  'look() { e=$(\\exec find "$r/" $race \\( -type d -name LOCKED -o -type f -name "*.dna" $size $few \\) ' +
  '-exec sh -c "$note" sh $n "$g" {} $many -o -type f "$@" 2>&1 >&4); }; ' +
  'list() { if [ $gnu ]; then look "$@" -printf "file $n %s %T@ %p\\0"; ' +
  'else look "$@" -exec sh -c "$each" sh $n $c $s $t {} $many; fi; }';

// A find that does not know a word ends before it prints, and is called again without it.
const ROOT =
  "root() { n=$1; r=$2; g=$3; shift 3; case $r in /*) ;; *) r=$PWD/$r ;; esac; " +
  'if [ -d "$r/" ]; then if [ -r "$r/" ] && [ -x "$r/" ]; then is=ok; else is=unreadable; fi; else is=absent; fi; ' +
  'printf "root $n $is %s\\0" "$r"; if [ $is = ok ]; then list "$@"; f=$?; ' +
  '[ $f = 0 ] || [ $asked ] || { tools; [ $race$gnu$many$size = $best ] || { list "$@"; f=$?; }; }; ' +
  'printf "found $n $f\\0tools %s %s\\0" "${gnu:-no}" "$0"; if [ "$e" ]; then printf "said $n %.999s\\0" "$e"; fi; ' +
  'printf "space $n %s\\0" "$(\\exec df -Pk "$r/" 2>/dev/null)"; fi; } 4>&1';

// dd tells on its stderr how many bytes went through it; a BusyBox may be built to keep that to itself.
const TRAILER =
  "{ if command -v dd >/dev/null; then n=$(records | \\dd bs=65536 2>&1 >&5); else records; n=; fi; } 5>&1; " +
  'case $n in *" bytes"*) n=${n%% bytes*}; n=${n##*out?} ;; *) n=- ;; esac; printf "end %s\\0" $n';

/** Which root, how paths there end from the stamp on, and what find shall take for a tarball. */
function ask({ root, patterns, stamp }: Root, index: number): string {
  const end = stampForm(stamp)?.glob ?? "/*";
  const names = patterns.map((pattern) => `-name ${quote(pattern, NESTED)}`);
  return `root ${index} ${expandable(root)} ${quote(end, NESTED)} \\( ${names.join(" -o ")} \\)`;
}

/** A leading `~` and the variables stay live for the node's login shell, everything else is quoted. */
function expandable(root: string): string {
  const [, home = "", rest] = /^(~[\w.-]*(?:\/|$))?(.*)$/s.exec(root)!;
  const parts = rest!.split(VARIABLE).map((part, i) => (i % 2 ? `"\${${name(part)}-}"` : part && quote(part, NESTED)));
  return home + parts.join("") || "''";
}

/** Tells which variables of a root the login shell did not know. */
function unset({ root }: Root, index: number): string {
  const names = root.split(VARIABLE).filter((_, i) => i % 2);
  return names.map((part) => `[ "\${${name(part)}-}" ] || printf "unset ${index} ${name(part)}\\0"; `).join("");
}

const VARIABLE = /(\$[A-Za-z_]\w*|\$\{[A-Za-z_]\w*\})/;

function name(variable: string): string {
  return variable.replace(/[${}]/g, "");
}
