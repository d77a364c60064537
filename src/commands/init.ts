// init: writes a commented site.cnf, the one that this package runs itself.
import { readFileSync, writeFileSync } from "node:fs";
import { resolve } from "node:path";
import { EXIT, UserError } from "../errors.ts";

/** The example, as it stands in the package. */
export const EXAMPLE = new URL("../../site.cnf", import.meta.url);

export function init(file: string, cwd: string): string {
  try {
    writeFileSync(resolve(cwd, file), readFileSync(EXAMPLE), { flag: "wx" });
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === undefined) throw error;
    const why = code === "EEXIST" ? "is already there and is not overwritten" : `cannot be written (${code})`;
    throw new UserError(EXIT.io, [`${file} ${why}. Name another file, for example: init -c other.cnf`]);
  }
  return `${file} is written. Edit it, then: scm-backup-monitor run -c ${file}`;
}
