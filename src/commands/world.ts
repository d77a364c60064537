// Everything a command takes from the machine it runs on; tests hand in their own.
import type { Log } from "../log.ts";
import type { Instant, Node, Site, Transport } from "../model.ts";

export interface World {
  /** The one reading of the clock. */
  now: Instant;
  cwd: string;
  /** How to call this program from there, for commands that we print. */
  program: string;
  home: string;
  env: Record<string, string | undefined>;
  /** Aborted by SIGINT and SIGTERM. */
  signal: AbortSignal;
  log: Log;
  transports(site: Site): Record<Node["transport"], Transport>;
  /** Names of commands, where a hub's tag may be a mistyped one. */
  meant?: string[];
}

/** What the person asked for. */
export interface Request {
  /** Config files, in their order. */
  configs: string[];
  /** Hub tags; empty: all. */
  hubs: string[];
  out?: string | undefined;
  /** As the person wrote it: `readWhen` knows it. */
  asOf?: string | undefined;
}
