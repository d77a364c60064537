// How do we ask the OpenSSH client what its configuration means?
import { spawn } from "node:child_process";
import pLimit from "p-limit";
import { EXIT, UserError } from "../../errors.ts";
import { quote } from "../command.ts";
import { killGroup } from "../../pid.ts";

export interface ProgramOutput {
  status: number;
  stdout: string;
  stderr: string;
}

/** `words` are the arguments of ssh. Ends when `signal` is aborted. Rejects if ssh did not run to an exit status. */
export type RunSsh = (words: string[], signal: AbortSignal) => Promise<ProgramOutput>;

/** Uses a few shells that wait for the next call, since starting a process blocks Node for 10 ms or more. */
export function sshRunner(): RunSsh {
  const idle: Shell[] = [];
  const limit = pLimit(SHELLS);
  return (words, signal) =>
    limit(async () => {
      signal.throwIfAborted();
      const last = idle.pop();
      const shell = last?.alive ? last : new Shell();
      const said = await shell.run(["ssh", ...words], signal);
      idle.push(shell);
      if (said.status === NOT_FOUND) throw missing();
      return said;
    });
}

const SHELLS = 8;

/** Exit status of a shell for a program that is not installed. */
const NOT_FOUND = 127;

/** Runs one command after another, in its own process group. It ends with us, and does not keep us from ending. */
class Shell {
  private readonly child = spawn("/bin/sh", [], { detached: true, stdio: "pipe" });

  constructor() {
    const { stdin, stdout, stderr } = this.child;
    stdin.on("error", () => undefined); // `close` tells
    for (const stream of [stdout, stderr]) stream.setEncoding("utf8");
    (stdin as unknown as Held).unref();
    this.hold("unref");
  }

  get alive(): boolean {
    return this.child.exitCode === null && this.child.signalCode === null;
  }

  run(command: string[], signal: AbortSignal): Promise<ProgramOutput> {
    const { child } = this;
    return new Promise<ProgramOutput>((resolve, reject) => {
      let [out, err] = ["", ""];
      const onText = () => {
        out += (child.stdout.read() as string | null) ?? "";
        err += (child.stderr.read() as string | null) ?? "";
        const [, stdout, status] = /^(.*)\0(\d+)\0$/s.exec(out) ?? [];
        if (status === undefined || !err.endsWith("\0")) return;
        settle();
        resolve({ status: Number(status), stdout: stdout!, stderr: err.slice(0, -1) });
      };
      const onEnd = (error: unknown) => {
        settle();
        reject(error instanceof Error ? error : new Error(`the shell that runs ${command[0]!} was ended`));
      };
      const onAbort = () => {
        killGroup(child.pid);
        onEnd(signal.reason);
      };
      const settle = () => {
        this.hold("unref");
        signal.removeEventListener("abort", onAbort);
        for (const stream of [child.stdout, child.stderr]) stream.off("readable", onText);
        child.off("error", onEnd).off("close", onEnd);
      };
      this.hold("ref");
      signal.addEventListener("abort", onAbort);
      for (const stream of [child.stdout, child.stderr]) stream.on("readable", onText);
      child.once("error", onEnd).once("close", onEnd);
      child.stdin.write(
        `${command.map((word) => quote(word)).join(" ")} </dev/null; printf '\\0%d\\0' $?; printf '\\0' >&2\n`,
      );
    });
  }

  /** Whether Node must not exit before it. */
  private hold(how: "ref" | "unref"): void {
    const { stdout, stderr } = this.child;
    for (const held of [this.child, stdout, stderr]) (held as unknown as Held)[how]();
  }
}

/** Node's pipes have these methods, though their types do not. */
interface Held {
  ref: () => void;
  unref: () => void;
}

function missing(): UserError {
  return new UserError(EXIT.io, ["ssh is not installed here. For example: apt install openssh-client"]);
}

/** Calls `make` once for each key, again only if it failed. */
export function memoized<T>(made: Map<string, Promise<T>>, key: string, make: () => Promise<T>): Promise<T> {
  const before = made.get(key);
  if (before) return before;
  const now = make();
  made.set(key, now);
  now.catch(() => made.delete(key));
  return now;
}
