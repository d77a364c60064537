// Which command runs on a node? One that only reads, the same everywhere except for shell, roots and patterns, which are quoted.
import { createHash } from "node:crypto";
import type { Node, Root } from "../model.ts";
import { stampForm } from "../stamp.ts";

/**
 * One line that any login shell understands (csh and fish too): only words and single quotes. Fabric ran everything
 * through `/bin/bash -l -c`, so that $SCM_FOLD from a profile is known; an ssh server alone does not read the profile.
 * The answer begins with the hashes `question` and `edition`, since a key may be locked to another command.
 */
export function remoteCommand(node: Node, as = edition(node)): string {
  return compose(node, `${question(node)} ${as}`);
}

/** Hash of the whole command: differs if anything in it does. */
export function edition(node: Node): string {
  return fingerprint(compose(node, ""));
}

/** Hash of what is asked. An answer to another question must not be used. */
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

// `exec` and the redirection inside save a process each: bash replaces itself by its last command if nothing remains to be done.
const LOGIN_SHELL = 'b=/bin/bash; [ -x $b ] || b=sh; exec $b -l -c "$@" </dev/null';

/** `~/bin/bash` stays as it is, so that ~ is expanded; anything with special characters is quoted. */
function word(text: string): string {
  return /^[\w~+,./:=@%-]+$/.test(text) ? text : quote(text);
}

/**
 * A quote becomes `'\''`. In text that is quoted again it becomes NESTED, since fish reads `\'` between quotes as a
 * quote.
 */
export function quote(text: string, escaped = "\\'"): string {
  return `'${text.replaceAll("'", `'${escaped}'`)}'`;
}

const NESTED = `"'"`;

// Records end in NUL, since a file name may contain anything else. A NUL comes first, so that what a profile prints before
// is cut off. The trailer counts their bytes independently. With LC_ALL=C names match as bytes and error messages are English.
// There is no `!`, which is history expansion in csh. A backslash before a program bypasses aliases from a profile.
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

// What the tools can do is tested only if find failed: starting a process costs more than all the rest. Tested are: ignoring a file
// deleted while find reads, printing sizes (GNU), passing many names at once (POSIX since 2004), comparing sizes (BusyBox may
// lack it), and whether stat is that of GNU and BusyBox or of the BSDs.
const TOOLS =
  "race=-ignore_readdir_race; gnu=yes; many=+; size=-size; few=-3; c=-c; s=%s; t=%Y; best=$race$gnu$many$size; asked=; " +
  'works() { \\find / "$@" >/dev/null 2>&1; }; tools() { asked=yes; works $race -prune || race=; ' +
  'works -prune -printf "" || gnu=; works -prune -exec true {} + || many=";"; ' +
  "works -prune $size $few || { size=-name; few=/; }; " +
  "[ $gnu ] || \\stat -c %s / >/dev/null 2>&1 || { c=-f; s=%z; t=%m; }; }";

// Of consecutive sidecars with the same path up to the stamp, only the newest is read: ten thousand small files would
// be slow. `read` is a builtin, which saves a process for each. Only the text before the first `/` is printed: there the path begins.
const NOTE =
  "n=$1; g=$2; shift 2; k=; " +
  'say() { if [ "$k" ]; then x=; { IFS= read -r x <"$b"; } 2>/dev/null; ' +
  'printf "dna $n %s %s\\0" "${x%%/*}" "$b"; fi; }; ' +
  'for p do case $p in */LOCKED) printf "lock $n %s\\0" "$p"; continue ;; esac; ' +
  'q=${p%$g}; [ "$q" = "$p" ] && q=${p%/*}; ' +
  'if [ "$q" = "$k" ]; then [ "$p" -nt "$b" ] && b=$p; else say; k=$q; b=$p; fi; done; say; :';

// BusyBox and BSD have no -printf: then stat runs for each file, and its failure is reported as a failure of find.
const EACH =
  'n=$1; c=$2; s=$3; t=$4; shift 4; for p do x=$(stat $c "$s $t" "$p") && printf "file $n %s %s\\0" "$x" "$p" || ' +
  '{ [ -f "$p" ] && printf "found $n 1\\0"; }; done; :';

// A sidecar has about 70 bytes, so only files of less than three blocks of 512 are read (BusyBox rounds down). find's error messages are kept.
const LIST =
  'look() { e=$(\\exec find "$r/" $race \\( -type d -name LOCKED -o -type f -name "*.dna" $size $few \\) ' +
  '-exec sh -c "$note" sh $n "$g" {} $many -o -type f "$@" 2>&1 >&4); }; ' +
  'list() { if [ $gnu ]; then look "$@" -printf "file $n %s %T@ %p\\0"; ' +
  'else look "$@" -exec sh -c "$each" sh $n $c $s $t {} $many; fi; }';

// A find that does not know an option exits before it prints anything, and is called again without it.
const ROOT =
  "root() { n=$1; r=$2; g=$3; shift 3; case $r in /*) ;; *) r=$PWD/$r ;; esac; " +
  'if [ -d "$r/" ]; then if [ -r "$r/" ] && [ -x "$r/" ]; then is=ok; else is=unreadable; fi; else is=absent; fi; ' +
  'printf "root $n $is %s\\0" "$r"; if [ $is = ok ]; then list "$@"; f=$?; ' +
  '[ $f = 0 ] || [ $asked ] || { tools; [ $race$gnu$many$size = $best ] || { list "$@"; f=$?; }; }; ' +
  'printf "found $n $f\\0tools %s %s\\0" "${gnu:-no}" "$0"; if [ "$e" ]; then printf "said $n %.999s\\0" "$e"; fi; ' +
  'printf "space $n %s\\0" "$(\\exec df -Pk "$r/" 2>/dev/null)"; fi; } 4>&1';

// dd reports on stderr how many bytes went through it; some builds of BusyBox do not.
const TRAILER =
  "{ if command -v dd >/dev/null; then n=$(records | \\dd bs=65536 2>&1 >&5); else records; n=; fi; } 5>&1; " +
  'case $n in *" bytes"*) n=${n%% bytes*}; n=${n##*out?} ;; *) n=- ;; esac; printf "end %s\\0" $n';

/** The call for one root: its path, a glob for the end of a path from the stamp on, and find's test for tarballs. */
function ask({ root, patterns, stamp }: Root, index: number): string {
  const end = stampForm(stamp)?.glob ?? "/*";
  const names = patterns.map((pattern) => `-name ${quote(pattern, NESTED)}`);
  return `root ${index} ${expandable(root)} ${quote(end, NESTED)} \\( ${names.join(" -o ")} \\)`;
}

/** A leading `~` and variables are left for the node's login shell to expand; everything else is quoted. */
function expandable(root: string): string {
  const [, home = "", rest] = /^(~[\w.-]*(?:\/|$))?(.*)$/s.exec(root)!;
  const parts = rest!.split(VARIABLE).map((part, i) => (i % 2 ? `"\${${name(part)}-}"` : part && quote(part, NESTED)));
  return home + parts.join("") || "''";
}

/** Prints a record for each variable of a root that is not set in the login shell. */
function unset({ root }: Root, index: number): string {
  const names = root.split(VARIABLE).filter((_, i) => i % 2);
  return names.map((part) => `[ "\${${name(part)}-}" ] || printf "unset ${index} ${name(part)}\\0"; `).join("");
}

const VARIABLE = /(\$[A-Za-z_]\w*|\$\{[A-Za-z_]\w*\})/;

function name(variable: string): string {
  return variable.replace(/[${}]/g, "");
}
