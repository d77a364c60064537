// What a command gets from its environment, and what it was asked for. Tests pass their own.
import type { Log } from "../log.ts";
import type { Instant, Node, Site, Transport } from "../model.ts";

export interface World {
  /** The time of the run: the clock is read once. */
  now: Instant;
  cwd: string;
  /** How to call this program from `cwd`, for commands that we print. */
  program: string;
  home: string;
  env: Record<string, string | undefined>;
  /** Aborted by SIGINT and SIGTERM. */
  signal: AbortSignal;
  log: Log;
  transports(site: Site): Record<Node["transport"], Transport>;
  /** The names of all commands, if a hub on the command line may be a mistyped one. */
  commands?: string[];
}

/** What the command line asks for. */
export interface Request {
  /** Config files, in order. */
  configs: string[];
  /** Hub tags; empty: all. */
  hubs: string[];
  /** Folder of the site, instead of the config's. */
  out?: string | undefined;
  /** As typed; `readTime` accepts it. */
  asOf?: string | undefined;
}
