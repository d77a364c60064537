// May the demo write into this folder?
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { EXIT, UserError } from "../../errors.ts";
import { prepareOut } from "../../publish/open.ts";
import { HUBS } from "./tarballs.ts";

/**
 * Marks a folder as a demo's and returns it. It is created if absent.
 * @param instead a command to suggest, with another folder
 * @throws UserError EXIT.io if it is neither empty nor an earlier demo's
 */
export function claim(folder: string, instead: string): string {
  prepareOut(folder);
  const names = readdirSync(folder);
  if (names.length > 0 && !(names.includes(MARK) && showsDemo(join(folder, "status.json")))) {
    throw new UserError(EXIT.io, [
      `${folder} contains something that the demo did not make. Name another folder, for example: ${instead}`,
    ]);
  }
  writeFileSync(join(folder, MARK), "");
  return folder;
}

/** A file that marks a folder as a demo's, so that the next demo may replace it. */
const MARK = ".demo";

/** A real site may have been written names since. */
function showsDemo(statusJson: string): boolean {
  if (!existsSync(statusJson)) return true;
  const { hubs } = JSON.parse(readFileSync(statusJson, "utf8")) as { hubs: { srvnode: string }[] };
  return hubs.every(({ srvnode }) => Object.values(HUBS).includes(srvnode));
}
