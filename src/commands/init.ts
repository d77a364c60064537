// init: writes a commented site.cnf, the one that this package runs itself.
import { readFileSync, writeFileSync } from "node:fs";
import { resolve } from "node:path";
import { EXIT, ioError, UserError } from "../errors.ts";

/** The example, as it stands in the package. */
export const EXAMPLE = new URL("../../site.cnf", import.meta.url);

export function init(file: string, cwd: string): string {
  try {
    writeFileSync(resolve(cwd, file), readFileSync(EXAMPLE), { flag: "wx" });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw ioError(`cannot write ${file}`, error);
    throw new UserError(EXIT.io, [
      `${file} is already there and is not overwritten. Name another file, for example: init -c other.cnf`,
    ]);
  }
  return `${file} is written. Edit it, then: scm-backup-monitor run -c ${file}`;
}
