// init: writes the commented site.cnf that comes with the program.
import { chmodSync, readFileSync, writeFileSync } from "node:fs";
import { resolve } from "node:path";
import { EXIT, ioError, UserError } from "../errors.ts";
import { type CommandLine, CONFIG, QUIET, VERBOSE } from "./options.ts";
import type { World } from "./world.ts";

/** The example config. The site.cnf of a checkout starts as a copy of it, but may have been edited. */
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

/**
 * Writes the example config to `file`.
 * @returns what to do next
 * @throws UserError EXIT.io if the file already exists or cannot be written
 */
export function init(file: string, { cwd, program }: Pick<World, "cwd" | "program">): string {
  const path = resolve(cwd, file);
  try {
    writeFileSync(path, readFileSync(EXAMPLE), { flag: "wx" });
    chmodSync(path, 0o644); // whatever the umask: whoever can write it can make cron's user run commands
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw ioError(`cannot write ${file}`, error);
    throw new UserError(EXIT.io, [
      `${file} already exists and was not overwritten. Name another file, for example: ${program} init -c other.cnf`,
    ]);
  }
  return `Wrote ${file}. Edit it, then check it: ${program} doctor -c ${file}`;
}
