// May the demo write into this folder?
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { EXIT, UserError } from "../../errors.ts";
import { prepareOut } from "../../publish/open.ts";
import { HUBS } from "./tarballs.ts";

/**
 * Marks a folder that is absent, empty or an earlier demo's as a demo's, and returns it. Throws a UserError, which names the
 * command `instead`, where it holds anything else.
 */
export function claim(folder: string, instead: string): string {
  prepareOut(folder);
  const there = readdirSync(folder);
  if (there.length > 0 && !(there.includes(MARK) && showsDemo(join(folder, "status.json")))) {
    throw new UserError(EXIT.io, [
      `${folder} holds something that is not a demo's. Name another folder, for example: ${instead}`,
    ]);
  }
  writeFileSync(join(folder, MARK), "");
  return folder;
}

/** Names a folder that a demo made, so that the next one may replace it. */
const MARK = ".demo";

/** Since then a real site may have been written there. */
function showsDemo(statusJson: string): boolean {
  if (!existsSync(statusJson)) return true;
  const { hubs } = JSON.parse(readFileSync(statusJson, "utf8")) as { hubs: { srvnode: string }[] };
  return hubs.every(({ srvnode }) => Object.values(HUBS).includes(srvnode));
}
