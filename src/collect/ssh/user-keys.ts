// Which keys do we log in with? Those of the agent, then key files; never a password.
import { existsSync } from "node:fs";
import { readFile, stat } from "node:fs/promises";
import { userInfo } from "node:os";
import type { AnyAuthMethod, ParsedKey } from "ssh2";
import ssh2 from "ssh2";
import { visible } from "../../text.ts";
import { plural } from "../../units.ts";
import type { Target } from "./resolve.ts";

export interface UserKeys {
  /** In the order in which they are tried. */
  methods: LoginMethod[];
  /** Their names, for a person. */
  names: string[];
  /** Why other keys cannot be tried. */
  problems: string[];
}

export interface LoginMethod {
  method: AnyAuthMethod;
  /** Name of the key that was used last, for a person. */
  name: () => string;
}

/** When `signal` is aborted, the connection to the agent is closed. */
export async function userKeys(
  { user, agent: socket, keyFiles, identitiesOnly }: Target,
  signal: AbortSignal,
): Promise<UserKeys> {
  const [held, files] = await Promise.all([agentKeys(socket, signal), Promise.all(keyFiles.map(readKeyFile))]);
  const fileOf = (key: ParsedKey) => files.find((file) => file.key && same(file.key, key))?.file;
  const named = (key: ParsedKey) => fileOf(key) !== undefined;
  // Like ssh: keys of the agent that the configuration names come first, since servers limit the number of tries.
  const offered = [...held.keys.filter(named), ...(identitiesOnly ? [] : held.keys.filter((key) => !named(key)))];
  const missing = files.filter(({ key }) => !key || !held.keys.some((other) => same(key, other)));
  const usable = missing.filter(({ key }) => key?.isPrivateKey());
  const methods = usable.map(({ key, file }): LoginMethod => ({
    method: { type: "publickey", username: user, key: key! },
    name: () => file,
  }));
  if (socket !== undefined && offered.length > 0) {
    const agent = new Agent(socket, offered, signal);
    const name = () => `${nameOf(agent.signed, fileOf)} of the ssh agent`;
    methods.unshift({ method: { type: "agent", username: user, agent }, name });
  }
  return {
    methods,
    names: [
      ...(offered.length > 0 ? [plural(offered.length, "key") + " of the ssh agent"] : []),
      ...usable.map(({ file }) => file),
    ],
    problems: [held.problem, ...missing.map(({ problem }) => problem), ...files.map(certificateOf)].filter(
      (problem) => problem !== "",
    ),
  };
}

function nameOf(key: ParsedKey | undefined, fileOf: (key: ParsedKey) => string | undefined): string {
  if (!key) return "a key";
  return fileOf(key) ?? visible(`the key "${key.comment}"`);
}

/** ssh would offer it together with the key. */
function certificateOf({ file }: KeyFile): string {
  return existsSync(`${file}-cert.pub`) ? `${file}-cert.pub is a certificate, and certificates are not supported` : "";
}

/** Offers only some of the agent's keys. ssh2's own agent would wait for a silent one for ever. */
class Agent extends ssh2.OpenSSHAgent {
  /** The last key that the server accepted. */
  signed: ParsedKey | undefined;

  constructor(
    socket: string,
    private readonly offered: ParsedKey[],
    private readonly signal: AbortSignal,
  ) {
    super(socket);
  }

  override getIdentities(done: Parameters<ssh2.OpenSSHAgent["getIdentities"]>[0]): void {
    done(undefined, this.offered);
  }

  // ssh2's types demand more arguments than ssh2 passes.
  override sign(...call: never[]): boolean {
    [this.signed] = call;
    return super.sign(...(call as unknown as Parameters<ssh2.OpenSSHAgent["sign"]>));
  }

  override getStream(done: Parameters<ssh2.OpenSSHAgent["getStream"]>[0]): void {
    super.getStream((error, stream) => {
      if (this.signal.aborted) stream?.destroy();
      this.signal.addEventListener("abort", () => stream?.destroy());
      done(error, stream);
    });
  }

  list(): Promise<ParsedKey[] | undefined> {
    return new Promise((resolve) =>
      super.getIdentities((error, keys) => resolve(error ? undefined : (keys as ParsedKey[]))),
    );
  }
}

async function agentKeys(
  socket: string | undefined,
  signal: AbortSignal,
): Promise<{ keys: ParsedKey[]; problem: string }> {
  if (socket === undefined) return { keys: [], problem: "there is no ssh agent" };
  const keys = await new Agent(socket, [], signal).list();
  if (!keys) return { keys: [], problem: "the ssh agent is not running (a reboot ends it)" };
  return { keys, problem: keys.length > 0 ? "" : "the ssh agent holds no key (a reboot empties it)" };
}

interface KeyFile {
  file: string;
  /** At least the public key; undefined if there is none. */
  key: ParsedKey | undefined;
  problem: string;
}

async function readKeyFile(file: string): Promise<KeyFile> {
  let text: Buffer;
  try {
    text = await readFile(file);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    // ssh tries some file names by default: that these are missing is not worth reporting.
    const usual = code === "ENOENT" && file.startsWith(`${userInfo().homedir}/.ssh/id_`);
    return { file, key: undefined, problem: usual ? "" : `${file} cannot be read (${code ?? "for no known reason"})` };
  }
  const key = parse(text);
  if (!(key instanceof Error) && key.isPrivateKey() && (await isExposed(file)))
    return {
      file,
      key: undefined,
      problem: `${file} can be read by others, so it is not used. Run: chmod 600 ${file}`,
    };
  if (!(key instanceof Error))
    return { file, key, problem: key.isPrivateKey() ? "" : `the ssh agent does not hold ${file}` };
  const encrypted = /encrypted/i.test(key.message);
  const problem = encrypted
    ? `${file} is encrypted and the ssh agent does not hold it`
    : `${file} is not a private key that we can read`;
  return { file, key: await readFile(`${file}.pub`).then(publicOnly, () => undefined), problem };
}

/** Like ssh, we do not use a key that other users can read. */
async function isExposed(file: string): Promise<boolean> {
  const { uid, mode } = await stat(file);
  return uid === process.getuid?.() && (mode & 0o077) !== 0;
}

function publicOnly(text: Buffer): ParsedKey | undefined {
  const key = parse(text);
  return key instanceof Error ? undefined : key;
}

function parse(text: Buffer): ParsedKey | Error {
  const key = ssh2.utils.parseKey(text) as ParsedKey | ParsedKey[] | Error; // an old format may hold several
  return Array.isArray(key) ? (key[0] ?? new Error("empty")) : key;
}

function same(a: ParsedKey, b: ParsedKey): boolean {
  return a.getPublicSSH().equals(b.getPublicSSH());
}

/** Why the login failed. */
export function loginReason({ user, address }: Target, { names, problems }: UserKeys): string {
  const tried =
    names.length > 0
      ? `${address} does not accept ${user} with ${names.join(", ")}`
      : `there is no key to log in as ${user} to ${address}`;
  return visible([tried, ...problems].join("; "));
}
