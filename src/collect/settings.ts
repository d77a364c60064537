// What does ssh_config say of a tag? OpenSSH reads it: `ssh -G`.
import { visible } from "../text.ts";
import { Refusal } from "./answer.ts";
import type { Ask } from "./program.ts";

/** By keyword, in small letters; the lines that it has, in their order. */
export type Settings = Map<string, string[]>;

/** `words` as for a call of ssh. Throws for what we could not do as ssh does. */
export async function settingsOf(words: string[], ask: Ask, signal: AbortSignal): Promise<Settings> {
  const { status, stdout, stderr } = await ask(["-G", ...words], signal);
  if (status !== 0) throw new Refusal("unsupported", `ssh rejects its configuration: ${complaint(stderr)}`);
  const settings = read(stdout);
  refuseUnsupported(settings);
  return settings;
}

export function one(settings: Settings, key: string): string | undefined {
  return settings.get(key)?.[0];
}

/** Its first complaint names file and line; the hint about a terminal is not about us. */
function complaint(stderr: string): string {
  const lines = stderr.split("\n").map((line) => line.trim());
  const first = lines.find((line) => line !== "" && !line.startsWith("Pseudo-terminal"));
  return visible(first?.slice(0, 300) ?? "it does not say why");
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

/** What would lead elsewhere, or trust or prove by other means, if it were passed over. */
function refuseUnsupported(settings: Settings): void {
  for (const name of ["ProxyCommand", "KnownHostsCommand", "CertificateFile", "BindInterface"]) {
    const value = one(settings, name.toLowerCase());
    if (value !== undefined && value !== "none") throw unsupported(`${name} ${value}`);
  }
  if (/^(false|no)$/.test(one(settings, "pubkeyauthentication") ?? "")) throw unsupported("PubkeyAuthentication no");
}

export function unsupported(what: string): Refusal {
  return new Refusal("unsupported", `ssh_config sets ${visible(what)}, which is not supported`);
}
