// What do the command lines of all commands have in common?
import { existsSync } from "node:fs";
import { join } from "node:path";
import { InvalidArgumentError, Option } from "commander";
import { isTime } from "../time.ts";
import type { Request, World } from "./world.ts";

/** The command line of a command, defined in its own file. */
export interface CommandLine {
  /** Name and arguments: `build [hub...]`. */
  usage: string;
  description: string;
  /** All options except --debug. */
  options: Option[];
  act: (words: string[], options: Options, world: World) => Promise<CommandResult>;
}

/** The options as commander parses them. Those that a command does not take are absent. */
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

export interface CommandResult {
  /** For stdout, with a newline at the end. */
  text?: string;
  /** Default: 0. */
  exitCode?: number;
}

/** Used if no config is named and there is none in the working directory. */
const SYSTEM_CONFIG = "/etc/scm-backup-monitor/site.cnf";

const gather = (value: string, earlier: string[] = []) => [...earlier, value];

export const CONFIG = new Option(
  "-c, --config <file>",
  `config file; may be repeated (default: ./site.cnf, else ${SYSTEM_CONFIG})`,
).argParser(gather);

export const OUT = new Option("--out <dir>", "write the site to this folder").argParser((text) => {
  if (text === "") throw new InvalidArgumentError("It must name a folder.");
  return text;
});

export const QUIET = new Option("-q, --quiet", "print errors only");
export const VERBOSE = new Option("-v, --verbose", "print each step, even without a terminal");
export const DEBUG = new Option("--debug", "print a stack trace if there is an internal error");

export const AS_OF = new Option(
  "--as-of <time>",
  "show what was known then: 2026-11-24T05:00:00Z, or, in the site's zone, yesterday, 2026-11-28 or 2026-11-28 06:00",
).argParser((text) => {
  if (isTime(text)) return text;
  throw new InvalidArgumentError("It must be a time: 2026-11-24T05:00:00Z, yesterday, 2026-11-28 or 2026-11-28 06:00.");
});

/** For commands that cannot take it: explains why. */
export const NO_AS_OF = new Option("--as-of <time>").hideHelp().argParser(() => {
  throw new InvalidArgumentError("run and collect record what happens now. --as-of is for build and check.");
});

/** What the command line asks for. */
export function requestOf(hubs: string[], { config, out, asOf }: Options, { cwd }: World): Request {
  const found = existsSync(join(cwd, "site.cnf")) || !existsSync(SYSTEM_CONFIG) ? "site.cnf" : SYSTEM_CONFIG;
  return { configs: config ?? [found], hubs, out, asOf };
}
