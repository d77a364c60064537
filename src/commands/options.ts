// What do commands have in common on the command line?
import { existsSync } from "node:fs";
import { join } from "node:path";
import { InvalidArgumentError, Option } from "commander";
import { isWhen } from "../time.ts";
import type { Request, World } from "./world.ts";

/** A command as a person types it; each defines its own beside what it does. */
export interface CommandLine {
  /** Its name and arguments: `build [hub...]`. */
  usage: string;
  description: string;
  /** All that it takes, besides --debug. */
  options: Option[];
  act: (words: string[], options: Options, world: World) => Promise<Ended>;
}

/** What commander makes of the options; those that a command does not take are never there. */
export interface Options {
  config?: string[];
  out?: string;
  quiet?: boolean;
  verbose?: boolean;
  debug?: boolean;
  asOf?: string;
  json?: boolean;
  explain?: string | true;
}

export interface Ended {
  /** For stdout, its last line ended. */
  text?: string;
  /** 0 where it says nothing. */
  exitCode?: number;
}

/** Where the config is if there is none here and none is named. */
const SYSTEM_CONFIG = "/etc/scm-backup-monitor/site.cnf";

const gather = (value: string, earlier: string[] = []) => [...earlier, value];

export const CONFIG = new Option(
  "-c, --config <file>",
  `config file, may be repeated (default: ./site.cnf, else ${SYSTEM_CONFIG})`,
).argParser(gather);

export const OUT = new Option("--out <dir>", "write the site below this folder").argParser((text) => {
  if (text === "") throw new InvalidArgumentError("It must name a folder.");
  return text;
});

export const QUIET = new Option("-q, --quiet", "print nothing but errors");
export const VERBOSE = new Option("-v, --verbose", "print what happens, even without a terminal");
export const DEBUG = new Option("--debug", "print the stack of an internal error");

export const AS_OF = new Option(
  "--as-of <time>",
  "as it was then: 2026-11-24T05:00:00Z, or in the site's zone yesterday, 2026-11-28 or 2026-11-28 06:00",
).argParser((text) => {
  if (isWhen(text)) return text;
  throw new InvalidArgumentError("It must be a time: 2026-11-24T05:00:00Z, yesterday, 2026-11-28 or 2026-11-28 06:00.");
});

/** Of commands that write down what really happens. */
export const NO_AS_OF = new Option("--as-of <time>").hideHelp().argParser(() => {
  throw new InvalidArgumentError("run and collect record what really happens. --as-of is for build and check.");
});

export function requestOf(hubs: string[], { config, out, asOf }: Options, { cwd }: World): Request {
  const found = existsSync(join(cwd, "site.cnf")) || !existsSync(SYSTEM_CONFIG) ? "site.cnf" : SYSTEM_CONFIG;
  return { configs: config ?? [found], hubs, out, asOf };
}
