// Is this machine ready: its config, programs, database and folders?
import { spawnSync } from "node:child_process";
import { accessSync, constants, existsSync, readFileSync, statSync } from "node:fs";
import { userInfo } from "node:os";
import { dirname, resolve } from "node:path";
import { readIni } from "../../config/ini.ts";
import { UserError } from "../../errors.ts";
import { endedSilences } from "../../judge/unused-silences.ts";
import type { Hub, Site } from "../../model.ts";
import { visible } from "../../text.ts";
import { plural, printBytes, printFullTime } from "../../units.ts";
import { Stores } from "../site.ts";
import type { Request, World } from "../world.ts";
import { note, type Step, well, wrong } from "./step.ts";

/** `keyFiles`: the private keys that are used, as far as they are known. */
export async function machineSteps(
  site: Site,
  hubs: Hub[],
  keyFiles: string[],
  request: Request,
  world: World,
): Promise<Step[]> {
  const steps = [
    well(
      "config",
      `${site.files.join(", ")}: ${plural(site.hubs.length, "hub")}, ${plural(site.nodes.length, "node")}`,
    ),
    ...site.files.flatMap((file) => openTo(file, 0o022, "writable", "go-w")),
    ...keyFiles.flatMap((file) => openTo(file, 0o077, "readable", "go=")),
    ...site.ignored.map((place) => note("ignored", `${place} is a Fabric key without effect here`)),
    ...endedSilences(site, world.now).map((said) => note("silence", said)),
    ...request.configs.flatMap((file, nth) => quoted(file, nth, world.cwd)),
    programs(site, world),
  ];
  for (const dbpath of new Set(hubs.map((hub) => hub.dbpath))) steps.push(...(await database(site, dbpath, world)));
  const json = hubs.flatMap(({ nodes }) => nodes.map(({ jspath }) => dirname(jspath)));
  return [
    ...steps,
    folder("pages", site.out, "out in [SITE]"),
    ...[...new Set(json)].filter((path) => path !== `${site.out}/data`).map((path) => folder("json", path, "jspath")),
  ];
}

/** What others than its owner may do with a file, and should not. */
function openTo(file: string, bits: number, verb: string, mode: string): Step[] {
  const found = statSync(file, { throwIfNoEntry: false });
  if (!found?.isFile() || (found.mode & bits) === 0) return [];
  return [note("permissions", `${visible(file)} is ${verb} by users other than its owner`, `chmod ${mode} '${file}'`)];
}

/** The predecessor, too, took quotes for a part of the value. */
function quoted(file: string, nth: number, cwd: string): Step[] {
  const sections = readIni(readFileSync(resolve(cwd, file), "utf8"), file, nth, () => undefined);
  return sections
    .flatMap(({ entries }) => entries)
    .filter(({ value }) => /^(["']).*\1$/.test(value))
    .map(({ key, value, place: { line } }) =>
      note("quotes", visible(`${file}:${line}: ${key} = ${value}: the quotes are part of the value`)),
    );
}

function programs({ nodes }: Site, { env }: World): Step {
  const ssh = nodes.some(({ transport }) => transport === "ssh");
  const version = (name: string, flag: string, form: RegExp): string | undefined => {
    const { error, stdout, stderr } = spawnSync(name, [flag], { env, encoding: "utf8", timeout: 5000 });
    return error ? undefined : form.exec(stdout + stderr)?.[0];
  };
  const needed = [
    ...(ssh ? [{ name: "ssh", version: version("ssh", "-V", /^[\w.]+/), from: "openssh-client" }] : []),
    ...(ssh ? [{ name: "ssh-keygen", version: version("ssh-keygen", "-?", /usage/), from: "openssh-client" }] : []),
    // BusyBox has another flock, without the -E that we need.
    { name: "flock", version: version("flock", "-V", /util-linux [\d.]+/), from: "util-linux" },
  ];
  const missing = needed.filter((program) => program.version === undefined);
  if (missing.length > 0) {
    const names = missing.map(({ name, from }) => `${name} (package ${from})`);
    const packages = [...new Set(missing.map(({ from }) => from))];
    return wrong("programs", `missing: ${names.join(", ")}`, `apt install ${packages.join(" ")}`);
  }
  const told = needed.map((program) =>
    program.version === "usage" ? program.name : `${program.name} ${program.version!}`,
  );
  return well("programs", told.join(", "));
}

/** It is opened, never saved. */
async function database(site: Site, dbpath: string, world: World): Promise<Step[]> {
  const odd: Step[] = [];
  const log = { ...world.log, say: (line: string) => void odd.push(note("database", line)) };
  try {
    const hubs = site.hubs.filter((hub) => hub.dbpath === dbpath);
    const stores = await Stores.open({ ...site, hubs }, { ...world, log });
    await stores.close();
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return error.problems.map((problem) => problemStep("database", problem));
  }
  const refused = mayWrite(dirname(dbpath));
  if (refused)
    return [wrong("database", refused, `Make it writable for ${userInfo().username}, or set dbpath to another file`)];
  const file = statSync(dbpath, { throwIfNoEntry: false });
  const state = file
    ? `${dbpath}, ${printBytes(file.size)}, last written ${printFullTime(file.mtimeMs, site.timezone)}`
    : `${dbpath} does not exist yet; the first run creates it`;
  return [well("database", state), ...odd];
}

/** Our problems say what is wrong, then what to do. */
export function problemStep(name: string, problem: string): Step {
  const [said, ...todo] = problem.split(/\. (?=[A-Z])/);
  return wrong(name, said!, ...todo);
}

function folder(name: string, path: string, key: string): Step {
  let there = path;
  while (!existsSync(there)) there = dirname(there);
  const refused = mayWrite(there);
  if (refused)
    return wrong(name, refused, `Make it writable for ${userInfo().username}, or set ${key} to another folder`);
  return well(name, there === path ? `${path} is writable` : `${path} does not exist yet; the first run creates it`);
}

/** Why nothing can be put there. */
function mayWrite(folder: string): string | undefined {
  if (!statSync(folder).isDirectory()) return `${folder} is not a folder`;
  try {
    accessSync(folder, constants.W_OK | constants.X_OK);
    return undefined;
  } catch (error) {
    return `${folder} is not writable for ${userInfo().username} (${(error as NodeJS.ErrnoException).code ?? "refused"})`;
  }
}
