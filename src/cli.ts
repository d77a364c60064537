#!/usr/bin/env node
// The entry point: runs a command, prints errors, sets the exit code. Nothing else does either. Each command defines its
// own arguments in src/commands.
import { homedir } from "node:os";
import type { Command } from "commander";
import type { Options } from "./commands/options.ts";
import type { World } from "./commands/world.ts";

// Checked before we load anything that an older Node cannot parse: so the imports of our own files above are types only.
const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
if (major < 20 || (major === 20 && minor < 19) || major === 21 || (major === 22 && minor < 13) || major === 23) {
  const sentence = `scm-backup-monitor needs Node 20.19 or newer, 22.13 or newer, or 24 or newer; this is ${process.version}.\n`;
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
  // If nobody reads our output (`check | head -1`) or the disk of the log is full, we carry on: the exit code still counts.
  for (const stream of [process.stdout, process.stderr]) stream.on("error", () => undefined);

  const { name, words } = await commandFirst(argv.slice(2));
  const plugin = name === "check" || name === "watch";
  let exitCode: number = EXIT.ok;
  try {
    const program = await describe(name, interrupt.signal, (code) => (exitCode = code));
    const writeErr = (text: string) => plugin || process.stderr.write(prefixed(text.replace(/^error: /, "")));
    for (const command of [program, ...program.commands]) command.configureOutput({ writeErr });
    await program.parseAsync(words, { from: "user" });
    return exitCode;
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
    // A monitoring plugin prints one line, and is UNKNOWN if it cannot judge.
    if (plugin) process.stdout.write(`SCM BACKUP UNKNOWN - ${lines.join("; ").replace(/[|\n]/g, " ")}\n`);
    else if (!known || !error.quiet || process.stderr.isTTY) {
      for (const line of lines) process.stderr.write(prefixed(`${line}\n`));
    }
    if (argv.includes("--debug")) process.stderr.write(`${String(error instanceof Error ? error.stack : error)}\n`);
    else if (!known && !plugin) process.stderr.write("Please report this bug with the output of --debug.\n");
    return plugin ? 3 : known ? error.code : EXIT.bug;
  }
}

function prefixed(line: string): string {
  return `scm-backup-monitor: ${line}`;
}

/** Moves the command to the front: options may precede it (`-c site.cnf check`). `name` is undefined if there is none. */
async function commandFirst(words: string[]): Promise<{ name: string | undefined; words: string[] }> {
  const { COMMANDS } = await import("./commands/commands.ts");
  const valued = ["-c", "--config", "--out", "--as-of"];
  const at = words.findIndex((word, i) => !word.startsWith("-") && !valued.includes(words[i - 1] ?? ""));
  const name = words[at];
  return name !== undefined && Object.hasOwn(COMMANDS, name)
    ? { name, words: [name, ...words.toSpliced(at, 1)] }
    : { name: undefined, words };
}

function isCommander(error: unknown): error is { exitCode: number } {
  return error instanceof Error && "code" in error && String(error.code).startsWith("commander.");
}

/** The parser for the command `name`, or, if it is undefined, for all commands, the first of which is the default. */
async function describe(name: string | undefined, signal: AbortSignal, end: (code: number) => void): Promise<Command> {
  const { Command } = await import("commander");
  const { COMMANDS } = await import("./commands/commands.ts");
  const { DEBUG } = await import("./commands/options.ts");
  const { generator } = await import("./commands/generator.ts");
  const program = new Command("scm-backup-monitor")
    .description("See each morning that last night's backups arrived, whole, on every copy.")
    .version(generator())
    .exitOverride()
    .configureHelp({ showGlobalOptions: true });
  const chosen = name === undefined ? Object.keys(COMMANDS) : [name];
  for (const [i, each] of chosen.entries()) {
    const { commandLine } = await COMMANDS[each]!();
    const command = program
      .command(commandLine.usage, { isDefault: name === undefined && i === 0 })
      .description(commandLine.description)
      .exitOverride();
    for (const option of [...commandLine.options, DEBUG]) command.addOption(option);
    command.action(async () => {
      const world = await makeWorld(command.opts(), signal, name === undefined ? Object.keys(COMMANDS) : []);
      const { text = "", exitCode = 0 } = await commandLine.act(command.args, command.opts(), world);
      process.stdout.write(text);
      end(exitCode);
    });
  }
  return program;
}

/** @param commands names to suggest where a hub may be a mistyped command */
async function makeWorld({ quiet, verbose }: Options, signal: AbortSignal, commands: string[]): Promise<World> {
  const { openLog } = await import("./log.ts");
  const { invocation } = await import("./commands/invocation.ts");
  const { transports } = await import("./commands/transports.ts");
  return {
    now: Date.now(),
    cwd: process.cwd(),
    program: invocation(process.argv[1]!, process.cwd()),
    home: homedir(),
    env: process.env,
    signal,
    log: openLog(process.stderr, quiet === true, verbose === true),
    transports,
    commands,
  };
}
