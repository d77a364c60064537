// What does a key look like in authorized_keys?
import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import type { Target } from "../../collect/ssh/resolve.ts";

/** `name` is what we call a key that let us in: its file, or what it is called in the agent. */
export async function publicKey(name: string, { agent }: Target, signal: AbortSignal): Promise<string | undefined> {
  const file = name.replace(/ of the ssh agent$/, "");
  const comment = /^the key "(.*)"$/.exec(file)?.[1];
  if (comment !== undefined) return (await agentKeys(agent, signal)).find((line) => line.endsWith(` ${comment}`));
  const own = await printed("ssh-keygen", ["-y", "-P", "", "-f", file], process.env, signal);
  if (own !== "") return own.trim();
  // It is encrypted, and its public part stands beside it, or is all that there is.
  for (const candidate of [`${file}.pub`, file]) {
    const text = await readFile(candidate, "utf8").catch(() => "");
    if (/^(ssh|ecdsa|sk)-\S+ AAAA\S+/.test(text)) return text.split("\n", 1)[0]!.trim();
  }
  return undefined;
}

async function agentKeys(socket: string | undefined, signal: AbortSignal): Promise<string[]> {
  const env = { ...process.env, SSH_AUTH_SOCK: socket ?? "" };
  return (await printed("ssh-add", ["-L"], env, signal)).split("\n");
}

/** "" where it fails. */
function printed(program: string, words: string[], env: NodeJS.ProcessEnv, signal: AbortSignal): Promise<string> {
  return new Promise((done) =>
    execFile(program, words, { env, signal, timeout: 5000 }, (error, stdout) => done(error ? "" : stdout)),
  );
}
