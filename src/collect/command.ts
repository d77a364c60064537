// What is run on a node? One read-only command, constant but for the shell and the roots, which are quoted.
import type { Node } from "../model.ts";

/**
 * One line, for whatever shell the login has (csh and fish too): words and single quotes only. Fabric ran everything
 * through `/bin/bash -l -c`, so that a profile's $SCM_FOLD is seen; an ssh server alone does not read the profile.
 */
export function remoteCommand(node: Node): string {
  const shell = node.shell?.map(word) ?? ["/bin/sh", "-c", quote(LOGIN_SHELL), "sh"];
  return [...shell, quote(script(node.roots.map(({ root }) => root))), "</dev/null"].join(" ");
}

const LOGIN_SHELL = 'b=/bin/bash; [ -x $b ] || b=sh; exec $b -l -c "$@"';

/** `~/bin/bash` stays live, anything odd is quoted. */
function word(text: string): string {
  return /^[\w~+,./:=@%-]+$/.test(text) ? text : quote(text);
}

/** A quote becomes `'\''`; in what is quoted again `'"'"'`, for between quotes fish takes `\'` as a quote. */
function quote(text: string, escaped = "\\'"): string {
  return `'${text.replaceAll("'", `'${escaped}'`)}'`;
}

// Records end in NUL, for a file name may hold everything else; a NUL comes first, so that what a profile prints before
// is cut off. The trailer counts them on a way of its own. Names match as bytes and complaints are English (LC_ALL=C).
// No `!` anywhere: csh would look for it in its history.
function script(roots: string[]): string {
  return [
    "export LC_ALL=C",
    `set -- ${roots.map(expandable).join(" ")}`,
    // Where find has it: a file purged while find reads is no error.
    "race=-ignore_readdir_race; find / $race -prune >/dev/null 2>&1 || race=",
    'if find / -prune -printf "" >/dev/null 2>&1; then gnu=yes; else gnu=; fi',
    "if stat -c %s / >/dev/null 2>&1; then c=-c; s=%s; t=%Y; else c=-f; s=%z; t=%m; fi",
    FILES,
    ROOT,
    `records() { printf "\\0scm-backup-monitor 1\\0clock %s\\0" "$(date +%s)"; ${roots.map(unset).join("")}` +
      `n=0; for r do root; n=$((n+1)); done; }`,
    TRAILER,
  ].join("; ");
}

// BusyBox and BSD have no -printf: a stat for each file then, and a failure is told as a failure of find.
const EACH =
  'n=$1; c=$2; s=$3; t=$4; shift 4; for p do x=$(stat $c "$s $t" "$p") && printf "file $n %s %s\\0" "$x" "$p" || ' +
  '{ [ -f "$p" ] && printf "found $n 1\\0"; }; done; :';

const FILES =
  `files() { if [ $gnu ]; then find "$r/" $race -type f -name "*.gz" -printf "file $n %s %T@ %p\\0"; ` +
  `else find "$r/" -type f -name "*.gz" -exec sh -c ${quote(EACH)} sh $n $c $s $t {} +; fi; }`;

// find's first complaint becomes a record, so that the reason can name it; the rest is drained, or find would be killed.
const ROOT =
  "root() { case $r in /*) ;; *) r=$PWD/$r ;; esac; " +
  'if [ -d "$r/" ]; then if [ -r "$r/" ] && [ -x "$r/" ]; then is=ok; else is=unreadable; fi; else is=absent; fi; ' +
  'printf "root $n $is %s\\0" "$r"; if [ $is = ok ]; then ' +
  'e=$({ files >&4; printf "found $n %s\\0" $? >&4; } 2>&1 | { head -n 1; cat >/dev/null; }); ' +
  'if [ "$e" ]; then printf "said $n %s\\0" "$e"; fi; fi; } 4>&1';

// `cat` makes fd 3 a pipe: an ssh server hands out a socket, which /dev/fd cannot open again.
const TRAILER =
  "{ if tee /dev/fd/3 </dev/null >/dev/null 2>&1; " +
  'then records "$@" | tee /dev/fd/3 | { n=$(tr -dc "\\0" | wc -c); printf "end %s\\0" $n >&3; }; ' +
  'else records "$@"; printf "end -\\0"; fi; } 3>&1 | cat';

/** A leading `~` and the variables stay live for the node's login shell, everything else is quoted. */
function expandable(root: string): string {
  const [, home = "", rest] = /^(~[\w.-]*(?:\/|$))?(.*)$/s.exec(root)!;
  const parts = rest!.split(VARIABLE).map((part, i) => (i % 2 ? `"\${${name(part)}-}"` : part && quote(part, `"'"`)));
  return home + parts.join("") || "''";
}

/** Tells which variables of a root the login shell did not know. */
function unset(root: string, index: number): string {
  const names = root.split(VARIABLE).filter((_, i) => i % 2);
  return names.map((part) => `[ "\${${name(part)}-}" ] || printf "unset ${index} ${name(part)}\\0"; `).join("");
}

const VARIABLE = /(\$[A-Za-z_]\w*|\$\{[A-Za-z_]\w*\})/;

function name(variable: string): string {
  return variable.replace(/[${}]/g, "");
}
