// A real OpenSSH server on a free loopback port, with its own keys and files. Works as root and as any other user.
import { execFileSync, spawn } from "node:child_process";
import { appendFileSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { connect, createServer, type AddressInfo } from "node:net";
import { tmpdir, userInfo } from "node:os";
import { delimiter, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

export interface Sshd {
  port: number;
  /** The folder of all its files, removed by `stop`. */
  dir: string;
  /** HOME of the user who logs in: for profile files. */
  home: string;
  /** Private keys: one that is accepted, one that is not. */
  userKey: string;
  strangeKey: string;
  /** The host's public key, as `ssh-ed25519 AAAA…`. */
  hostKey: string;
  /** Writes an ssh_config, with `lines` added, and a known_hosts in which `tag` is this server. */
  sshConfig: (tag: string, lines?: string[]) => string;
  knownHosts: string;
  /** Its log so far. */
  log: () => string;
  stop: () => Promise<void>;
}

/** Starts it. `sshdLines` are added to its sshd_config; `hostKeys` are files to use instead of a new host key. */
export async function startSshd(sshdLines: string[] = [], hostKeys: string[] = []): Promise<Sshd> {
  const dir = mkdtempSync(join(tmpdir(), "sshd-"));
  const at = (name: string) => join(dir, name);
  const home = at("home");
  mkdirSync(home);
  for (const name of ["host", "user", "strange"]) newKey(at(name));
  writeFileSync(at("authorized_keys"), readFileSync(at("user.pub")));
  if (userInfo().uid === 0) mkdirSync("/run/sshd", { recursive: true, mode: 0o755 });
  const port = await freePort();
  const keys = (hostKeys.length > 0 ? hostKeys : [at("host")]).map((file) => `HostKey ${file}`);
  writeFileSync(at("sshd_config"), [...sshdLines, ...keys, ...sshdConfig(port, at)].join("\n") + "\n");
  const words = [sshdPath(), "-D", "-f", at("sshd_config"), "-E", at("log")];
  const child = spawn("sh", ["-c", UNTIL_WE_END, "sh", ...words], { stdio: ["pipe", "ignore", "ignore"] });
  const closed = new Promise<void>((done) => child.once("close", () => done()));
  const stop = async () => {
    child.stdin.end();
    await closed;
    rmSync(dir, { recursive: true, force: true });
  };
  const log = () => (existsSync(at("log")) ? readFileSync(at("log"), "utf8") : "");
  try {
    await listening(port);
  } catch (error) {
    const said = log();
    await stop();
    throw new Error(`sshd did not start: ${said}`, { cause: error });
  }
  const hostKey = publicKey(`${hostKeys[0] ?? at("host")}.pub`);
  const knownHosts = at("known_hosts");
  writeFileSync(knownHosts, `[127.0.0.1]:${port} ${hostKey}\n`);
  const sshConfig = (tag: string, lines: string[] = []) => {
    const file = at("ssh_config");
    appendFileSync(file, [`Host ${tag}`, ...lines, ...clientConfig(port, at)].join("\n  ") + "\n");
    return file;
  };
  const [userKey, strangeKey] = [at("user"), at("strange")];
  return { port, dir, home, userKey, strangeKey, hostKey, knownHosts, sshConfig, log, stop };
}

/** Runs until its stdin ends, so it never outlives us, even if the test run is killed. */
export const UNTIL_WE_END = '"$@" </dev/null & cat >/dev/null; kill $!; wait $!';

/** Makes a key pair, `file` and `file.pub`; encrypted if there is a passphrase. */
export function newKey(file: string, passphrase = "", type: "ed25519" | "ecdsa" | "rsa" = "ed25519"): void {
  execFileSync("ssh-keygen", ["-q", "-t", type, "-N", passphrase, "-C", "test", "-f", file], { stdio: "ignore" });
}

/** Type and blob, without the comment. */
export function publicKey(file: string): string {
  return readFileSync(file, "utf8").split(" ", 2).join(" ");
}

/**
 * For `skip` of node:test: false if the program is installed, else a line that says how to install it. With CI=true a missing
 * program is an error.
 */
export function skipWithout(program: string, aptPackage: string): string | false {
  const folders = [...(process.env.PATH ?? "").split(delimiter), "/usr/sbin", "/usr/local/sbin"];
  if (folders.some((folder) => existsSync(join(folder, program)))) return false;
  const line = `${program} is not installed: apt install ${aptPackage}`;
  if (process.env.CI === "true") throw new Error(line);
  return line;
}

export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const { port } = server.address() as AddressInfo;
  await new Promise((done) => server.close(done));
  return port;
}

/** The full path: sshd starts itself again for each connection. */
function sshdPath(): string {
  return ["/usr/sbin/sshd", "/usr/local/sbin/sshd"].find((path) => existsSync(path)) ?? "sshd";
}

function sshdConfig(port: number, at: (name: string) => string): string[] {
  return [
    `Port ${port}`,
    "ListenAddress 127.0.0.1",
    `AuthorizedKeysFile ${at("authorized_keys")}`,
    `PidFile ${at("pid")}`,
    `SetEnv HOME=${at("home")}`,
    "PermitRootLogin prohibit-password",
    "PasswordAuthentication no",
    "KbdInteractiveAuthentication no",
    "UsePAM no",
    "StrictModes no", // everybody can write to /tmp
    "LogLevel VERBOSE",
  ];
}

function clientConfig(port: number, at: (name: string) => string): string[] {
  return [
    "HostName 127.0.0.1",
    `Port ${port}`,
    `User ${userInfo().username}`,
    `IdentityFile ${at("user")}`,
    "IdentityAgent none",
    `UserKnownHostsFile ${at("known_hosts")}`,
    "GlobalKnownHostsFile none",
  ];
}

export async function listening(port: number): Promise<void> {
  for (let tries = 0; tries < 200; tries++) {
    if (await connects(port)) return;
    await sleep(25);
  }
  throw new Error(`nothing listens on port ${port}`);
}

function connects(port: number): Promise<boolean> {
  return new Promise((done) => {
    const socket = connect(port, "127.0.0.1");
    socket.once("connect", () => done(true)).once("error", () => done(false));
    socket.once("connect", () => socket.destroy());
  });
}
