// init: writes the commented site.cnf that comes with the program.
import { chmodSync, readFileSync, writeFileSync } from "node:fs";
import { resolve } from "node:path";
import { EXIT, ioError, UserError } from "../errors.ts";
import { type CommandLine, CONFIG, QUIET, VERBOSE } from "./options.ts";
import type { World } from "./world.ts";

/** The example. A checkout's own site.cnf begins as a copy of it, and may have been edited since. */
export const EXAMPLE = new URL("../../templates/site.cnf", import.meta.url);

export const commandLine: CommandLine = {
  usage: "init",
  description: "write a commented site.cnf",
  options: [CONFIG, QUIET, VERBOSE],
  act: async (_, { config = ["site.cnf"] }, world) => {
    world.log.say(init(config[0]!, world));
    return {};
  },
};

/** Returns what to do next. Throws a UserError where `file` is there already or cannot be written. */
export function init(file: string, { cwd, program }: Pick<World, "cwd" | "program">): string {
  const path = resolve(cwd, file);
  try {
    writeFileSync(path, readFileSync(EXAMPLE), { flag: "wx" });
    chmodSync(path, 0o644); // whatever the umask: who can write it decides which commands cron's user runs
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw ioError(`cannot write ${file}`, error);
    throw new UserError(EXIT.io, [
      `${file} is already there and is not overwritten. Name another file, for example: ${program} init -c other.cnf`,
    ]);
  }
  return `${file} is written. Edit it, then check it: ${program} doctor -c ${file}`;
}
