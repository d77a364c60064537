// doctor: is everything in place? Looks at this machine and at every node, says the next thing to do, changes nothing.
import { UserError } from "../errors.ts";
import { plural } from "../units.ts";
import { lockLine } from "./doctor/lock.ts";
import { machineSteps, problemStep } from "./doctor/machine.ts";
import { lookAtNodes, type Looked } from "./doctor/node.ts";
import { printSection, type Section, type Step } from "./doctor/step.ts";
import { type CommandLine, CONFIG, OUT, QUIET, requestOf, VERBOSE } from "./options.ts";
import { chosenHubs, openSite } from "./site.ts";
import type { Request, World } from "./world.ts";

export const commandLine: CommandLine = {
  usage: "doctor [hub...]",
  description: "check configuration, ssh, keys and nodes, and say what to do next; changes nothing",
  options: [CONFIG, OUT, QUIET, VERBOSE],
  act: async (hubs, options, world) => {
    const coloured = process.stdout.isTTY && process.stdout.hasColors();
    const { lines, exitCode } = await doctor(requestOf(hubs, options, world), world, coloured);
    return { text: lines.map((line) => `${line}\n`).join(""), exitCode };
  },
};

/** What to print, and the exit code: 1 if something is to do. */
export async function doctor(
  request: Request,
  world: World,
  coloured: boolean,
): Promise<{ lines: string[]; exitCode: number }> {
  const { sections, locks } = await examine(request, world);
  const todo = sections.flatMap(({ steps }) => steps).filter(({ mark }) => mark === "✗").length;
  const end = todo === 0 ? "All is well." : `${plural(todo, "thing")} to do: see ✗ above.`;
  const lines = [...sections.flatMap((section) => printSection(section, coloured)), ...locks, "", end];
  return { lines: lines.slice(1), exitCode: todo === 0 ? 0 : 1 };
}

async function examine(request: Request, world: World): Promise<{ sections: Section[]; locks: string[] }> {
  const problems: Step[] = [];
  const site = await tried("config", () => openSite(request, world), problems);
  if (!site) return { sections: [{ title: "This machine", steps: problems }], locks: [] };
  const hubs = chosenHubs(site, request, world);
  const nodes = site.nodes.filter(({ roots }) => roots.some(({ hub: tag }) => hubs.some(({ hub }) => hub === tag)));
  const looked = (await tried("nodes", () => lookAtNodes(site, hubs, nodes, world), problems)) ?? [];
  const keyFiles = looked.flatMap(({ target }) => target?.keyFiles ?? []);
  const machine = await machineSteps(site, hubs, [...new Set(keyFiles)], request, world);
  const lines = async (of: Looked[]) => (await Promise.all(of.map((node) => lockLine(node, world.signal)))).flat();
  for (const line of await lines(looked.filter(({ lock }) => lock === "ours"))) world.log.detail(line);
  return {
    sections: [
      { title: "This machine", steps: [...machine, ...problems] },
      ...looked.map(({ node, steps }) => ({ title: node.node, steps })),
    ],
    locks: await lines(looked.filter(wantsLine)),
  };
}

/** What `work` gives; what prevents it goes to `problems`. */
async function tried<T>(name: string, work: () => T | Promise<T>, problems: Step[]): Promise<T | undefined> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    problems.push(...error.problems.map((problem) => problemStep(name, problem)));
    return undefined;
  }
}

/** A node that could not be asked may be locked already; one that is, needs no line. */
function wantsLine({ lock, refused }: Looked): boolean {
  return lock === "none" || lock === "another" || refused;
}
