#!/usr/bin/env node
// The person: arguments, messages, exit codes. Nothing else prints errors or ends the process.
import { homedir } from "node:os";
import type { Command } from "commander";
import type { Request, World } from "./commands/world.ts";

interface Options {
  config?: string[];
  out?: string;
  quiet?: boolean;
  verbose?: boolean;
  debug?: boolean;
  asOf?: number;
}

// Before anything is loaded that an older Node cannot read: hence no import of ours above that is more than a type.
const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
if (major < 20 || (major === 20 && minor < 19) || major === 21 || (major === 22 && minor < 13) || major === 23) {
  process.stderr.write(
    `scm-backup-monitor needs Node 20.19 or newer (22.13 or newer of 22, or 24), this is ${process.version}.\n`,
  );
  process.exitCode = 70;
} else {
  process.exitCode = await main(process.argv);
}

async function main(argv: string[]): Promise<number> {
  const { EXIT, UserError } = await import("./errors.ts");
  const interrupt = new AbortController();
  process.once("SIGINT", () => interrupt.abort(EXIT.interrupt));
  process.once("SIGTERM", () => interrupt.abort(EXIT.terminate));
  // `check | head -1` is no error of ours.
  process.stdout.on("error", () => process.exit(EXIT.ok));

  const program = await describe(interrupt.signal);
  const plugin = argv.slice(2).find((word) => !word.startsWith("-")) === "check";
  try {
    await program.parseAsync(argv);
    return Number(process.exitCode ?? EXIT.ok);
  } catch (error) {
    if (isCommander(error) && (error.exitCode === 0 || !plugin)) return error.exitCode === 0 ? EXIT.ok : EXIT.usage;
    if (interrupt.signal.aborted) return interrupt.signal.reason as number;
    const known = error instanceof UserError;
    const message = error instanceof Error ? error.message : String(error);
    const lines = known ? error.problems : isCommander(error) ? [message] : [`internal error: ${message}`];
    // A plugin's one line: whatever prevents judging is a state of its own.
    if (plugin) process.stdout.write(`SCM BACKUP UNKNOWN - ${lines.join("; ").replace(/[|\n]/g, " ")}\n`);
    else if (!known || error.code !== EXIT.busy || process.stderr.isTTY) {
      for (const line of lines) process.stderr.write(`scm-backup-monitor: ${line}\n`);
    }
    if (argv.includes("--debug")) process.stderr.write(`${String(error instanceof Error ? error.stack : error)}\n`);
    else if (!known && !plugin) process.stderr.write("Please report it with what --debug prints.\n");
    return plugin ? 3 : known ? error.code : EXIT.bug;
  }
}

function isCommander(error: unknown): error is { exitCode: number } {
  return error instanceof Error && "code" in error && String(error.code).startsWith("commander.");
}

async function describe(signal: AbortSignal): Promise<Command> {
  const { Command, InvalidArgumentError, Option } = await import("commander");
  const { openLog } = await import("./log.ts");
  const { hintForExample, summary } = await import("./commands/summary.ts");
  const { generator } = await import("./commands/generator.ts");
  const { readInstant } = await import("./time.ts");
  const { transports } = await import("./commands/transports.ts");

  const program = new Command("scm-backup-monitor")
    .description("See each morning that last night's backups arrived, whole, on every copy.")
    .version(generator())
    .exitOverride()
    .configureHelp({ showGlobalOptions: true });

  /** Its options are the same before and after the command's name. */
  const command = (usage: string, description: string, options?: { isDefault: boolean }) =>
    program
      .command(usage, options ?? {})
      .description(description)
      .exitOverride()
      .option("-c, --config <file>", "config file, may be repeated (default: ./site.cnf)", gather)
      .option("--out <dir>", "write the site below this folder")
      .option("-q, --quiet", "print nothing but errors")
      .option("-v, --verbose", "print what happens, even without a terminal")
      .option("--debug", "print the stack of an internal error");
  const asOf = () =>
    new Option("--as-of <time>", "judge as of this instant, as 2026-11-24T05:00:00Z").argParser((text) => {
      const at = readInstant(text);
      if (at === undefined) throw new InvalidArgumentError("It must be an instant, as 2026-11-24T05:00:00Z.");
      return at;
    });
  const request = (hubs: string[], options: Options): Request => ({
    configs: options.config ?? ["site.cnf"],
    hubs,
    out: options.out,
    asOf: options.asOf,
  });
  const world = (options: Options): World => ({
    now: Date.now(),
    cwd: process.cwd(),
    home: homedir(),
    env: process.env,
    signal,
    log: openLog(process.stderr, options.quiet === true, options.verbose === true),
    transports,
  });

  command("run [hub...]", "collect, judge, plot and publish: the cron line (the default)", { isDefault: true }).action(
    async (hubs: string[], options: Options) => {
      const { run } = await import("./commands/run.ts");
      const here = world(options);
      const { site, verdict } = await run(request(hubs, options), here);
      for (const line of [...summary(site, verdict), ...hintForExample(site)]) here.log.say(line);
    },
  );
  command("collect [hub...]", "ask the nodes and update the database").action(
    async (hubs: string[], options: Options) => {
      const { collectCommand } = await import("./commands/collect.ts");
      await collectCommand(request(hubs, options), world(options));
    },
  );
  command("build [hub...]", "write the site from the database alone")
    .addOption(asOf())
    .action(async (hubs: string[], options: Options) => {
      const { build } = await import("./commands/build.ts");
      const here = world(options);
      const { site, verdict } = await build(request(hubs, options), here);
      for (const line of summary(site, verdict)) here.log.say(line);
    });
  command("check [hub...]", "judge from the database: one plugin line, then a line a finding; exit 0 to 3")
    .addOption(asOf())
    .option("--json", "print status.json instead")
    .action(async (hubs: string[], options: Options & { json?: boolean }) => {
      const { check } = await import("./commands/check.ts");
      const { text, exitCode } = await check(request(hubs, options), world(options), options.json === true);
      process.stdout.write(text);
      process.exitCode = exitCode;
    });
  command("demo [dir]", "serve three backup nodes over ssh on loopback, a fourth is silent, and monitor them").action(
    async (dir: string | undefined, options: Options) => {
      const { demo } = await import("./commands/demo.ts");
      for (const line of await demo(dir, world(options))) process.stdout.write(`${line}\n`);
    },
  );
  command("init", "write a commented site.cnf").action(async (options: Options) => {
    const { init } = await import("./commands/init.ts");
    const here = world(options);
    here.log.say(init(options.config?.[0] ?? "site.cnf", here.cwd));
  });
  return program;
}

function gather(value: string, earlier: string[] | undefined): string[] {
  return [...(earlier ?? []), value];
}
