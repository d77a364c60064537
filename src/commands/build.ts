// build: writes the site from the database alone.
import { EXIT, UserError } from "../errors.ts";
import { summarise } from "../words/summary.ts";
import { AS_OF, type CommandLine, CONFIG, OUT, QUIET, requestOf, VERBOSE } from "./options.ts";
import { Option } from "commander";
import { type Built, makeSite } from "./run.ts";
import { asOfOf, chosenHubs, lockAll, openSite, siteLock, Stores } from "./site.ts";
import type { Request, World } from "./world.ts";

export const commandLine: CommandLine = {
  usage: "build [hub...]",
  description: "write the site from the database alone",
  options: [
    ...[CONFIG, OUT, QUIET, VERBOSE, AS_OF],
    new Option("--explain", "say for each file why it was written, or why it was left alone"),
  ],
  act: async (hubs, options, world) => {
    const { site, verdict, log } = await build(requestOf(hubs, options, world), world);
    for (const line of summarise(verdict, site)) world.log.say(line);
    return { text: options.explain ? log.map((line) => `${line}\n`).join("") : "" };
  },
};

export async function build(request: Request, world: World): Promise<Built> {
  const site = openSite(request, world);
  const hubs = chosenHubs(site, request, world);
  const asOf = asOfOf(request, site, world);
  refuseToReplace(request, asOf, world);
  const unlock = lockAll(site, [siteLock(site)]);
  try {
    return await makeSite(site, hubs, await Stores.open(site, world), asOf, world);
  } finally {
    unlock();
  }
}

/** A site of the past in the place of the live one would look like a monitor that has stopped. */
function refuseToReplace({ out, asOf: text }: Request, asOf: number, { now, program }: World): void {
  if (asOf >= now || out !== undefined) return;
  throw new UserError(EXIT.usage, [
    `--as-of ${text!} would replace the live site by an old one. Name another folder, for example: ${program} build --as-of ${text!} --out /tmp/then`,
  ]);
}
