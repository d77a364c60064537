// Which keys does site.cnf have? Reading, defaults, suggestions and the test of the manual all use this table.
import type { TypeName } from "./types.ts";

export interface Key {
  /** Type of its value (`types.ts`). `$VAR` and `~` expand in paths; in a root they are expanded on the node. */
  type: TypeName;
  /** The `%(name)s` that are replaced; in paths and roots any other is a mistake. */
  placeholders?: readonly Placeholder[];
  /** Used as if it had been written. */
  default?: string;
  /**
   * For the manual: what applies without the key, if that is no fixed value. A key with neither this nor a default is
   * required.
   */
  fallback?: string;
  meaning: string;
  /** A valid value. */
  example: string;
  /** Accepted because the predecessor's files have it; has no effect. */
  ignored?: true;
}

export type Placeholder = "srvnode" | "hub" | "node";

const BASH = "`/bin/bash -l -c` if there is one, else `sh -l -c`";
const SHELL = {
  type: "command",
  meaning: "Shell that runs the command on the node.",
  example: "/opt/bin/bash -l -c",
} as const;
const USER = { type: "user", meaning: "User to log in as.", example: "backup" } as const;
const PORT = { type: "port", meaning: "Port of the node's sshd.", example: "22" } as const;
const KEYFILE = { type: "paths", meaning: "Private keys to log in with.", example: "~/.ssh/id_ed25519" } as const;
const ENVS = { fallback: "what `[ENV]` says" } as const;
const SSHS = { fallback: "what ssh_config says" } as const;

// prettier-ignore
export const KEYS = {
  SITE: {
    title: { type: "text", default: "Backups", meaning: "Name of the site, at the top of every page.", example: "Daya Bay SCM backups" },
    out: { type: "path", default: "out", meaning: "Folder of the pages, created if missing.", example: "out" },
    timezone: { type: "zone", fallback: "this machine's", meaning: "Time zone of pages and plots.", example: "Asia/Shanghai" },
    footer: { type: "text", fallback: "none", meaning: "Text at the bottom of every page.", example: "Questions: backup@example.org" },
    style: { type: "path", fallback: "none", meaning: "Style sheet appended to ours.", example: "own.css" },
    templates: { type: "path", fallback: "none", meaning: "Folder of templates that replace ours, file by file.", example: "own-templates" },
    every: { type: "span", fallback: "learned from the last 10 runs, else `24h`", meaning: "How often cron runs the monitor.", example: "24h" },
  },
  ENV: {
    verbose: { type: "flag", fallback: "none", meaning: "The predecessor's; has no effect.", example: "True", ignored: true },
    timeout: { type: "seconds", default: "10", meaning: "Time to connect to a node.", example: "2" },
    nodedeadline: { type: "deadline", default: "60s", meaning: "Time for one node, from resolving its name to the last record.", example: "5m" },
    deadline: { type: "deadline", default: "15m", meaning: "Time for asking all nodes; those not done by then count as timed out.", example: "30m" },
    output: { type: "size", default: "8MiB", meaning: "How much a node may send.", example: "32MiB" },
    records: { type: "number", default: "20000", meaning: "How many records a node may list: a tarball is one, its sidecar another.", example: "100000" },
    keep: { type: "span", default: "14d", meaning: "How long good copies of the database are kept, one a day; the newest is always kept.", example: "30d" },
    sshconfig: { type: "path", fallback: "what ssh itself reads", meaning: "ssh_config file, as in `ssh -F`.", example: "~/.ssh/config" },
    concurrency: { type: "count", default: "10", meaning: "How many nodes are asked at a time.", example: "10" },
    user: { ...USER, ...SSHS },
    port: { ...PORT, ...SSHS },
    key_filename: { ...KEYFILE, ...SSHS },
    shell: { ...SHELL, fallback: BASH },
  },
  hub: {
    srvnode: { type: "name", meaning: "Directory below the backup root, and of the hub's pages.", example: "dayabay" },
    root: { type: "root", placeholders: ["srvnode", "hub", "node"], default: "$SCM_FOLD/backup/%(srvnode)s", meaning: "Where the hub's tarballs are on the node.", example: "/data/backup/%(srvnode)s" },
    pattern: { type: "patterns", default: "*.gz", meaning: "File names of tarballs.", example: "*.gz *.zst" },
    stamp: { type: "stamp", default: "/%Y/%m/%d/%H%M%S/", meaning: "How a tarball's path gives its date, or `mtime`: its modification time.", example: "-%Y-%m-%d." },
    dbpath: { type: "database", placeholders: ["srvnode", "hub"], default: "scm_backup_monitor.db", meaning: "Database; hubs may share one. Its folder must exist.", example: "/var/lib/scm_backup_monitor.db" },
    jspath: { type: "path", placeholders: ["srvnode", "hub", "node"], fallback: "`data/scm_backup_monitor_<node>.json` below `out`", meaning: "JSON file of a node, as the predecessor wrote it; its folder is created if missing.", example: "/var/www/html/data/scm_backup_monitor_%(node)s.json" },
    select: { type: "words", default: "", meaning: "Items to judge, draw and publish; none means all.", example: "svn/dybsvn tracs/dybsvn" },
    reporturl: { type: "url", placeholders: ["srvnode", "hub"], fallback: "no link", meaning: "Public address of the hub's page.", example: "http://example.org/monitor/%(srvnode)s/" },
    email: { type: "addresses", default: "", meaning: "Mail addresses; this version sends no mail.", example: "a@example.org b@example.org" },
    message: { type: "text", fallback: "none", meaning: "Text shown on the hub's page.", example: "asked through cms01" },
    timezone: { type: "zone", fallback: "this machine's", meaning: "Time zone of the stamps in the paths.", example: "Asia/Shanghai" },
    maxage: { type: "maxage", default: "auto", meaning: "How old the newest backup of an item may be.", example: "auto tracs/*=7" },
    retired: { type: "words", default: "", meaning: "Items that get no new backups: shown, not judged.", example: "svn/old tracs/20*" },
    frozen: { type: "count", default: "10", meaning: "Warn when an item that always varied has had the same size to the byte for so many nights.", example: "30" },
    scale: { type: "scale", default: "panels", meaning: "How plots show sizes: `panels`, each item on its own scale; `linear` or `log`, all items in one frame.", example: "log" },
    patience: { type: "span", default: "26h", meaning: "How long a node may fail to answer before it is an alarm.", example: "3d" },
  },
  node: {
    transport: { type: "transport", default: "ssh", meaning: "How to reach the node: `ssh`, or `local` to run the same command on this machine.", example: "local" },
    timeout: { type: "seconds", ...ENVS, meaning: "Time to connect to this node.", example: "5" },
    user: { ...USER, ...ENVS },
    port: { ...PORT, ...ENVS },
    key_filename: { ...KEYFILE, ...ENVS },
    shell: { ...SHELL, ...ENVS },
    kex: { type: "kex", fallback: "those considered safe today", meaning: "Key exchanges, as in ssh_config's KexAlgorithms.", example: "+diffie-hellman-group14-sha1" },
  },
  silence: {
    reason: { type: "text", meaning: "Why; shown with every silenced finding.", example: "disk exchange" },
    hub: { type: "words", default: "*", meaning: "Hubs, by tag or `srvnode`.", example: "ZZ" },
    node: { type: "words", default: "*", meaning: "Nodes.", example: "SDU Z9:*" },
    item: { type: "words", default: "*", meaning: "Items.", example: "tracs/*" },
    check: { type: "checks", default: "*", meaning: "Checks, by their names in [checks.md](checks.md).", example: "space" },
    from: { type: "moment", fallback: "always", meaning: "When it starts.", example: "2026-12-24 18:00" },
    until: { type: "moment", fallback: "open, with `weekly`", meaning: "When it ends; a day without a time is included.", example: "2026-12-27" },
    weekly: { type: "windows", default: "", meaning: "Only in these windows, every week.", example: "Sun 02:00-06:00" },
    timezone: { type: "zone", fallback: "the site's", meaning: "Time zone of these times.", example: "Asia/Shanghai" },
  },
} as const satisfies Record<string, Record<string, Key>>;

export type Kind = keyof typeof KEYS;
export type KeyOf<K extends Kind> = keyof (typeof KEYS)[K] & string;

export const KINDS = Object.keys(KEYS) as Kind[];

export function keyOf(kind: Kind, name: string): Key | undefined {
  const keys: Record<string, Key> = KEYS[kind];
  return Object.hasOwn(keys, name) ? keys[name] : undefined;
}

/** Other keys of Fabric 1's `env`: accepted in [ENV] and node sections, but ignored. */
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
