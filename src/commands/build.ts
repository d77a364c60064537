// build: writes the site from the database, without asking the nodes.
import { EXIT, UserError } from "../errors.ts";
import { summarise } from "../words/summary.ts";
import { AS_OF, type CommandLine, CONFIG, OUT, QUIET, requestOf, VERBOSE } from "./options.ts";
import { Option } from "commander";
import { type BuildResult, makeSite } from "./run.ts";
import { resolveAsOf, chosenHubs, lockAll, openSite, siteLock, Stores } from "./site.ts";
import type { Request, World } from "./world.ts";

export const commandLine: CommandLine = {
  usage: "build [hub...]",
  description: "write the site from the database, without asking the nodes",
  options: [
    ...[CONFIG, OUT, QUIET, VERBOSE, AS_OF],
    new Option("--explain", "print for each file why it was written or left alone"),
  ],
  act: async (hubs, options, world) => {
    const { site, verdict, log } = await build(requestOf(hubs, options, world), world);
    for (const line of summarise(verdict, site)) world.log.say(line);
    return { text: options.explain ? log.map((line) => `${line}\n`).join("") : "" };
  },
};

/** @throws UserError EXIT.usage if the site of another time would replace the live one */
export async function build(request: Request, world: World): Promise<BuildResult> {
  const site = openSite(request, world);
  const hubs = chosenHubs(site, request, world);
  const asOf = resolveAsOf(request, site, world);
  refuseOldSite(request, asOf, world);
  const unlock = lockAll(site, [siteLock(site)]);
  try {
    return await makeSite(site, hubs, await Stores.open(site, world), asOf, world);
  } finally {
    unlock();
  }
}

/** In place of the live site, one of the past would look like a monitor that has stopped. */
function refuseOldSite({ out, asOf: text }: Request, asOf: number, { now, program }: World): void {
  if (asOf >= now || out !== undefined) return;
  throw new UserError(EXIT.usage, [
    `--as-of ${text!} would replace the live site with an old one. Name another folder, for example: ${program} build --as-of ${text!} --out /tmp/then`,
  ]);
}
