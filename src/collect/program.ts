// Asks OpenSSH's own client: what it means by its files is not guessed here.
import { spawn } from "node:child_process";
import pLimit from "p-limit";
import { EXIT, UserError } from "../errors.ts";
import { quote } from "./command.ts";

export interface Said {
  status: number;
  stdout: string;
  stderr: string;
}

/** `signal` ends it; what ends it otherwise than by a status is a bug or a fault of this machine. */
export type Ask = (words: string[], signal: AbortSignal) => Promise<Said>;

/** Through a few shells, which wait for the next question: Node stands still for 10 ms or more when it starts a process. */
export function askSsh(): Ask {
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

/** What a shell says of a program that is not there. */
const NOT_FOUND = 127;

/** Runs one command after the other, in a process group of its own. It ends when we do, and does not keep us from it. */
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

  run(command: string[], signal: AbortSignal): Promise<Said> {
    const { child } = this;
    return new Promise<Said>((resolve, reject) => {
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

  /** Whether the program has to wait for it. */
  private hold(how: "ref" | "unref"): void {
    const { stdout, stderr } = this.child;
    for (const held of [this.child, stdout, stderr]) (held as unknown as Held)[how]();
  }
}

/** What Node's pipes are, too. */
interface Held {
  ref: () => void;
  unref: () => void;
}

function killGroup(pid: number | undefined): void {
  try {
    if (pid !== undefined) process.kill(-pid);
  } catch {
    // It had ended already.
  }
}

function missing(): UserError {
  return new UserError(EXIT.io, ["ssh is not installed here. For example: apt install openssh-client"]);
}

/** What was made for a key before is not made again, unless it went wrong. */
export function once<T>(made: Map<string, Promise<T>>, key: string, make: () => Promise<T>): Promise<T> {
  const before = made.get(key);
  if (before) return before;
  const now = make();
  made.set(key, now);
  now.catch(() => made.delete(key));
  return now;
}
