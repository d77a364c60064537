// What may stand in site.cnf? Reading, defaults, suggestions and the manual's check all go by this one table.
import type { TypeName } from "./types.ts";

export interface Key {
  /** What its value is (`types.ts`). `$VAR` and `~` expand in a path; those of a root are the node's. */
  type: TypeName;
  /** The `%(name)s` that are filled in; in paths and roots any other is a mistake. */
  fills?: readonly FillName[];
  /** Read as if it had been written. */
  default?: string;
  /** What holds without the key, in words, where no value says it. A key with neither this nor a default must be there. */
  otherwise?: string;
  meaning: string;
  /** A value that would be right. */
  example: string;
  /** Accepted because the predecessor's files have it; means nothing here. */
  idle?: true;
}

export type FillName = "srvnode" | "hub" | "node";

const BASH = "`/bin/bash -l -c` where there is one, else `sh -l -c`";
const SHELL = {
  type: "command",
  meaning: "Words before the command on the node.",
  example: "/opt/bin/bash -l -c",
} as const;
const USER = { type: "user", meaning: "Whom to log in as.", example: "backup" } as const;
const PORT = { type: "port", meaning: "Where the node's sshd listens.", example: "22" } as const;
const KEYFILE = { type: "paths", meaning: "Private keys to log in with.", example: "~/.ssh/id_ed25519" } as const;
const ENVS = { otherwise: "what `[ENV]` says" } as const;
const SSHS = { otherwise: "what ssh_config says" } as const;

// prettier-ignore
export const KEYS = {
  SITE: {
    title: { type: "text", default: "Backups", meaning: "Name of the site, at the top of every page.", example: "Daya Bay SCM backups" },
    out: { type: "path", default: "out", meaning: "Folder of the pages, made where it is missing.", example: "out" },
    timezone: { type: "zone", otherwise: "this machine's", meaning: "Zone of pages and plots.", example: "Asia/Shanghai" },
    footer: { type: "text", otherwise: "nothing more", meaning: "Text at the foot of every page.", example: "Questions: backup@example.org" },
    style: { type: "path", otherwise: "ours alone", meaning: "Style sheet that goes after ours.", example: "own.css" },
    templates: { type: "path", otherwise: "ours alone", meaning: "Folder of templates that stand in for ours, file by file.", example: "own-templates" },
    every: { type: "span", otherwise: "learned from the last 10 collections, else `24h`", meaning: "How often cron runs us.", example: "24h" },
  },
  ENV: {
    verbose: { type: "flag", otherwise: "nothing", meaning: "The predecessor's; does nothing here.", example: "True", idle: true },
    timeout: { type: "seconds", default: "10", meaning: "Time to connect to a node.", example: "2" },
    nodedeadline: { type: "deadline", default: "60s", meaning: "Time for a whole node, from its name to the last record.", example: "5m" },
    deadline: { type: "deadline", default: "15m", meaning: "Time for asking all nodes; those not done by then are left out.", example: "30m" },
    output: { type: "size", default: "8MiB", meaning: "How much a node may print.", example: "32MiB" },
    records: { type: "number", default: "20000", meaning: "How many records a node may list: a tarball is one, its sidecar another.", example: "100000" },
    keep: { type: "span", default: "14d", meaning: "How long good copies of the database are kept, one a day; the newest always is.", example: "30d" },
    sshconfig: { type: "path", otherwise: "what ssh itself reads", meaning: "ssh_config file, as `ssh -F`.", example: "~/.ssh/config" },
    concurrency: { type: "count", default: "10", meaning: "Nodes asked at a time.", example: "10" },
    user: { ...USER, ...SSHS },
    port: { ...PORT, ...SSHS },
    key_filename: { ...KEYFILE, ...SSHS },
    shell: { ...SHELL, otherwise: BASH },
  },
  hub: {
    srvnode: { type: "name", meaning: "Directory under the backup root, and of the hub's pages.", example: "dayabay" },
    root: { type: "root", fills: ["srvnode", "hub", "node"], default: "$SCM_FOLD/backup/%(srvnode)s", meaning: "Where the hub's tarballs lie on the node.", example: "/data/backup/%(srvnode)s" },
    pattern: { type: "patterns", default: "*.gz", meaning: "Names of tarballs.", example: "*.gz *.zst" },
    stamp: { type: "stamp", default: "/%Y/%m/%d/%H%M%S/", meaning: "Where the date stands in a tarball's path, or `mtime`: the time of its last change.", example: "-%Y-%m-%d." },
    dbpath: { type: "database", fills: ["srvnode", "hub"], default: "scm_backup_monitor.db", meaning: "Database; hubs may share one. Its folder must be there.", example: "/var/lib/scm_backup_monitor.db" },
    jspath: { type: "path", fills: ["srvnode", "hub", "node"], otherwise: "`scm_backup_monitor_<node>.json` in `data` below `out`", meaning: "JSON file of a node, as the predecessor wrote it; its folder is made where it is missing.", example: "/var/www/html/data/scm_backup_monitor_%(node)s.json" },
    select: { type: "words", default: "", meaning: "Items that are judged, drawn and published; none named: all.", example: "svn/dybsvn tracs/dybsvn" },
    reporturl: { type: "url", fills: ["srvnode", "hub"], otherwise: "no link", meaning: "Where readers find the hub's page.", example: "http://example.org/monitor/%(srvnode)s/" },
    email: { type: "addresses", default: "", meaning: "Who is told by mail.", example: "a@example.org b@example.org" },
    message: { type: "text", otherwise: "none", meaning: "Free text shown on the hub's page.", example: "asked through cms01" },
    timezone: { type: "zone", otherwise: "this machine's", meaning: "Zone of the stamps in the paths.", example: "Asia/Shanghai" },
    maxage: { type: "maxage", default: "auto", meaning: "How old the newest backup of an item may be.", example: "auto tracs/*=7" },
    retired: { type: "words", default: "", meaning: "Items of which no new backup is expected: shown, and not judged.", example: "svn/old tracs/20*" },
    frozen: { type: "count", default: "10", meaning: "After how many nights of one size, to the byte, an item that always varied is pointed out.", example: "30" },
    scale: { type: "scale", default: "panels", meaning: "How plots show sizes: `panels`, each item on a scale of its own; or all in one frame, `linear` or `log`.", example: "log" },
    patience: { type: "span", default: "26h", meaning: "How long a node may fail to answer before that is an alarm.", example: "3d" },
  },
  node: {
    transport: { type: "transport", default: "ssh", meaning: "How to reach the node: by ssh, or the same command on this machine.", example: "local" },
    timeout: { type: "seconds", ...ENVS, meaning: "Time to connect to this node.", example: "5" },
    user: { ...USER, ...ENVS },
    port: { ...PORT, ...ENVS },
    key_filename: { ...KEYFILE, ...ENVS },
    shell: { ...SHELL, ...ENVS },
    kex: { type: "kex", otherwise: "those that are safe today", meaning: "Key exchanges, as ssh_config's KexAlgorithms.", example: "+diffie-hellman-group14-sha1" },
  },
  silence: {
    reason: { type: "text", meaning: "Why; it stands beside every finding that is silenced.", example: "disk exchange" },
    hub: { type: "words", default: "*", meaning: "Hubs, by tag or `srvnode`.", example: "ZZ" },
    node: { type: "words", default: "*", meaning: "Nodes.", example: "SDU Z9:*" },
    item: { type: "words", default: "*", meaning: "Items.", example: "tracs/*" },
    check: { type: "checks", default: "*", meaning: "Checks, by their names in [checks.md](checks.md).", example: "space" },
    from: { type: "moment", otherwise: "always", meaning: "When it begins.", example: "2026-12-24 18:00" },
    until: { type: "moment", otherwise: "open, with `weekly`", meaning: "When it ends; a day without a time is silent to its end.", example: "2026-12-27" },
    weekly: { type: "windows", default: "", meaning: "Only within these windows of every week.", example: "Sun 02:00-06:00" },
    timezone: { type: "zone", otherwise: "the site's", meaning: "Zone of these times.", example: "Asia/Shanghai" },
  },
} as const satisfies Record<string, Record<string, Key>>;

export type Kind = keyof typeof KEYS;
export type KeyOf<K extends Kind> = keyof (typeof KEYS)[K] & string;

export const KINDS = Object.keys(KEYS) as Kind[];

export function keyOf(kind: Kind, name: string): Key | undefined {
  const keys: Record<string, Key> = KEYS[kind];
  return Object.hasOwn(keys, name) ? keys[name] : undefined;
}

/** Fabric 1's `env`: accepted in [ENV] and node sections like the keys above that it shares with us, but ignored. */
export const FABRIC = new Set(
  `abort_exception abort_on_prompts again_prompt all_hosts always_use_pty colorize_errors combine_stderr command
  command_prefixes command_timeout connection_attempts cwd dedupe_hosts default_port disable_known_hosts
  eagerly_disconnect echo_stdin effective_roles exclude_hosts fabfile forward_agent gateway gss_auth gss_deleg gss_kex
  hide host host_string hosts keepalive key lcwd linewise local_user no_agent no_keys ok_ret_codes output_prefix
  parallel password passwords path path_behavior pool_size prompts quiet rcfile real_fabfile reject_unknown_hosts
  remote_interrupt roledefs roles shell_env show skip_bad_hosts skip_unknown_tasks ssh_config_path sudo_password
  sudo_passwords sudo_prefix sudo_prompt sudo_user system_known_hosts tasks use_exceptions_for use_shell use_ssh_config
  version warn_only`.split(/\s+/),
);
