// What does ssh_config say about a tag? OpenSSH reads it for us: `ssh -G`.
import { visible } from "../../text.ts";
import { VisitError } from "../answer.ts";
import type { RunSsh } from "./ssh-program.ts";

/** Values by keyword (lower case), in the order of their lines. */
export type Settings = Map<string, string[]>;

/** `words` are the arguments of ssh. Throws a VisitError for settings that we do not support. */
export async function settingsOf(words: string[], runSsh: RunSsh, signal: AbortSignal): Promise<Settings> {
  const { status, stdout, stderr } = await runSsh(["-G", ...words], signal);
  if (status !== 0) throw new VisitError("unsupported", `ssh rejects its configuration: ${complaint(stderr)}`);
  const settings = read(stdout);
  refuseUnsupported(settings);
  return settings;
}

export function first(settings: Settings, key: string): string | undefined {
  return settings.get(key)?.[0];
}

/** The first error message names file and line; the one about a pseudo-terminal is irrelevant. */
function complaint(stderr: string): string {
  const lines = stderr.split("\n").map((line) => line.trim());
  const line = lines.find((line) => line !== "" && !line.startsWith("Pseudo-terminal"));
  return visible(line?.slice(0, 300) ?? "it does not say why");
}

function read(stdout: string): Settings {
  const settings: Settings = new Map();
  for (const line of stdout.split("\n")) {
    const space = line.indexOf(" ");
    const key = line.slice(0, space);
    settings.set(key, [...(settings.get(key) ?? []), line.slice(space + 1)]);
  }
  return settings;
}

/** Settings that, if ignored, would lead to another host or use other proofs of identity. */
function refuseUnsupported(settings: Settings): void {
  for (const name of ["ProxyCommand", "KnownHostsCommand", "CertificateFile", "BindInterface"]) {
    const value = first(settings, name.toLowerCase());
    if (value !== undefined && value !== "none") throw unsupported(`${name} ${value}`);
  }
  if (/^(false|no)$/.test(first(settings, "pubkeyauthentication") ?? "")) throw unsupported("PubkeyAuthentication no");
}

export function unsupported(what: string): VisitError {
  return new VisitError("unsupported", `ssh_config sets ${visible(what)}, which is not supported`);
}
