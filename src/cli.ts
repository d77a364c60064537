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
  const sentence = `scm-backup-monitor needs Node 20.19 or newer (22.13 or newer of 22, or 24), this is ${process.version}.\n`;
  const plugin = process.argv.some((word) => word === "check" || word === "watch");
  if (plugin) process.stdout.write(`SCM BACKUP UNKNOWN - ${sentence}`);
  else process.stderr.write(sentence);
  process.exitCode = plugin ? 3 : 70;
} else {
  process.exitCode = await main(process.argv);
}

async function main(argv: string[]): Promise<number> {
  const { EXIT, UserError } = await import("./errors.ts");
  const interrupt = new AbortController();
  process.once("SIGINT", () => interrupt.abort(EXIT.interrupt));
  process.once("SIGTERM", () => interrupt.abort(EXIT.terminate));
  // `check | head -1`, a full disk under the log: the work goes on, and the exit code still tells how it ended.
  for (const stream of [process.stdout, process.stderr]) stream.on("error", () => undefined);

  const program = await describe(interrupt.signal);
  const words = commandFirst(program, argv.slice(2));
  const plugin = words[0] === "check" || words[0] === "watch";
  const writeErr = (text: string) => plugin || process.stderr.write(named(text.replace(/^error: /, "")));
  for (const command of [program, ...program.commands]) command.configureOutput({ writeErr });
  try {
    await program.parseAsync(words, { from: "user" });
    return Number(process.exitCode ?? EXIT.ok);
  } catch (error) {
    if (isCommander(error) && (error.exitCode === 0 || !plugin)) return error.exitCode === 0 ? EXIT.ok : EXIT.usage;
    if (interrupt.signal.aborted) return interrupt.signal.reason as number;
    const known = error instanceof UserError;
    const message = error instanceof Error ? error.message : String(error);
    const lines = known
      ? error.problems
      : isCommander(error)
        ? [message.replace(/^error: /, "")]
        : [`internal error: ${message}`];
    // A plugin's one line: whatever prevents judging is a state of its own.
    if (plugin) process.stdout.write(`SCM BACKUP UNKNOWN - ${lines.join("; ").replace(/[|\n]/g, " ")}\n`);
    else if (!known || !error.quiet || process.stderr.isTTY) {
      for (const line of lines) process.stderr.write(named(`${line}\n`));
    }
    if (argv.includes("--debug")) process.stderr.write(`${String(error instanceof Error ? error.stack : error)}\n`);
    else if (!known && !plugin) process.stderr.write("Please report it with what --debug prints.\n");
    return plugin ? 3 : known ? error.code : EXIT.bug;
  }
}

function named(line: string): string {
  return `scm-backup-monitor: ${line}`;
}

/** Options may stand before the command too: `-c site.cnf check`. */
function commandFirst(program: Command, words: string[]): string[] {
  const valued = program.commands.flatMap(({ options }) => options.filter(({ required }) => required));
  const isValue = (i: number) => valued.some(({ short, long }) => [short, long].includes(words[i - 1]));
  const at = words.findIndex((word, i) => !word.startsWith("-") && !isValue(i));
  const known = program.commands.some((command) => command.name() === words[at]);
  return known ? [words[at]!, ...words.toSpliced(at, 1)] : words;
}

function isCommander(error: unknown): error is { exitCode: number } {
  return error instanceof Error && "code" in error && String(error.code).startsWith("commander.");
}

async function describe(signal: AbortSignal): Promise<Command> {
  const { Argument, Command, InvalidArgumentError, Option } = await import("commander");
  const { openLog } = await import("./log.ts");
  const { hintForExample } = await import("./commands/hint.ts");
  const { summarise } = await import("./words/summary.ts");
  const { generator } = await import("./commands/generator.ts");
  const { invocation } = await import("./commands/invocation.ts");
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
      .option("--out <dir>", "write the site below this folder", notEmpty)
      .option("-q, --quiet", "print nothing but errors")
      .option("-v, --verbose", "print what happens, even without a terminal")
      .option("--debug", "print the stack of an internal error");
  const asOf = () =>
    new Option("--as-of <time>", "judge as of this instant, as 2026-11-24T05:00:00Z").argParser((text) => {
      const at = readInstant(text);
      if (at === undefined) throw new InvalidArgumentError("It must be an instant, as 2026-11-24T05:00:00Z.");
      return at;
    });
  const noAsOf = () =>
    new Option("--as-of <time>").hideHelp().argParser(() => {
      throw new InvalidArgumentError("What run and collect write has really happened. --as-of is for build and check.");
    });
  const notEmpty = (text: string) => {
    if (text === "") throw new InvalidArgumentError("It must name a folder.");
    return text;
  };
  const request = (hubs: string[], options: Options): Request => ({
    configs: options.config ?? ["site.cnf"],
    hubs,
    out: options.out,
    asOf: options.asOf,
  });
  const world = (options: Options): World => ({
    now: Date.now(),
    cwd: process.cwd(),
    program: invocation(process.argv[1]!, process.cwd()),
    home: homedir(),
    env: process.env,
    signal,
    log: openLog(process.stderr, options.quiet === true, options.verbose === true),
    transports,
  });

  command("run [hub...]", "collect, judge, plot and publish: the cron line (the default)", { isDefault: true })
    .addOption(noAsOf())
    .action(async (hubs: string[], options: Options) => {
      const { run } = await import("./commands/run.ts");
      const here = world(options);
      const { site, verdict } = await run(request(hubs, options), here);
      for (const line of [...summarise(verdict, site), ...hintForExample(site)]) here.log.say(line);
    });
  command("collect [hub...]", "ask the nodes and update the database")
    .addOption(noAsOf())
    .action(async (hubs: string[], options: Options) => {
      const { collectCommand } = await import("./commands/collect.ts");
      await collectCommand(request(hubs, options), world(options));
    });
  command("build [hub...]", "write the site from the database alone")
    .addOption(asOf())
    .option("--explain", "print of each file why it was made, or why not")
    .action(async (hubs: string[], options: Options & { explain?: true }) => {
      const { build } = await import("./commands/build.ts");
      const here = world(options);
      const { site, verdict, account } = await build(request(hubs, options), here);
      if (options.explain) process.stdout.write(account.map((line) => `${line}\n`).join(""));
      for (const line of summarise(verdict, site)) here.log.say(line);
    });
  command("check [hub...]", "judge from the database: one plugin line, then a line a finding; exit 0 to 3")
    .addOption(asOf())
    .option("--json", "print status.json instead")
    .option("--explain <item>", "print the numbers behind the verdict on an item instead")
    .action(async (hubs: string[], options: Options & { json?: boolean; explain?: string }) => {
      const { check } = await import("./commands/check.ts");
      const { text, exitCode } = await check(request(hubs, options), world(options), options);
      process.stdout.write(text);
      process.exitCode = exitCode;
    });
  program
    .command("watch <url...>")
    .description("judge other sites by the status.json that they publish, or the 2012 program's JSON; exit 0 to 3")
    .exitOverride()
    .option("--debug", "print the stack of an internal error")
    .action(async (urls: string[], options: Options) => {
      const { watch } = await import("./commands/watch.ts");
      const { text, exitCode } = await watch(urls, world(options));
      process.stdout.write(text);
      process.exitCode = exitCode;
    });
  command("doctor [hub...]", "look over config, ssh, keys and nodes, and say what is to do; changes nothing").action(
    async (hubs: string[], options: Options) => {
      const { doctor } = await import("./commands/doctor.ts");
      const coloured = process.stdout.isTTY && process.stdout.hasColors();
      const { lines, exitCode } = await doctor(request(hubs, options), world(options), coloured);
      process.stdout.write(lines.map((line) => `${line}\n`).join(""));
      process.exitCode = exitCode;
    },
  );
  command("rename", "after a hub or a node was given another tag in the config: its history follows")
    .addArgument(new Argument("<kind>", "hub or node").choices(["hub", "node"]))
    .argument("<old>", "the tag that it had")
    .argument("<new>", "the tag that it has in the config now")
    .action(async (kind: "hub" | "node", from: string, to: string, options: Options) => {
      const { rename } = await import("./commands/rename.ts");
      process.stdout.write(`${await rename(request([], options), world(options), kind, from, to)}\n`);
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
    here.log.say(init(options.config?.[0] ?? "site.cnf", here));
  });
  return program;
}

function gather(value: string, earlier: string[] | undefined): string[] {
  return [...(earlier ?? []), value];
}
